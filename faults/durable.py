"""Watch by strace that each answer is sent after its statements are on disk: ``python -m faults.durable [--db postgres]``."""

import argparse
import os
import random
import shutil
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.server import Site, running_site
from faults.books import content
from faults.phones import Ledger, Phone
from faults.trace import Found, of_postgres, of_sqlite, strace, written
from tests.on_database import throw_away_postgres

PATIENCE = 120


def deliver(site: Site, batches: int, phones: int) -> Ledger:
    """Send so many batches from so many phones at once; each waits for its answer before it sends the next."""
    ledger, what = Ledger(), content(site)

    def use(number: int) -> None:
        phone = Phone(site.host, what, ledger, random.Random(number))
        for _ in range(batches // phones + (number < batches % phones)):
            phone.deliver(phone.next_batch(), time.monotonic() + PATIENCE)

    threads = [threading.Thread(target=use, args=(number,)) for number in range(phones)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return ledger


@contextmanager
def _folder() -> Iterator[Path]:
    """A folder for the traces, where PostgreSQL's user may write too."""
    with tempfile.TemporaryDirectory(prefix="onward-traces-") as folder:
        os.chmod(folder, 0o777)
        yield Path(folder)


def on_sqlite(batches: int, phones: int, *, plant: bool = False) -> tuple[Ledger, Found]:
    """The site's own calls tell all: each of its threads writes to SQLite's files itself."""
    with _folder() as folder:
        with running_site() as site:
            ledger = traced(site, folder / "site", batches, phones, plant=plant)
        return ledger, of_sqlite(written(folder / "site"))


def on_postgres(batches: int, phones: int, *, plant: bool = False) -> tuple[Ledger, Found]:
    """Two traces: of the site, and of PostgreSQL with all of its processes."""
    with _folder() as folder:
        with (
            throw_away_postgres(durable=True, under=strace(folder / "postgres")) as postgres,
            running_site(database_url=postgres.url) as site,
        ):
            postgres.stop()
            postgres.start()  # strace begins its file anew: the set-up is not in it
            ledger = traced(site, folder / "site", batches, phones, plant=plant)
        return ledger, of_postgres(written(folder / "site"), written(folder / "postgres"))


def traced(site: Site, out: Path, batches: int, phones: int, *, plant: bool = False) -> Ledger:
    """Serve a site under strace while phones send, and end it."""
    site.stop()
    site.under = strace(out)
    honest = site.env["DJANGO_SETTINGS_MODULE"]
    site.env["DJANGO_SETTINGS_MODULE"] = "faults.weakened" if plant else honest
    site.start()
    try:
        return deliver(site, batches, phones)
    finally:
        site.stop()
        site.under, site.env["DJANGO_SETTINGS_MODULE"] = (), honest


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m faults.durable", description=__doc__)
    parser.add_argument("--batches", type=int, default=200)
    parser.add_argument("--phones", type=int, default=1, help="at once; with one, each sync is its own commit's")
    parser.add_argument("--db", default="", choices=["", "postgres"], help="SQLite unless said otherwise")
    parser.add_argument("--plant", action="store_true", help="serve with settings that do not sync: good if that is noticed")
    arguments = parser.parse_args(words)
    if not shutil.which("strace"):
        sys.exit("strace is not on this machine. On Debian: apt install strace")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the servers are stopped on the way out
    watch = on_postgres if arguments.db else on_sqlite
    ledger, found = watch(arguments.batches, arguments.phones, plant=arguments.plant)
    print(f"  {arguments.batches} batches sent to {arguments.db or 'SQLite'}; requests ended with {ledger.answers}.")
    print(
        f"  {found.answers} answers 200 in the trace; {found.synced} of them after a sync of their own of the database's log."
    )
    if arguments.db:
        print(f"  PostgreSQL said “committed” {found.commits} times; {found.by_others} were synced by another process for it.")
    unsynced = found.answers - found.synced - found.by_others
    if arguments.plant:
        print("  The planted weakness was noticed." if unsynced else "  THE PLANTED WEAKNESS WAS NOT NOTICED.")
        return 0 if unsynced else 1
    good = found.good and found.answers == ledger.answers.get("200")
    print("  Each was on disk before its answer." if good else f"  NOT GOOD: {unsynced} answers were sent before the sync.")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
