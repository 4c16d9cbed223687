"""Where sign-in limits are counted: one folder for all processes of a machine. Nobody can read there whose counts they are."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from django.core.cache.backends.filebased import FileBasedCache
from django.utils.crypto import salted_hmac

SWEEP_EVERY = 3600  # s


def keyed(key: str, key_prefix: str, version: int) -> str:
    """A key that names an address or a person, as a digest: it can be found again and, without our secret, not be read."""
    return f"{key_prefix}:{version}:{salted_hmac('core.counts', key, algorithm='sha256').hexdigest()}"


class Counts(FileBasedCache):
    """Django's cache in files, but nothing is thrown away to make room: whoever filled it would be counted anew.

    What is over is deleted instead: once an hour while it is used, and by the command ``tidy``.
    """

    def add(self, *args: Any, **kwargs: Any) -> bool:
        with self._alone():  # or two processes could both believe that they have a lock
            return super().add(*args, **kwargs)

    def sweep(self) -> None:
        """Delete what is over."""
        for name in self._list_cache_files():
            with suppress(FileNotFoundError), open(name, "rb") as file:
                self._is_expired(file)  # deletes it

    def _cull(self) -> None:
        swept = Path(self._dir) / "swept"
        with suppress(FileNotFoundError):
            if time.time() - swept.stat().st_mtime < SWEEP_EVERY:
                return
        swept.touch()
        self.sweep()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        self._createdir()
        with open(os.path.join(self._dir, "add.lock"), "w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
