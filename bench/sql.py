"""SQL statements of each page, counted in a process of its own on the site's data, which prints them as JSON."""

import json
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from typing import Any

from bench.forms import filled_in
from bench.pages import BELOW, LESSON, QUESTIONS, address, question
from bench.report import Limit, Report, Table
from bench.server import ROOT, NoServer, Site

OURS = {"headers": {"sec-fetch-site": "same-origin"}}
STATES = ("cold", "warm", "cached")
Counted = dict[str, list[str]]  # what was counted → its statements
NOTES = [
    "cold: nothing kept at all, as just after a change of content; warm: the outline of the course is kept, the page is not;",
    "cached: the page is kept. Savepoints and BEGIN IMMEDIATE (SQLite) count. same: statements said again in a warm request.",
    "Peers, for each page: IoGT 44–110; Moodle 33–52; Kolibri's data 0–10, its page shell 0.",
]


def measure(site: Site, *, quick: bool = False) -> Report:
    """Count in a second process, which knows the site's settings."""
    command = [sys.executable, "-m", "bench.sql"]
    done = subprocess.run(command, cwd=ROOT, env=site.env, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NoServer(f"Counting SQL failed:\n{done.stderr[-4000:]}")
    counted: dict[str, Counted] = json.loads(done.stdout)
    rows = [
        [page, *(len(of[state]) if state in of else None for state in STATES), len(of["warm"]) - len(set(of["warm"]))]
        for page, of in counted.items()
    ]
    read = [len(of[state]) for page, of in counted.items() for state in STATES if state in of and not page.startswith("answer")]
    limits = [
        Limit("most SQL of any page read, cold", max(read), 15, "statements", "IoGT 44–110, Moodle 33–52"),
        Limit("SQL of a cached lesson", len(counted["lesson"]["cached"]), 0, "statements"),
    ]
    table = Table("SQL statements", ["page", "cold", "warm", "cached", "same"], rows, NOTES)
    return Report([table], limits, {"statements": counted})


def count_all() -> dict[str, Counted]:
    """Every page's statements, by what was kept before. Django is set up already."""
    from django.core.cache import caches

    def cold() -> None:
        for cache in caches.all(initialized_only=False):
            cache.clear()

    client = _client()
    counted: dict[str, Counted] = {}
    for page in ("door", *BELOW):
        statements_of(partial(_get, client, address(page)))  # what a process learns once and keeps: site, content types
        cold()
        counted[page] = {"cold": statements_of(partial(_get, client, address(page)))}
        counted[page]["warm"] = statements_of(partial(_get, client, f"{address(page)}?n=1"))
        counted[page]["cached"] = statements_of(partial(_get, client, address(page)))
    return counted | _personal(cold)


def _personal(cold: Callable[[], None]) -> dict[str, Counted]:
    """Pages about one person, who has answered every question."""
    client = _client()
    forms = [filled_in(_get(client, question(number))) for number in range(1, QUESTIONS + 1)]
    answers = {
        f"answer, {name}": statements_of(partial(_post, client, question(place + 1), forms[place]))
        for place, name in enumerate(("first of a new visitor", "next", "last"))
    }
    counted = {name: {"warm": statements} for name, statements in answers.items()}
    pages = {
        "feedback": _post(client, question(QUESTIONS), forms[-1]),
        "result": f"/en/{LESSON}quiz/done/",
        "my learning": "/en/my-learning/",
        "state.json": "/en/my-learning/state.json",
    }
    for name, path in pages.items():
        cold()
        counted[name] = {state: statements_of(partial(_get, client, path)) for state in ("cold", "warm")}
    return counted


def _client() -> Any:
    from django.test import Client

    return Client(HTTP_ACCEPT_ENCODING="identity")


def _get(client: Any, path: str) -> str:
    response = client.get(path)
    if response.status_code != 200:
        raise RuntimeError(f"{path} answered {response.status_code}")
    return str(response.content.decode())


def _post(client: Any, path: str, form: dict[str, str]) -> str:
    """Answer a question. Returns where that leads."""
    response = client.post(path, form, **OURS)
    if response.status_code != 303:
        raise RuntimeError(f"an answer to {path} was answered by {response.status_code}")
    return str(response["Location"])


def statements_of(action: Callable[[], Any]) -> list[str]:
    """The statements that an action sends to the database."""
    from django.db import connection

    sent: list[str] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        sent.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        action()
    return sent


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(count_all()))
