"""How answers and goes are judged. Pure rules, on the server only."""

from collections import defaultdict
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
    quiz_hash: str = ""


@dataclass(frozen=True)
class Version:
    """What a quiz consisted of when it was published, and how much of it must be right."""

    hash: str
    items: frozenset[UUID]
    mastery: Decimal = MASTERY


@dataclass(frozen=True)
class Outcome:
    """How a go ended. ``at``: when its last answer was given."""

    score_scaled: Decimal
    passed: bool
    at: datetime


@dataclass(frozen=True)
class Attempt:
    """One go at a quiz: at most one answer to each item, the earliest. ``seen``: hashes of what the quiz was meanwhile."""

    uuid: UUID
    answers: dict[UUID, Answer]
    seen: frozenset[str] = frozenset()

    @property
    def right(self) -> int:
        return sum(answer.right for answer in self.answers.values())

    @property
    def score_scaled(self) -> Decimal:
        return score(self.right, len(self.answers))

    @property
    def first(self) -> datetime:
        return min(answer.timestamp for answer in self.answers.values())

    @property
    def last(self) -> datetime:
        return max(answer.timestamp for answer in self.answers.values())

    def is_finished(self, items: Iterable[UUID]) -> bool:
        """Whether each of ``items`` is answered. Items the trainer has since removed do not hold her up."""
        return set(items) <= set(self.answers)

    def outcome(self, versions: Iterable[Version]) -> Outcome | None:
        """How it ended; None while it goes on.

        It ends when every item of the quiz is answered, as the quiz was for one of its answers: a trainer may have added or
        removed items in between, and a translation may lack some. It follows from the set of answers alone, so they may come
        late and in any order. Where several versions are complete, the one with the most items counts.
        """
        complete = [version for version in self._seen_of(versions) if version.items and version.items <= set(self.answers)]
        if not complete:
            return None
        version = max(complete, key=lambda version: (len(version.items), version.hash))
        counted = [self.answers[item] for item in version.items]
        scaled = score(sum(answer.right for answer in counted), len(counted))
        return Outcome(scaled, scaled >= version.mastery, max(answer.timestamp for answer in counted))

    def _seen_of(self, versions: Iterable[Version]) -> list[Version]:
        """The versions its answers name; if they name none, as the first ones did, any."""
        known = list(versions)
        return [version for version in known if version.hash in self.seen] if self.seen else known


def attempts(answers: Iterable[Answer], endings: Iterable[tuple[UUID, str]] = ()) -> list[Attempt]:
    """All goes, in the order they were begun, from answers in any order.

    ``endings``: goes, each with the hash of the quiz that she came to the end of in it.
    """
    goes: dict[UUID, dict[UUID, Answer]] = {}
    seen: dict[UUID, set[str]] = defaultdict(set)
    for answer in sorted(answers, key=lambda answer: (answer.timestamp, answer.uuid)):
        goes.setdefault(answer.attempt, {}).setdefault(answer.item, answer)
        seen[answer.attempt].add(answer.quiz_hash)
    for attempt, quiz_hash in endings:
        seen[attempt].add(quiz_hash)
    return [Attempt(attempt, found, frozenset(seen[attempt] - {""})) for attempt, found in goes.items()]


def latest_attempt(answers: Iterable[Answer]) -> Attempt | None:
    """The go that was begun last, from answers in any order; None if there are none."""
    return next(reversed(attempts(answers)), None)


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
