"""Cut the way between phone and server after each byte of a request and of its answer: ``python -m faults.cut [--quick]``."""

import argparse
import random
import signal
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from bench.report import Table, print_table
from bench.server import Site, running_site
from faults.books import Content, books, content
from faults.phones import Ledger, Phone
from faults.proxy import Cut, Way, way_to
from faults.verdict import Verdict, judge

STATEMENTS = 2  # in each batch
AT_ONCE = 4  # phones, each with a way of its own
PATIENCE = 60


@dataclass
class Kind:
    """The cuts of one kind. ``size``: bytes of the whole request or answer; ``again``: bytes sent beyond one request's."""

    size: int
    cuts: int = 0
    again: int = 0
    most: float = 0.0  # of one cut, as a part of the request


@dataclass
class Run:
    """What one run did and found. Kinds: of a phone's first or later parcel, the request (up) or its answer."""

    kinds: dict[tuple[bool, bool], Kind] = field(default_factory=dict)
    ledger: Ledger = field(default_factory=Ledger)
    verdict: Verdict | None = None
    faults: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def good(self) -> bool:
        happened = len(self.kinds) == 4 and all(kind.cuts for kind in self.kinds.values())
        return happened and not self.faults and bool(self.verdict and self.verdict.good)


def run(site: Site, *, every: int = 1) -> Run:
    """Break after each ``every``-th byte of a first and of a later parcel, and of their answers; with and without a reset."""
    result, began = Run(), time.monotonic()
    before, what = books(site), content(site)
    for first in (True, False):
        with _way(site) as way:
            phone = _phone(way, what, result, first)
            up, down = way.bytes_up, way.bytes_down
            _delivered(way, phone, None)
            _settle(way)
            result.kinds[first, True], result.kinds[first, False] = Kind(way.bytes_up - up), Kind(way.bytes_down - down)
    plan = [
        (first, Cut(up, after, reset=(after // every % 2 == 0) == first))
        for (first, up), kind in result.kinds.items()
        for after in range(0, kind.size, every)
    ]
    threads = [threading.Thread(target=_cut_all, args=(site, what, result, plan[place::AT_ONCE])) for place in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    result.seconds = time.monotonic() - began
    site.kill()
    result.verdict = judge(result.ledger, before, books(site), what)
    result.faults += result.ledger.wrong
    return result


def _way(site: Site) -> AbstractContextManager[Way]:
    parts = urlsplit(site.url)
    return way_to((parts.hostname or "", parts.port or 80))


def _phone(way: Way, what: Content, result: Run, first: bool) -> Phone:
    """A new phone about to send its first parcel, or its second. All give the same answers: their parcels are of one size."""
    phone = Phone(way.host, what, result.ledger, random.Random(7))
    phone.learn()
    if not first:
        _delivered(way, phone, None)
    return phone


def _delivered(way: Way, phone: Phone, cut: Cut | None) -> tuple[int, int]:
    """Send a batch over a way that breaks once. Returns the bytes that went up and down. Raises TimeoutError."""
    way.cut, up, down = cut, way.bytes_up, way.bytes_down
    phone.deliver(phone.next_batch(STATEMENTS), time.monotonic() + PATIENCE)
    phone.hang_up()
    return way.bytes_up - up, way.bytes_down - down


def _settle(way: Way) -> None:
    """Wait until a way has counted what it carried: on a busy machine the phone has the answer before that."""
    counted = None
    while counted != (counted := (way.bytes_up, way.bytes_down)):
        time.sleep(0.2)


def _cut_all(site: Site, what: Content, result: Run, plan: Sequence[tuple[bool, Cut]]) -> None:
    with _way(site) as way:
        for first, cut in plan:
            kind, made = result.kinds[first, cut.up], way.cuts_made
            try:
                up, _ = _delivered(way, _phone(way, what, result, first), cut)
            except TimeoutError as never:
                result.faults.append(f"{never}: {cut}")
                continue
            again = up - result.kinds[first, True].size
            with result.ledger.lock:
                kind.cuts += way.cuts_made - made
                kind.again += again
                kind.most = max(kind.most, again / result.kinds[first, True].size)


def show(result: Run) -> None:
    """Print what a run found."""
    rows = [
        [
            f"{'first' if first else 'later'} parcel, {'request' if up else 'answer'}",
            kind.size,
            kind.cuts,
            round(kind.again / kind.cuts / result.kinds[first, True].size, 2) if kind.cuts else None,
            round(kind.most, 2),
        ]
        for (first, up), kind in result.kinds.items()
    ]
    notes = [
        f"A batch: {STATEMENTS} statements. Sent again: bytes of the request beyond those of one whole request, by its size.",
        "Cuts with a reset and cuts with a plain end take turns.",
    ]
    print_table(Table("Cuts", ["after each byte of", "bytes", "cuts", "sent again, mean", "most"], rows, notes))
    if result.verdict:
        print_table(result.verdict.table("Statements"))
    outcomes = ", ".join(f"{name}: {times:,}" for name, times in sorted(result.ledger.answers.items()))
    print(f"\n  Requests ended with {outcomes}; {result.seconds:.0f} seconds.")
    print(
        f"  {result.ledger.stored_unheard:,} statements were on disk though their answer was cut off; sent again, each was had."
    )
    for fault in result.faults:
        print(f"  FAULT: {fault}")


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m faults.cut", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="every 50th byte")
    every = 50 if parser.parse_args(words).quick else 1
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the server is stopped on the way out
    with running_site() as site:
        result = run(site, every=every)
        show(result)
    print("  Nothing was lost or doubled." if result.good else "  NOT GOOD: see above.")
    return 0 if result.good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
