"""What phones' answers cost a server: statements accepted in a second, SQL of a batch, and bytes sent again after a cut."""

import json
import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from bench.cpu import cpu_seconds
from bench.report import Limit, Report, Table
from bench.server import ROOT, NoServer, Site, running_site
from bench.sql import OURS, statements_of
from faults.books import Content, content
from faults.phones import Ledger, Phone
from faults.proxy import Cut, Way, way_to
from tests.on_database import find_server, throw_away_postgres

AT_ONCE = (1, 8, 32)
BATCHES = (1, 10, 50)
OF_A_PHONE = 50  # static/js/phone/sync.js: what it sends at once
COUNTED = (1, 10, 100)
OF_A_LEARNER = 50  # statements, then another one's phone takes the connection
PATIENCE = 60
NOT_COUNTED = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")
NOTES = [
    "Each phone waits for its acknowledgement before it sends again, on a connection of its own. After 50 statements the next",
    "learner takes it. All is on disk before it is acknowledged: SQLite synchronous=FULL, PostgreSQL fsync on.",
    "The phones use the same processors as the server, and PostgreSQL too. cores: of the server's processes alone.",
]
OF_SQL = ["Of a phone that the server knows, without what begins and ends transactions."]


def measure(site: Site, *, quick: bool = False) -> Report:
    """Four seconds for each number and size of batch (``quick``: one), on SQLite and on a PostgreSQL of its own."""
    seconds = 1.0 if quick else 4.0
    rows, faults, counted = [], [], {}
    with _sites(site) as sites:
        for name, one in sites.items():
            what = content(one)
            counted[name] = _count(one, what)
            for size in BATCHES:
                for phones in AT_ONCE:
                    row, ledger = _load(one, what, phones, size, seconds)
                    rows.append([name, size, phones, *row])
                    faults += [f"{name}, {phones} phones: {fault}" for fault in (*ledger.wrong, *_odd(ledger))][:3]
    cuts, most = _cuts(site, content(site), quick)
    limits = [Limit(f"SQL of a batch, {name}", max(many), 9, "statements") for name, many in counted.items()]
    limits.append(Limit("sent for each cut of a whole batch, beyond it", most, 1.2, "of a batch"))
    columns = ["database", "batch", "phones", "statements/s", "batches/s", "p50 ms", "p95 ms", "cores"]
    costs = Table("SQL of a batch", ["statements in it", *map(str, COUNTED)], [[k, *v] for k, v in counted.items()], OF_SQL)
    return Report([Table("Statements accepted", columns, rows, NOTES + faults), costs, cuts], limits)


@contextmanager
def _sites(site: Site) -> Iterator[dict[str, Site]]:
    """The site, and one on PostgreSQL where there is any."""
    if find_server() is None:
        print("No PostgreSQL here (Debian: apt install postgresql): measured on SQLite alone.", flush=True)
        yield {"SQLite": site}
        return
    with throw_away_postgres(durable=True) as server, running_site(database_url=server.url) as other:
        yield {"SQLite": site, "PostgreSQL": other}


def _odd(ledger: Ledger) -> list[str]:
    return [f"{times} requests ended with {outcome}" for outcome, times in ledger.answers.items() if outcome != "200"]


def _load(site: Site, what: Content, phones: int, size: int, seconds: float) -> tuple[list[float], Ledger]:
    """Half a second to get going, then everything counts."""
    ledger, waits = Ledger(), list[float]()
    start = time.monotonic() + 0.5
    end = start + seconds
    one = partial(_send_on, site.host, what, ledger, size, (start, end), waits)
    threads = [threading.Thread(target=one, args=(random.Random(number),)) for number in range(phones)]
    before = cpu_seconds(site.pid)
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    cores = (cpu_seconds(site.pid) - before) / (seconds + 0.5)
    waits.sort()
    p50, p95 = (round(1000 * waits[int(len(waits) * part)], 1) if waits else 0.0 for part in (0.5, 0.95))
    return [round(len(waits) * size / seconds), round(len(waits) / seconds, 1), p50, p95, round(cores, 1)], ledger


def _send_on(
    host: str, what: Content, ledger: Ledger, size: int, span: tuple[float, float], waits: list[float], chance: random.Random
) -> None:
    """One connection; one learner's phone after another. What is answered between the two moments counts."""
    start, end = span
    phone = _phone(host, what, ledger, chance)
    while time.monotonic() < end:
        if not phone.outbox:
            connection, phone = phone.connection, _phone(host, what, ledger, chance)
            phone.connection = connection
        began = time.monotonic()
        good = phone.send(phone.next_batch(size))
        if good and start < time.monotonic() <= end:
            waits.append(time.monotonic() - began)
    phone.hang_up()


def _phone(host: str, what: Content, ledger: Ledger, chance: random.Random, least: int = OF_A_LEARNER) -> Phone:
    """A new learner's phone with so many answers to send."""
    phone = Phone(host, what, ledger, chance)
    while len(phone.outbox) < least:
        phone.learn()
    del phone.outbox[least:]
    phone.learning = False
    return phone


def _count(site: Site, what: Content) -> list[int]:
    """SQL statements of a batch of each size, of a phone that the server knows; counted in a process of its own."""
    sizes = (1, *COUNTED)  # the first one's are not counted: a process learns some things once
    phone = _phone(site.host, what, Ledger(), random.Random(7), 1 + sum(sizes))
    phone.deliver(phone.next_batch(1), time.monotonic() + PATIENCE)
    bodies = []
    for size in sizes:
        bodies.append(phone.body(phone.outbox[:size]).decode())
        del phone.outbox[:size]
    command = [sys.executable, "-m", "bench.sync"]
    done = subprocess.run(
        command, cwd=ROOT, env=site.env, input=json.dumps(bodies), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise NoServer(f"Counting SQL failed:\n{done.stderr[-4000:]}")
    counts: list[int] = json.loads(done.stdout)
    return counts[1:]


def count_here(bodies: list[str]) -> list[int]:
    """The SQL statements of each batch. Django is set up already."""
    from django.test import Client

    client: Any = Client()
    return [sum(not one.startswith(NOT_COUNTED) for one in statements_of(partial(_post, client, body))) for body in bodies]


def _post(client: Any, body: str) -> None:
    answer = client.post("/sync/", body, content_type="application/json", **OURS)
    if answer.status_code != 200:
        raise RuntimeError(f"a batch was answered by {answer.status_code}")


def _cuts(site: Site, what: Content, quick: bool) -> tuple[Table, float]:
    """Break the way once for each batch of a phone's own size, here and there in the request and in its answer."""
    parts = (0.5, 0.999) if quick else (0.0, 0.25, 0.5, 0.75, 0.999)
    parsed = urlsplit(site.url)
    rows, most = [], 0.0
    with way_to((parsed.hostname or "", parsed.port or 80)) as way:
        whole = _sent(way, what, None)
        for up, name in ((True, "the request"), (False, "its answer")):
            again = [
                (_sent(way, what, Cut(up, int(part * whole[not up]), reset=False))[0] - whole[0]) / whole[0] for part in parts
            ]
            most = max(most, *again)
            rows.append([name, whole[not up], len(again), round(sum(again) / len(again), 2), round(max(again), 2)])
    notes = [
        f"A batch of {OF_A_PHONE} statements, as a phone sends. Sent again: bytes beyond those of one request, by its size."
    ]
    return Table("Cuts", ["in", "bytes", "cuts", "sent again, mean", "most"], rows, notes), round(most, 2)


def _sent(way: Way, what: Content, cut: Cut | None) -> tuple[int, int]:
    """Send a new phone's answers over a way that breaks once. Returns the bytes that went up and down."""
    phone = _phone(way.host, what, Ledger(), random.Random(7), OF_A_PHONE)
    way.cut, up, down = cut, way.bytes_up, way.bytes_down
    phone.deliver(phone.next_batch(OF_A_PHONE), time.monotonic() + PATIENCE)
    phone.hang_up()
    return way.bytes_up - up, way.bytes_down - down


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(count_here(json.load(sys.stdin))))
