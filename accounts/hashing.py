"""Passwords cost a quarter of a second of processor each. So that a flood of sign-ins slows neither lessons nor answers, only
few are worked on at a time on one machine, few wait, and the rest are told at once to come back."""

import fcntl
import os
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher

AT_ONCE = max(1, (os.cpu_count() or 1) - 1)  # on this machine, all processes together: a processor stays free for lessons
WAITING = threading.BoundedSemaphore(2)  # in this process, working or waiting; its other threads serve
PATIENCE = 1.5  # s


class Busy(Exception):
    """Too many passwords at once: to be tried again in ``seconds``. Answered with 429 (accounts.middleware)."""

    seconds = 5


@contextmanager
def turn() -> Iterator[None]:
    """Wait for one's turn to work on a password. Raises Busy."""
    with ExitStack() as held:
        if not WAITING.acquire(blocking=False):
            raise Busy
        held.callback(WAITING.release)
        locks = [held.enter_context(_lock_file(number)) for number in range(AT_ONCE)]
        until = time.monotonic() + PATIENCE
        while not any(_lock(file) for file in locks):
            if time.monotonic() > until:
                raise Busy
            time.sleep(0.02)
        yield


def _lock_file(number: int) -> Any:
    folder = settings.VAR_DIR / "limits"
    folder.mkdir(parents=True, exist_ok=True)
    return open(folder / f"password-{number}.lock", "w")


def _lock(file: Any) -> bool:
    """Whether this one of the places could be had. It is given back when the file is closed, or the process dies."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


class CappedHasher(PBKDF2PasswordHasher):
    """Django's own, with the number at work at once capped. Raises Busy."""

    def encode(self, password: str, salt: str, iterations: int | None = None) -> str:
        with turn():
            return super().encode(password, salt, iterations)
