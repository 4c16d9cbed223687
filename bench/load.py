"""Requests in a second, and how long they take, with 1, 8 and 32 learners at once. The load comes from this machine too."""

import asyncio
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import cycle
from urllib.parse import urlencode, urlsplit
from urllib.request import urlopen

from bench.cpu import FORM, cpu_seconds
from bench.forms import filled_in
from bench.pages import QUESTIONS, address, question
from bench.report import Report, Table
from bench.server import Site

AT_ONCE = (1, 8, 32)
NOTES = [
    "Each learner waits for an answer before asking again, on a connection of her own. quiz answer: POST, written to disk;",
    "every third one begins with a visitor who has never been here. The learners use the same processors as the server.",
    "Peers, requests/s · p95 ms at 1, 8, 32: IoGT lesson 7 · 207, 5 · 1,967, 11 · 3,904; Moodle lesson 14 · 90, 26 · 423,",
    "25 · 1,778; Kolibri lesson (data only) 567 · 8, 319 · 52, 420 · 179; Kolibri page shell 137 · 23, 280 · 58, 236 · 388.",
]


@dataclass
class Tally:
    """What the learners of one run saw."""

    waits: list[float] = field(default_factory=list)  # seconds
    faults: list[str] = field(default_factory=list)


class Learner:
    """One connection and one cookie jar with one cookie in it."""

    def __init__(self, url: str):
        parts = urlsplit(url)
        self.host, self.port = parts.hostname or "", parts.port or 80
        self.cookie = ""
        self.streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, path: str, body: bytes | None = None) -> int:
        """One request; returns the status."""
        if self.streams is None:
            self.streams = await asyncio.open_connection(self.host, self.port)
        reader, writer = self.streams
        method = "GET" if body is None else "POST"
        lines = [f"{method} {path} HTTP/1.1", f"Host: {self.host}:{self.port}", "Accept-Encoding: br, gzip"]
        if self.cookie:
            lines.append(f"Cookie: {self.cookie}")
        if body is not None:
            lines += [f"{name}: {value}" for name, value in FORM.items()] + [f"Content-Length: {len(body)}"]
        writer.write("\r\n".join([*lines, "", ""]).encode() + (body or b""))
        first, *rest = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in rest if line)}
        await reader.readexactly(int(headers["content-length"]))
        if "set-cookie" in headers:
            self.cookie = headers["set-cookie"].split(";")[0]
        if headers.get("connection") == "close":
            await self.leave()
        return int(first.split()[1])

    async def leave(self) -> None:
        if self.streams:
            self.streams[1].close()
            self.streams = None


Ask = tuple[str, bytes | None, int]  # address, form, good status
Way = Callable[[], Iterator[Ask]]  # what one learner asks for, without end


def measure(site: Site, *, quick: bool = False) -> Report:
    """Eight seconds for each kind and number of learners (``quick``: one)."""
    seconds = 1.0 if quick else 8.0
    bodies = [urlencode(filled_in(_page(site.url + question(number)))).encode() for number in range(1, QUESTIONS + 1)]
    ways: dict[str, Way] = {
        "home": lambda: cycle([(address("home"), None, 200)]),
        "lesson": lambda: cycle([(address("lesson"), None, 200)]),
        "lesson, uncached": lambda: cycle([(f"{address('lesson')}?n=1", None, 200)]),
        "quiz answer": lambda: cycle([(question(place + 1), body, 303) for place, body in enumerate(bodies)]),
    }
    rows, faults = [], []
    for name, way in ways.items():
        for learners in AT_ONCE:
            before, began = cpu_seconds(site.pid), time.perf_counter()
            tally = asyncio.run(_run(site.url, way, learners, seconds))
            share = (cpu_seconds(site.pid) - before) / (time.perf_counter() - began)
            rows.append([name, learners, *_figures(tally, seconds), len(tally.faults), f"{share:.1f}"])
            if tally.faults:
                why = site.log_tail(1)
                faults.append(f"Fault of {name}, {learners} at once: {tally.faults[0]}; the server's log ends with: {why}")
    columns = ["page", "at once", "requests/s", "p50 ms", "p95 ms", "faults", "cores used"]
    return Report([Table("Load", columns, rows, NOTES + faults)], [])


def _page(url: str) -> str:
    with urlopen(url, timeout=60) as answer:
        return str(answer.read().decode())


def _figures(tally: Tally, seconds: float) -> list[float]:
    waits = sorted(tally.waits) or [0.0]
    return [round(len(tally.waits) / seconds, 1), *(round(1000 * waits[int(len(waits) * part)], 1) for part in (0.5, 0.95))]


async def _run(url: str, way: Way, learners: int, seconds: float) -> Tally:
    """Half a second to get going, then everything counts."""
    tally = Tally()
    start = time.perf_counter() + 0.5
    await asyncio.gather(*(_learn(Learner(url), way(), tally, start, start + seconds) for _ in range(learners)))
    return tally


async def _learn(learner: Learner, asks: Iterator[Ask], tally: Tally, start: float, end: float) -> None:
    first = None
    while (began := time.perf_counter()) < end:
        path, body, good = next(asks)
        first = first or path
        if body is not None and path == first:
            learner.cookie = ""  # the quiz begins again: another visitor
        try:
            status = await asyncio.wait_for(learner.ask(path, body), 60)
        except (OSError, EOFError, TimeoutError) as error:
            tally.faults.append(f"{path}: {type(error).__name__}")
            await learner.leave()
            continue
        if status != good:
            tally.faults.append(f"{path} answered {status}")
        elif began >= start:
            tally.waits.append(time.perf_counter() - began)
    await learner.leave()
