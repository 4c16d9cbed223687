"""Appending to the record, and folding progress from it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q

from accounts.models import Learner
from records.fold import Fact, fold
from records.models import Progress, Statement
from records.signals import statements_recorded
from records.verbs import Verb


@dataclass(frozen=True)
class NewStatement:
    """A statement on its way in. ``timestamp``: when it happened; ``as_sent``: what the phone's clock said of that."""

    verb: str
    activity: UUID
    timestamp: datetime
    uuid: UUID = field(default_factory=uuid4)
    parent: UUID | None = None
    parent_hash: str = ""
    attempt: UUID | None = None
    response: Any = None
    success: bool | None = None
    score_scaled: Decimal | None = None
    content_hash: str = ""
    language: str = ""
    as_sent: str = ""


def record(*, learner: Learner, statements: Iterable[NewStatement], at: datetime) -> None:
    """Append statements to a learner's record and bring her progress up to date.

    One already had is left as it is, so a repeat is harmless. When this returns and its transaction has ended, they are on
    disk.
    """
    with transaction.atomic():
        append(person=locked(learner), learner=learner, statements=list(statements), at=at)


def append(*, person: Learner, learner: Learner, statements: Sequence[NewStatement], at: datetime) -> list[Statement]:
    """What ``record`` does, inside a transaction that holds the person's lock. The number of queries does not grow.

    Returns the rows of these uuids as they now are, also those had before and those that are somebody else's.
    """
    if not statements:
        return []
    Statement.objects.bulk_create(
        [Statement(learner=learner, stored=at, **vars(one)) for one in statements], ignore_conflicts=True
    )
    things = {one.parent or one.activity for one in statements}
    hers = Q(learner=person) | Q(learner__merged_into=person)
    about = Q(activity__in=things) | Q(parent__in=things)
    rows = list(
        Statement.objects.filter(Q(uuid__in=[one.uuid for one in statements]) | (hers & about)).select_related("learner")
    )
    _refold(person, [row for row in rows if is_of(row, person)])
    uuids = {one.uuid for one in statements}
    return [row for row in rows if row.uuid in uuids]


def is_of(row: Statement, person: Learner) -> bool:
    """Whether a statement is a person's, her merged visits' included. No query if its learner was selected with it."""
    return person.pk in (row.learner_id, row.learner.merged_into_id)


def rebuild(learner: Learner) -> None:
    """Fold a learner's progress anew from her statements, those of visits merged into hers included."""
    with transaction.atomic():
        person = locked(learner)
        activities = _refold(person, list(Statement.objects.of(person)))
        Progress.objects.filter(learner=person).exclude(activity__in=activities).delete()


def locked(learner: Learner) -> Learner:
    """Whose record a learner's is, her row locked: two answers at once must each see the other when they fold.

    She may have signed in, and her record joined another, since ``learner`` was read.
    """
    people = Learner.objects.select_for_update()
    person = people.get(pk=learner.merged_into_id or learner.pk)
    return people.get(pk=person.merged_into_id) if person.merged_into_id else person


def _refold(person: Learner, rows: Sequence[Statement]) -> list[UUID]:
    """Progress in what the rows are about, and in what the layers above say follows from them. One query of its own."""
    facts: dict[UUID, list[Fact]] = defaultdict(list)
    for row in rows:
        if row.parent is None and not (row.verb == Verb.COMPLETED and row.attempt):  # what goes mean is said above
            facts[row.activity].append(Fact(row.uuid, row.verb, row.timestamp, row.score_scaled))
    for _, found in statements_recorded.send(sender=Statement, learner=person, rows=rows):
        for activity, derived in found.items():
            facts[activity] += derived
    Progress.objects.bulk_create(
        [Progress(learner=person, activity=activity, **vars(fold(found))) for activity, found in facts.items()],
        update_conflicts=True,
        unique_fields=["learner", "activity"],
        update_fields=Progress.FOLDED,
    )
    return list(facts)
