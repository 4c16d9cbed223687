"""The record's front door: append statements, read progress, rebuild it, and judge what phones send."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db.models import Case, Count, IntegerField, Max, Value, When
from django.db.models.functions import Coalesce

from accounts.models import Learner
from records.appending import NewStatement, rebuild, record
from records.fold import Fact, State
from records.models import Progress, Statement
from records.naming import Named, names, quoted
from records.reasons import Reason
from records.sync.parcel import Sent
from records.sync.receive import Verdict, judges
from records.telling_her import Words, titles, words
from records.verbs import Verb

__all__ = [
    "Fact",
    "Named",
    "NewStatement",
    "Reason",
    "Sent",
    "State",
    "Tally",
    "Verb",
    "Verdict",
    "Words",
    "judges",
    "last_of_each",
    "names",
    "progress_of",
    "progress_of_each",
    "quoted",
    "rebuild",
    "record",
    "statements_about",
    "tallies",
    "titles",
    "words",
]

Name = TypeVar("Name", bound=Hashable)


@dataclass(frozen=True)
class Tally:
    """How many activities of some a learner has begun, and how many of them she has passed."""

    begun: int = 0
    passed: int = 0


def progress_of(learner: Learner | None, activities: Iterable[UUID] | None = None) -> dict[UUID, State]:
    """A learner's progress by activity: all of it, or in ``activities``. One query; none without a learner."""
    if learner is None:
        return {}
    rows = Progress.objects.filter(learner=learner)
    if activities is not None:
        rows = rows.filter(activity__in=list(activities))
    return {row.activity: row.state for row in rows}


def statements_about(learner: Learner | None, activities: Iterable[UUID]) -> list[Statement]:
    """What a learner did in some activities or in their parts, oldest first. One query; none without a learner."""
    return list(Statement.objects.of(learner).about(list(activities))) if learner else []


def progress_of_each(learners: Iterable[int], activities: Iterable[UUID]) -> dict[int, dict[UUID, State]]:
    """Progress of many learners, by their primary keys, in some activities. One query."""
    found: dict[int, dict[UUID, State]] = defaultdict(dict)
    for row in Progress.objects.filter(learner__in=list(learners), activity__in=list(activities)):
        found[row.learner_id][row.activity] = row.state
    return found


def tallies(learners: Iterable[int], groups: Mapping[Name, Iterable[UUID]]) -> dict[tuple[int, Name], Tally]:
    """How far learners, by primary key, are in groups of activities; no entry where nothing was begun. One query."""
    names = list(groups)
    cases = [When(activity__in=list(groups[name]), then=Value(place)) for place, name in enumerate(names)]
    if not cases:
        return {}
    rows = (
        Progress.objects.filter(learner__in=list(learners))
        .annotate(place=Case(*cases, output_field=IntegerField()))
        .exclude(place=None)
        .values_list("learner", "place")
        .annotate(begun=Count("pk"), passed=Count("passed_at"))
    )
    return {(learner, names[place]): Tally(begun, passed) for learner, place, begun, passed in rows}


def last_of_each(learners: Iterable[int]) -> dict[int, datetime]:
    """When many learners, by primary key, last did something, visits merged into theirs included. One query."""
    people = list(learners)
    person = Coalesce("learner__merged_into", "learner")
    rows = Statement.objects.annotate(person=person).filter(person__in=people).values_list("person")
    return dict(rows.annotate(last=Max("timestamp")))
