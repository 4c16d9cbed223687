"""Appending to the log of looks, and proving that nobody has changed it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from accounts.models import Learner, Look
from accounts.models.looks import FIRST, subject_of

LOCK = 0x1_006  # among PostgreSQL's advisory locks, ours: one at a time appends to the chain


@dataclass(frozen=True)
class Fault:
    """Where the chain breaks, and how."""

    n: int
    words: str


def look(*, by: Any, learners: Iterable[Learner], what: Any, why: Any, role: Any, office: str = "", at: datetime) -> list[Look]:
    """Note that someone looked at learners' records: one row each. Three queries, however many they are.

    Belongs into the transaction that reads what is shown, so that nothing is shown without its row.
    """
    looked_at = list(learners)
    if not looked_at:
        return []
    with transaction.atomic():
        if connection.vendor == "postgresql":  # SQLite has one writer at a time anyway
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        last = Look.objects.order_by("-n").first()
        n, previous = (last.n, last.hash) if last else (0, FIRST)
        who = (by.get_full_name() or by.username)[:150]
        rows = []
        for learner in looked_at:
            n += 1
            row = Look(n=n, at=at, by=by.uuid, who=who, role=role, office=office, what=what, why=why, previous=previous)
            row.subject = subject_of(learner.uuid)
            row.hash = previous = row.hash_now()
            rows.append(row)
        return Look.objects.bulk_create(rows)


def faults(noted: Iterable[tuple[int, str]] = ()) -> Iterator[Fault]:
    """Where the chain does not hold, first row first; nothing if it does. ``noted``: numbers and hashes once written down."""
    known = dict(noted)
    n, previous = 0, FIRST
    for row in Look.objects.order_by("n").iterator(chunk_size=2000):
        n += 1
        if row.n != n:
            yield Fault(n, f"Look {n} is missing.")
        elif row.previous != previous:
            yield Fault(n, f"Look {n} does not follow on the look before it.")
        elif row.hash != row.hash_now():
            yield Fault(n, f"Look {n} was changed.")
        elif known.pop(n, row.hash) != row.hash:
            yield Fault(n, f"Look {n} is not the one that was noted.")
        n, previous = row.n, row.hash
    yield from (Fault(missing, f"Look {missing} was noted and is not there.") for missing in known if missing > n)
