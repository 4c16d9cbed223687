"""Kill a busy site again and again, and count what it said it has: ``python -m faults.kill [--kills N] [--db postgres]``."""

import argparse
import random
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from bench.report import Table, print_table
from bench.server import NoServer, Site, running_site
from faults.blows import blows
from faults.books import Content, books, content, integrity
from faults.phones import Ledger, Phone
from faults.verdict import Verdict, judge
from tests.on_database import Postgres, throw_away_postgres

PHONES = 8
BATCHES = 40  # after which a phone is given away, and a new one begins
PATIENCE = 90  # seconds until someone must have been answered again


@dataclass
class Run:
    """What one run did and found."""

    kills: Counter[str] = field(default_factory=Counter)
    at_work: Counter[str] = field(default_factory=Counter)  # of these, while a request was under way
    seconds: float = 0.0
    integrity: str = ""
    faults: list[str] = field(default_factory=list)
    ledger: Ledger = field(default_factory=Ledger)
    verdict: Verdict | None = None

    @property
    def good(self) -> bool:
        """Nothing lost, twice or alien, and something happened: requests were cut and answered."""
        cut = sum(count for outcome, count in self.ledger.answers.items() if outcome != "200")
        happened = bool(self.kills) and sum(self.at_work.values()) > 0 and cut > 0
        whole = self.integrity == "ok" or self.integrity.startswith("not checked")
        return happened and whole and not self.faults and bool(self.verdict and self.verdict.good)


def run(site: Site, postgres: Postgres | None, *, kills: int, seed: int) -> Run:
    """Deal so many blows to a site while phones send, then end everything, start again, and compare."""
    result, began, chance = Run(), time.monotonic(), random.Random(seed)
    before, what = books(site), content(site)
    stopping = threading.Event()
    phones = [
        threading.Thread(target=_use, args=(site, what, result, random.Random(f"{seed} {number}"), stopping), daemon=True)
        for number in range(PHONES)
    ]
    result.ledger.heard_at = time.monotonic()
    for phone in phones:
        phone.start()
    try:
        _strike(site, postgres, result, kills, chance)
    except NoServer as dead:
        result.faults.append(str(dead))
    finally:
        stopping.set()
    for phone in phones:
        phone.join(2 * PATIENCE)
    result.seconds = time.monotonic() - began
    site.kill()
    if postgres:
        postgres.stop()
        postgres.start()
    result.integrity = integrity(site)
    result.verdict = judge(result.ledger, before, books(site), what)
    result.faults += result.ledger.wrong
    return result


def _use(site: Site, what: Content, result: Run, chance: random.Random, stopping: threading.Event) -> None:
    """One phone after another, until the run ends; each sends all it has before it is put away."""
    while not stopping.is_set():
        phone = Phone(site.host, what, result.ledger, chance)
        for _ in range(BATCHES):
            if stopping.is_set():
                break
            if not _delivered(phone, result):
                return
        phone.learning = False
        while phone.outbox:
            if not _delivered(phone, result):
                return
        phone.hang_up()


def _delivered(phone: Phone, result: Run) -> bool:
    try:
        phone.deliver(phone.next_batch(), time.monotonic() + PATIENCE)
    except TimeoutError as never:
        result.faults.append(str(never))
        return False
    return True


def _strike(site: Site, postgres: Postgres | None, result: Run, kills: int, chance: random.Random) -> None:
    """Blow after blow: mostly as soon as somebody was answered since the last one, so that each finds the site at work."""
    kinds = blows(site, postgres, chance)
    # Each kind at least once, the others by chance.
    order = [*kinds, *chance.choices(list(kinds), [weight for weight, _ in kinds.values()], k=max(kills - len(kinds), 0))]
    chance.shuffle(order)
    for kind in order[:kills]:
        _wait_for_an_answer(result.ledger)
        time.sleep(chance.uniform(0, 0.06))
        until = time.monotonic() + PATIENCE
        at_work = result.ledger.under_way
        while not kinds[kind][1]():
            if time.monotonic() > until:
                raise NoServer(f"there was nothing to kill of: {kind}")
            time.sleep(0.01)
            at_work = result.ledger.under_way
        result.kills[kind] += 1
        result.at_work[kind] += at_work > 0


def _wait_for_an_answer(ledger: Ledger) -> None:
    heard, until = ledger.batches, time.monotonic() + PATIENCE
    while ledger.batches == heard:
        if time.monotonic() > until:
            raise NoServer(f"nobody was answered for {PATIENCE} seconds")
        time.sleep(0.002)


@contextmanager
def struck_site(database: str, *, application: str = "config.wsgi") -> Iterator[tuple[Site, Postgres | None]]:
    """A site of its own on SQLite, or with ``postgres`` on a PostgreSQL of its own that keeps what it commits."""
    if not database:
        with running_site(application=application) as site:
            yield site, None
        return
    with (
        throw_away_postgres(durable=True) as postgres,
        running_site(database_url=postgres.url, application=application) as site,
    ):
        yield site, postgres


def show(result: Run) -> None:
    """Print what a run found."""
    rows = [[kind, count, result.at_work[kind]] for kind, count in result.kills.most_common()]
    total = ["all", result.kills.total(), result.at_work.total()]
    print_table(Table("kill -9", ["what", "times", "while a request was under way"], [*rows, total]))
    ledger = result.ledger
    print_table(Table("Requests", ["ended with", "times"], [[name, times] for name, times in sorted(ledger.answers.items())]))
    if result.verdict:
        print_table(result.verdict.table("Statements"))
    print(
        f"\n  {ledger.stored_unheard} statements were on disk though their answer never arrived; sent again, each was had once."
    )
    print(f"  {result.seconds:.0f} seconds; the longest time in which nobody was answered: {ledger.longest_silence:.1f} s.")
    print(f"  The database's own check of its files: {result.integrity}.")
    for fault in result.faults:
        print(f"  FAULT: {fault}")


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m faults.kill", description=__doc__)
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--quick", action="store_true", help="50 kills")
    parser.add_argument("--db", default="", choices=["", "postgres"], help="SQLite unless said otherwise")
    parser.add_argument("--plant", action="store_true", help="let the server forge 1 answer in 5: good if that is noticed")
    parser.add_argument("--seed", type=int, default=time.time_ns() % 1_000_000, help="of what is struck and sent")
    arguments = parser.parse_args(words)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the servers are stopped on the way out
    kills = 50 if arguments.quick else arguments.kills
    print(f"{kills} kills on {arguments.db or 'SQLite'}, {PHONES} phones, seed {arguments.seed}…", flush=True)
    with struck_site(arguments.db, application="faults.forger" if arguments.plant else "config.wsgi") as (site, postgres):
        result = run(site, postgres, kills=kills, seed=arguments.seed)
        show(result)
        if not (result.good or arguments.plant):
            print(site.log_tail())
    if arguments.plant:
        noticed = bool(result.verdict and result.verdict.lost)
        print("  The planted loss was noticed." if noticed else "  THE PLANTED LOSS WAS NOT NOTICED.")
        return 0 if noticed else 1
    print("  Nothing acknowledged was lost." if result.good else "  NOT GOOD: see above.")
    return 0 if result.good and result.kills.total() >= kills else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
