"""The record's front door: append statements, read progress, rebuild it, and judge what phones send."""

from collections.abc import Iterable
from uuid import UUID

from accounts.models import Learner
from records.appending import NewStatement, rebuild, record
from records.fold import Fact, State
from records.models import Progress, Statement
from records.naming import Named, names, quoted
from records.reasons import Reason
from records.sync.parcel import Sent
from records.sync.receive import Verdict, judges
from records.verbs import Verb

__all__ = [
    "Fact",
    "Named",
    "NewStatement",
    "Reason",
    "Sent",
    "State",
    "Verb",
    "Verdict",
    "judges",
    "names",
    "progress_of",
    "quoted",
    "rebuild",
    "record",
    "statements_about",
]


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
