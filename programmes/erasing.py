"""What stays of somebody who is erased: that one more person came so far."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import F, Q
from django.dispatch import receiver

from accounts.api import Person
from accounts.signals import erasing
from core.languages import DEFAULT
from courses.api import Entry, outline
from programmes.models import Enrolment, PastCount
from records.api import State, progress_of_each

Kind = tuple[str, str, date]  # module, stage, quarter


@receiver(erasing)
def count_her_once_more(sender: type, person: Person, at: datetime, **kwargs: Any) -> None:
    """For everybody's figures, and for those of each office that saw her till now. A few queries, and two for each of these."""
    if person.learner is None:
        return
    modules = [module for course in outline(DEFAULT).courses for module in course.children]
    lessons = [lesson.key for module in modules for lesson in module.lessons()]
    hers = progress_of_each([person.learner.pk], lessons).get(person.learner.pk, {})
    kinds = list(_kinds(modules, hers))
    shared = Enrolment.objects.shared(at).filter(learner__in=person.learners).select_related("cohort__office")
    offices = {str(place.cohort.office.uuid): place.joined_at for place in shared.order_by("-joined_at")}
    for office, joined in [("", None), *offices.items()]:
        whole = [when for when in (_first(hers.values()), joined) if when]
        if whole:
            _add(office, [("", PastCount.Stage.LEARNED, quarter_of(min(whole))), *kinds])


def _kinds(modules: Iterable[Entry], states: dict[Any, State]) -> Iterator[Kind]:
    """How far she came in each module, by the rule that the figures have, and when."""
    for module in modules:
        total = [states.get(lesson.key) for lesson in module.lessons()]
        begun = [state for state in total if state]
        if begun and (moment := _first(begun)):
            done = [state.passed_at for state in begun if state.passed_at]
            if len(done) == len(total):
                yield str(module.key), PastCount.Stage.DONE, quarter_of(max(done))
            else:
                yield str(module.key), PastCount.Stage.BEGUN, quarter_of(moment)


def _first(states: Iterable[State]) -> datetime | None:
    moments = [one for state in states for one in (state.begun_at, state.completed_at, state.passed_at) if one]
    return min(moments, default=None)


def quarter_of(moment: datetime) -> date:
    """The first day of the quarter in which it was."""
    return date(moment.year, (moment.month - 1) // 3 * 3 + 1, 1)


def _add(office: str, kinds: list[Kind]) -> None:
    """One more of each. What two count at once is counted twice."""
    rows = [PastCount(office=office, module=module, stage=stage, quarter=quarter) for module, stage, quarter in kinds]
    PastCount.objects.bulk_create(rows, ignore_conflicts=True)
    wanted = reduce(or_, (Q(module=module, stage=stage, quarter=quarter) for module, stage, quarter in kinds))
    PastCount.objects.filter(wanted, office=office).update(number=F("number") + 1)
