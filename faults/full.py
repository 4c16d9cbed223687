"""Fill a site's disk to the last byte, and empty it again: ``python -m faults.full``. Needs to be allowed to mount a tmpfs."""

import http.client
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from bench.pages import BELOW, address
from bench.report import Table, print_table
from bench.server import Site, running_site
from faults.books import Content, books, content, integrity
from faults.phones import Ledger, Phone
from faults.verdict import Verdict, judge

SIZE = 64  # MB; a site of its own takes 20
PHONES = 3
REFUSALS = 30  # to see while the disk is full
BLOCK = 64 * 1024
PATIENCE = 120


class CannotMount(RuntimeError):
    """There can be no small disk here. Says why."""


@dataclass
class Run:
    """What one run found. ``pages``: statuses of pages asked for while the disk was full."""

    ledger: Ledger = field(default_factory=Ledger)
    while_full: Verdict | None = None
    verdict: Verdict | None = None
    refused: int = 0
    acknowledged_while_full: int = 0
    pages: Counter[int] = field(default_factory=Counter)
    recovered_in: float = 0.0
    integrity: str = ""

    @property
    def good(self) -> bool:
        verdicts = bool(self.while_full and self.while_full.good and self.verdict and self.verdict.good)
        answers = self.ledger.answers.keys() <= {"200", "503"} and not self.ledger.wrong
        return verdicts and answers and self.refused >= REFUSALS and set(self.pages) == {200} and self.integrity == "ok"


@contextmanager
def small_disk() -> Iterator[Path]:
    """A file system with little room, until the block ends. Raises CannotMount."""
    if os.geteuid() != 0:
        raise CannotMount("only root may mount a tmpfs")
    with tempfile.TemporaryDirectory(prefix="onward-disk-") as folder:
        command = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}m", "tmpfs", folder]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise CannotMount(f"a tmpfs cannot be mounted: {done.stderr.strip()}")
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", folder], check=False)


def fill(disk: Path) -> Path:
    """Leave no byte free. Returns the file that takes the room."""
    stuffing = disk / "stuffing"
    with stuffing.open("ab", buffering=0) as file, suppress(OSError):
        while True:
            file.write(b"\0" * BLOCK)
    return stuffing


def run(site: Site, disk: Path) -> Run:
    """Send with room, without, after a restart without, and with room again."""
    result, before, what = Run(), books(site), content(site)
    phones = [Phone(site.host, what, result.ledger, random.Random(number)) for number in range(PHONES)]
    for phone in phones:
        phone.deliver(phone.next_batch(), time.monotonic() + PATIENCE)
    stuffing = fill(disk)
    _while_full(site, disk, result, phones, what)
    site.kill()  # the power goes too, and comes back before anyone has made room
    site.start()
    _while_full(site, disk, result, phones, what)
    result.while_full = judge(result.ledger, before, books(site), what)
    stuffing.unlink()
    began = time.monotonic()
    for phone in phones:
        phone.learning = False
        while phone.outbox:
            phone.deliver(phone.next_batch(), time.monotonic() + PATIENCE)
            result.recovered_in = result.recovered_in or time.monotonic() - began
    site.kill()
    result.integrity = integrity(site)
    result.verdict = judge(result.ledger, before, books(site), what)
    return result


def _while_full(site: Site, disk: Path, result: Run, phones: list[Phone], what: Content) -> None:
    """Each phone, and one that has never been heard of, sends its next batch until refused often enough; others read."""
    everyone, refused = [*phones, Phone(site.host, what, result.ledger, random.Random(9))], 0
    phones.append(everyone[-1])
    until = time.monotonic() + PATIENCE
    while refused < REFUSALS / 2 and time.monotonic() < until:
        for phone in everyone:
            fill(disk)  # what a refused transaction gave back
            heard = phone.send(phone.next_batch())
            refused += not heard
            result.acknowledged_while_full += heard
    result.refused += refused
    for number in range(2):  # the second may be kept
        for page in BELOW:
            result.pages[_status(site, f"{address(page)}?n={number}")] += 1
            result.pages[_status(site, address(page))] += 1


def _status(site: Site, path: str) -> int:
    connection = http.client.HTTPConnection(site.host, timeout=PATIENCE)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    finally:
        connection.close()


def show(result: Run) -> None:
    """Print what a run found."""
    rows = [[name, times] for name, times in sorted(result.ledger.answers.items())]
    print_table(Table("Requests", ["ended with", "times"], rows))
    for title, verdict in (
        ("Statements, while the disk is full", result.while_full),
        ("Statements, at the end", result.verdict),
    ):
        if verdict:
            print_table(verdict.table(title))
    pages = ", ".join(f"{status}: {times}" for status, times in sorted(result.pages.items()))
    print(
        f"\n  While the disk was full {result.refused} batches were refused, {result.acknowledged_while_full} still had room;"
    )
    print(f"  pages answered {pages}. With room again, the first was acknowledged after {result.recovered_in:.1f} s.")
    print(f"  The database's own check of its files: {result.integrity}.")
    for fault in result.ledger.wrong:
        print(f"  FAULT: {fault}")


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the server is stopped on the way out
    try:
        with small_disk() as disk, running_site(within=disk) as site:
            result = run(site, disk)
            show(result)
            if not result.good:
                print(site.log_tail())
    except CannotMount as why:
        print(f"  Skipped: {why}.")
        return 0
    print("  A full disk loses nothing that was acknowledged." if result.good else "  NOT GOOD: see above.")
    return 0 if result.good else 1


if __name__ == "__main__":
    sys.exit(main())
