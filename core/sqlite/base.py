"""SQLite whose writers queue.

SQLite lets one connection write at a time. The others ask again after ever longer naps, up to a tenth of a second each, so
with a class answering at once most of the time is slept away. Here a writer waits for a lock on a file beside the database,
and the system wakes the next one the moment it is free.
"""

import fcntl
import os
import sqlite3
from contextlib import closing
from typing import Any

from django.db.backends.sqlite3 import base, features
from django.utils.functional import cached_property


class DatabaseFeatures(features.DatabaseFeatures):
    """Django takes SQLite's limit of 2019 for granted, and would write a phone's hundred answers in several portions."""

    @cached_property
    def max_query_params(self) -> int:  # type: ignore[override]
        with closing(sqlite3.connect(":memory:")) as probe:
            return probe.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER)


class DatabaseWrapper(base.DatabaseWrapper):
    """Holds the lock from the beginning of a transaction to its end."""

    features_class = DatabaseFeatures
    _queue: int | None = None  # the open lock file

    def _start_transaction_under_autocommit(self) -> None:
        self._enter()
        try:
            super()._start_transaction_under_autocommit()
        except BaseException:
            self._leave()
            raise

    def _commit(self) -> None:
        try:
            super()._commit()
        finally:
            self._leave()

    def _rollback(self) -> None:
        try:
            super()._rollback()
        finally:
            self._leave()

    def _close(self) -> None:
        try:
            super()._close()
        finally:
            self._leave()

    def _enter(self) -> None:
        if self._queue is None and not self.is_in_memory_db():
            self._queue = os.open(f"{self.settings_dict['NAME']}.queue", os.O_CREAT | os.O_RDWR, 0o600)
            fcntl.flock(self._queue, fcntl.LOCK_EX)

    def _leave(self) -> None:
        queue, self._queue = self._queue, None
        if queue is not None:
            os.close(queue)  # which gives the lock up

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        self._leave()
        return super().get_new_connection(conn_params)
