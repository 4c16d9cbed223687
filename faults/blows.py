"""What is killed, and how: each blow ends something without a word of warning, and starts again what does not by itself."""

import os
import random
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress

import psycopg

from bench.server import Site
from tests.on_database import Postgres

Blow = Callable[[], bool]  # returns whether there was something to kill
START_AGAIN = 30  # seconds PostgreSQL may take until the last of its killed processes is gone
SESSIONS = """
    SELECT pid FROM pg_stat_activity
    WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()
"""


def blows(site: Site, postgres: Postgres | None, chance: random.Random) -> dict[str, tuple[int, Blow]]:
    """Each kind of blow with its weight: how often of a thousand it is dealt."""
    of_site: dict[str, tuple[int, Blow]] = {
        "a worker": (900 if postgres else 970, lambda: _worker(site, chance)),
        "gunicorn, all of it": (30, lambda: _site(site)),
    }
    if postgres is None:
        return of_site
    return of_site | {
        "a PostgreSQL session": (40, lambda: _session(postgres, chance)),
        "PostgreSQL, stopped at once": (15, lambda: _stopped(postgres)),
        "PostgreSQL, its first process": (15, lambda: _postmaster(postgres)),
    }


def _worker(site: Site, chance: random.Random) -> bool:
    """gunicorn starts another by itself."""
    workers = site.workers()
    return bool(workers) and _kill(chance.choice(workers))


def _site(site: Site) -> bool:
    site.kill()
    site.start()
    return True


def _session(postgres: Postgres, chance: random.Random) -> bool:
    """PostgreSQL then ends all others too, and recovers from its log."""
    with suppress(psycopg.Error), psycopg.connect(postgres.url) as connection:
        sessions = [row[0] for row in connection.execute(SESSIONS)]
        return bool(sessions) and _kill(chance.choice(sessions))
    return False


def _stopped(postgres: Postgres) -> bool:
    postgres.stop()
    postgres.start()
    return True


def _postmaster(postgres: Postgres) -> bool:
    if not _kill(postgres.pid):
        return False
    until = time.monotonic() + START_AGAIN
    while True:  # it refuses as long as one of its old processes is there
        try:
            postgres.start(quiet=True)
            return True
        except subprocess.CalledProcessError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


def _kill(pid: int) -> bool:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
        return True
    return False
