"""The record's front door: append statements, read progress, rebuild it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from accounts.models import Learner
from records.fold import Fact, State, fold
from records.models import Progress, Statement
from records.verbs import Verb

__all__ = ["NewStatement", "State", "Verb", "answers_in", "progress_of", "rebuild", "record"]


@dataclass(frozen=True)
class NewStatement:
    """A statement on its way in. ``timestamp``: when it happened; ``score_scaled``: 0 to 1."""

    verb: str
    activity: UUID
    timestamp: datetime
    uuid: UUID = field(default_factory=uuid4)
    parent: UUID | None = None
    attempt: UUID | None = None
    response: Any = None
    success: bool | None = None
    score_scaled: Decimal | None = None
    content_hash: str = ""
    language: str = ""


@transaction.atomic
def record(*, learner: Learner, statements: Iterable[NewStatement], at: datetime) -> None:
    """Append statements to a learner's record and bring her progress up to date.

    One already had is left as it is, so a repeat is harmless. When this returns and its transaction has ended, they are on
    disk. Six queries for a handful of statements, eight for a hundred.
    """
    new = list(statements)
    person = _locked(learner.merged_into_id or learner.pk)
    Statement.objects.bulk_create([Statement(learner=learner, stored=at, **vars(one)) for one in new], ignore_conflicts=True)
    _refold(person, {one.activity for one in new})


def progress_of(learner: Learner | None, activities: Iterable[UUID] | None = None) -> dict[UUID, State]:
    """A learner's progress by activity: all of it, or in ``activities``. One query; none without a learner."""
    if learner is None:
        return {}
    rows = Progress.objects.filter(learner=learner)
    if activities is not None:
        rows = rows.filter(activity__in=list(activities))
    return {row.activity: row.state for row in rows}


def answers_in(learner: Learner | None, quiz: UUID) -> list[Statement]:
    """Her answers to a quiz's items, oldest first. One query."""
    return list(Statement.objects.of(learner).answers_in(quiz)) if learner else []


@transaction.atomic
def rebuild(learner: Learner) -> None:
    """Fold a learner's progress anew from her statements, those of visits merged into hers included."""
    person = _locked(learner.pk)
    activities = set(Statement.objects.of(person).values_list("activity", flat=True))
    Progress.objects.filter(learner=person).exclude(activity__in=activities).delete()
    _refold(person, activities)


def _locked(pk: int) -> Learner:
    """The learner's row, locked: two answers at once must each see the other when they fold."""
    return Learner.objects.select_for_update().get(pk=pk)


def _refold(person: Learner, activities: set[UUID]) -> None:
    facts: dict[UUID, list[Fact]] = defaultdict(list)
    rows = Statement.objects.of(person).filter(activity__in=activities)
    for activity, uuid, verb, timestamp, score in rows.values_list("activity", "uuid", "verb", "timestamp", "score_scaled"):
        facts[activity].append(Fact(uuid, verb, timestamp, score))
    Progress.objects.bulk_create(
        [Progress(learner=person, activity=activity, **vars(fold(found))) for activity, found in facts.items()],
        update_conflicts=True,
        unique_fields=["learner", "activity"],
        update_fields=Progress.FOLDED,
    )
