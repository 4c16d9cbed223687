"""Progress from statements: a pure fold over a set.

The same statements give the same progress in whatever order, however often and in whatever portions they arrive: each rule
below is a minimum, a maximum or a count over distinct uuids.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID


@dataclass(frozen=True)
class Fact:
    """What progress needs to know of one statement. ``score``: 0 to 1, or None where nothing was scored."""

    uuid: UUID
    verb: str
    timestamp: datetime
    score: Decimal | None = None


@dataclass(frozen=True)
class State:
    """Where one learner stands in one activity. Times are the phone's; scores are 0 to 1."""

    begun_at: datetime | None = None
    completed_at: datetime | None = None
    passed_at: datetime | None = None
    tries: int = 0
    first_score: Decimal | None = None
    best_score: Decimal | None = None

    @property
    def best_percent(self) -> int:
        """The best score as people read it, 0 to 100."""
        return round((self.best_score or 0) * 100)


def fold(facts: Iterable[Fact]) -> State:
    """Where the learner stands, from all statements about one activity. An empty set gives an empty State."""
    distinct = {fact.uuid: fact for fact in facts}.values()
    scored = [fact for fact in distinct if fact.score is not None and fact.verb in ("passed", "failed")]
    first = min(scored, key=lambda fact: (fact.timestamp, fact.uuid), default=None)
    return State(
        begun_at=min((fact.timestamp for fact in distinct), default=None),
        completed_at=_earliest(distinct, "completed", "passed", "failed"),
        passed_at=_earliest(distinct, "passed"),
        tries=len(scored),
        first_score=first.score if first else None,
        best_score=max((fact.score for fact in scored if fact.score is not None), default=None),
    )


def _earliest(facts: Iterable[Fact], *verbs: str) -> datetime | None:
    return min((fact.timestamp for fact in facts if fact.verb in verbs), default=None)
