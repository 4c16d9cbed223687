"""How answers and goes are judged. Pure rules, on the server only."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from quizzes.items import Item

MASTERY = Decimal("0.8")
DOUBLE_TAP = timedelta(seconds=60)


def is_right(item: Item, response: Any) -> bool:
    """Whether the whole answer is right; half right is “not quite”, and the feedback says what was missing."""
    return response == item.key


def score(right: int, total: int) -> Decimal:
    """0 to 1 with 4 decimals."""
    return (Decimal(right) / Decimal(total)).quantize(Decimal("0.0001")) if total else Decimal(0)


@dataclass(frozen=True)
class Answer:
    """One answered item of one go."""

    uuid: UUID
    attempt: UUID
    item: UUID
    response: Any
    right: bool
    timestamp: datetime
    content_hash: str = ""
    language: str = ""


@dataclass(frozen=True)
class Attempt:
    """One go at a quiz: at most one answer to each item, the earliest."""

    uuid: UUID
    answers: dict[UUID, Answer]

    @property
    def right(self) -> int:
        return sum(answer.right for answer in self.answers.values())

    @property
    def score_scaled(self) -> Decimal:
        return score(self.right, len(self.answers))

    @property
    def last(self) -> datetime:
        return max(answer.timestamp for answer in self.answers.values())

    def is_finished(self, items: Iterable[UUID]) -> bool:
        """Whether each of ``items`` is answered. Items the trainer has since removed do not hold her up."""
        return set(items) <= set(self.answers)


def latest_attempt(answers: Iterable[Answer]) -> Attempt | None:
    """The go that was begun last, from answers in any order; None if there are none."""
    goes: dict[UUID, dict[UUID, Answer]] = {}
    begun: dict[UUID, tuple[datetime, UUID]] = {}
    for answer in sorted(answers, key=lambda answer: (answer.timestamp, answer.uuid)):
        goes.setdefault(answer.attempt, {}).setdefault(answer.item, answer)
        begun.setdefault(answer.attempt, (answer.timestamp, answer.uuid))
    if not goes:
        return None
    latest = max(begun, key=lambda attempt: begun[attempt])
    return Attempt(latest, goes[latest])


def begins_anew(latest: Attempt | None, *, item: UUID, items: Iterable[UUID], response: Any, at: datetime) -> bool:
    """Whether an answer begins a new go: there is none to go on with, or this item is already answered in it.

    Her last answer again within a minute is a double tap or a reload, and belongs where the first one is.
    """
    if latest is None:
        return True
    if (had := latest.answers.get(item)) is not None:
        is_last = had.timestamp == latest.last
        return not (is_last and had.response == response and abs(at - had.timestamp) <= DOUBLE_TAP)
    return latest.is_finished(items)
