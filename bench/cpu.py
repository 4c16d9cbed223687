"""Processor time for each request: of the server's processes alone, so a busy machine hardly changes it."""

import http.client
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from urllib.parse import urlencode

from bench.forms import filled_in
from bench.pages import QUESTIONS, address, question
from bench.report import Limit, Report, Table
from bench.server import Site

TICKS = os.sysconf("SC_CLK_TCK")
HEADERS = {"Accept-Encoding": "br, gzip", "Connection": "keep-alive"}
FORM = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
NOTES = [
    "One request after another on one connection; user and system time of gunicorn's processes. uncached: past the page cache.",
    "Peers: IoGT 72–117 ms; Moodle 73–104 ms; Kolibri 2–34 ms.",
]


def cpu_seconds(pid: int) -> float:
    """User and system time that a process, its children and those it has reaped have used so far."""
    return sum(sum(times) for times in _family(pid)) / TICKS


def _family(pid: int) -> Iterator[list[int]]:
    """The four times of each process below and including ``pid``, from /proc."""
    fields: dict[int, list[int]] = {}
    children: dict[int, list[int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            words = path.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue  # it has just ended
        fields[int(path.parent.name)] = [int(word) for word in words[11:15]]
        children.setdefault(int(words[1]), []).append(int(path.parent.name))
    waiting = [pid]
    while waiting:
        one = waiting.pop()
        if one in fields:
            yield fields[one]
        waiting += children.get(one, [])


def measure(site: Site, *, quick: bool = False) -> Report:
    """Milliseconds for each request, lesson, home and an answer to a quiz."""
    some, many = (40, 200) if quick else (200, 2000)
    with _connection(site) as connection:
        answers = _answers(connection)
        kinds: list[tuple[str, int, Callable[[int], None]]] = [
            ("lesson, uncached", some, lambda n: _get(connection, f"{address('lesson')}?n={n}")),
            ("lesson, cached", many, lambda n: _get(connection, address("lesson"))),
            ("home, uncached", some, lambda n: _get(connection, f"{address('home')}?n={n}")),
            ("home, cached", many, lambda n: _get(connection, address("home"))),
            ("door", some, lambda n: _get(connection, "/")),
            ("quiz question, uncached", some, lambda n: _get(connection, f"{address('quiz')}?n={n}")),
            ("quiz answer", some, lambda n: next(answers)),
        ]
        costs = {name: (times, *_cost(site.pid, times, request)) for name, times, request in kinds}
    rows = [[name, times, cost, wall] for name, (times, cost, wall) in costs.items()]
    limits = [
        Limit("CPU of a lesson, uncached", costs["lesson, uncached"][1], 15, "ms", "IoGT 72, Moodle 47–80"),
        Limit("CPU of a lesson, cached (about 1 ms)", costs["lesson, cached"][1], 1.5, "ms", "Kolibri's shell 3.5"),
    ]
    return Report([Table("Processor time for each request", ["request", "times", "CPU ms", "wall ms"], rows, NOTES)], limits)


def _cost(pid: int, times: int, request: Callable[[int], None]) -> tuple[float, float]:
    """Milliseconds for each request: of the processor, and by the clock."""
    for number in range(20):  # both workers have done it before
        request(-1 - number)
    before, began = cpu_seconds(pid), time.perf_counter()
    for number in range(times):
        request(number)
    wall = time.perf_counter() - began
    return round(1000 * (cpu_seconds(pid) - before) / times, 2), round(1000 * wall / times, 2)


@contextmanager
def _connection(site: Site) -> Iterator[http.client.HTTPConnection]:
    connection = http.client.HTTPConnection(site.host, timeout=60)
    try:
        yield connection
    finally:
        connection.close()


def _get(connection: http.client.HTTPConnection, path: str) -> None:
    connection.request("GET", path, headers=HEADERS)
    response = connection.getresponse()
    response.read()
    if response.status != 200:
        raise RuntimeError(f"{path} answered {response.status}")


def _answers(connection: http.client.HTTPConnection) -> Iterator[None]:
    """Answer the quiz, question by question; a new visitor each time it begins, as a class of learners would."""
    bodies = []
    for number in range(1, QUESTIONS + 1):
        connection.request("GET", question(number))
        bodies.append(urlencode(filled_in(connection.getresponse().read().decode())))
    cookie: dict[str, str] = {}
    for turn in count():
        place = turn % QUESTIONS
        cookie = cookie if place else {}
        connection.request("POST", question(place + 1), bodies[place], headers=HEADERS | FORM | cookie)
        response = connection.getresponse()
        response.read()
        if response.status != 303:
            raise RuntimeError(f"an answer was answered by {response.status}")
        cookie = {"Cookie": response.getheader("Set-Cookie", "").split(";")[0]}
        yield
