"""Storing a phone's batch: statement by statement, so that a bad one never costs a good one."""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import Learner
from records.appending import NewStatement, append, is_of, locked
from records.models import Kept, Statement
from records.reasons import Reason
from records.sync.parcel import Sent, Unreadable, clock_error, read_statement, uuid_of

# What a judge says of each statement it was shown: the statement to store, why it cannot be, or None: not mine to judge.
Verdict = NewStatement | Reason | None
Judge = Callable[[Sequence[Sent]], Sequence[Verdict]]
_judges: list[Judge] = []

# How much may wait for repair, so that nobody can fill the disk with it: of one learner, of nobody we know, and in all.
MOST_OF_ONE, MOST_OF_NOBODY, MOST_IN_ALL = 1_000, 10_000, 50_000


class Full(RuntimeError):
    """Too much waits for repair already. What could not be stored was not kept either, so the phone must not forget it."""


@dataclass(frozen=True)
class Ack:
    """What became of one statement. ``success``: how an answer was judged, where it was."""

    uuid: str | None
    status: str  # stored, had, kept
    reason: str = ""
    success: bool | None = None


@dataclass(frozen=True)
class Raw:
    """One statement as it came, with the phone's clock when it was sent and ours when it came."""

    said: Any
    sent_at: str
    received: datetime


def judges(judge: Judge) -> Judge:
    """Let the layers above judge what is about their things. A judge is shown all at once, so its queries do not grow."""
    _judges.append(judge)
    return judge


def receive(*, learner: Learner, statements: Sequence[Raw], at: datetime) -> list[Ack]:
    """Store what can be stored and keep the rest for repair; one Ack for each, in their order. ``at``: this call's own moment.

    When this returns, everything acknowledged is on disk. The number of queries does not depend on the number of statements.
    Raises Full when there is no room for what would have to be kept; what could be stored is stored by then, and is had when it
    comes again.
    """
    full = None
    with transaction.atomic():
        person = locked(learner)
        verdicts = _judged(statements)
        readable = [one for one in verdicts if isinstance(one, NewStatement)]
        new = {one.uuid: one for one in reversed(readable)}  # of two with one uuid, the first
        rows = {row.uuid: row for row in append(person=person, learner=learner, statements=list(new.values()), at=at)}
        acks = [_ack(raw, verdict, new, rows, person, at) for raw, verdict in zip(statements, verdicts, strict=True)]
        try:
            keep(learner, [(raw, ack.reason) for raw, ack in zip(statements, acks, strict=True) if ack.status == "kept"])
        except Full as error:  # after the transaction, which has the good ones
            full = error
    if full:
        raise full
    return acks


def keep(learner: Learner | None, kept: Sequence[tuple[Raw, str]]) -> None:
    """Keep what cannot be stored, word for word; the same from the same learner once. Three queries, none for nothing.

    Raises Full, and keeps none of it, when too much waits already.
    """
    rows = []
    for raw, reason in kept:
        text = raw.said if reason == Reason.BATCH else json.dumps(raw.said, sort_keys=True)
        digest = hashlib.sha256(f"{learner and learner.uuid} {text}".encode()).hexdigest()
        clock = raw.sent_at.encode("ascii", "backslashreplace").decode().replace("\0", "\\0")[:40]
        rows.append(Kept(learner=learner, digest=digest, reason=reason, raw=text, sent_at=clock, received=raw.received))
    if not rows:
        return
    with transaction.atomic():
        Kept.objects.bulk_create(rows, ignore_conflicts=True)
        if _is_full(learner):  # counted afterwards: what was kept before takes no new room
            raise Full


def _is_full(learner: Learner | None) -> bool:
    waiting = Kept.objects.waiting()
    return any(
        found[: most + 1].count() > most
        for found, most in (
            (waiting.filter(learner=learner), MOST_OF_ONE if learner else MOST_OF_NOBODY),
            (waiting, MOST_IN_ALL),
        )
    )


def _judged(statements: Sequence[Raw]) -> list[Verdict]:
    verdicts: list[Verdict] = []
    readable: list[tuple[int, Sent]] = []
    for place, raw in enumerate(statements):
        try:
            sent = read_statement(raw.said, error=clock_error(raw.sent_at, raw.received), received=raw.received)
        except Unreadable:
            verdicts.append(Reason.SHAPE)
        else:
            readable.append((place, sent))
            verdicts.append(Reason.VERB)
    for judge in _judges if readable else ():
        for (place, _), verdict in zip(readable, judge([sent for _, sent in readable]), strict=True):
            if verdict is not None:
                verdicts[place] = verdict
    return verdicts


def _ack(
    raw: Raw, verdict: Verdict, new: dict[Any, NewStatement], rows: dict[Any, Statement], person: Learner, at: datetime
) -> Ack:
    uuid = uuid_of(raw.said)
    if not isinstance(verdict, NewStatement):
        return Ack(uuid, "kept", str(verdict))
    row = rows[verdict.uuid]
    if not is_of(row, person) or not _says(row, verdict):
        return Ack(uuid, "kept", Reason.TAKEN)
    is_new = row.stored == at and new[verdict.uuid] is verdict
    return Ack(uuid, "stored" if is_new else "had", success=row.success)


def _says(row: Statement, new: NewStatement) -> bool:
    """Whether a stored statement says what this one says. How it was judged and when it came may differ."""
    return all(
        getattr(row, name) == getattr(new, name)
        for name in ("verb", "activity", "attempt", "response", "content_hash", "as_sent")
    )
