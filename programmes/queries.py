"""Every figure about people in groups: one place, for the pages now and for reports later.

Only learners whose consent holds are in any of them. The number of queries does not grow with the people.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Sum

from courses.api import Entry, outline, quizzes_of
from courses.models import Phase
from programmes.models import Cohort, Enrolment, Office, PastCount
from programmes.suppression import Parts, protected, shown
from records.api import State, Tally, last_of_each, progress_of_each, tallies

QUIET = timedelta(days=14)  # without a sign of learning: perhaps she needs help
MANY_TRIES = 3  # at a quiz that is still not passed


@dataclass(frozen=True)
class Mark:
    """How far one person is in one module."""

    module: Entry
    tally: Tally

    @property
    def total(self) -> int:
        return self.module.count

    @property
    def done(self) -> int:
        """Not more than there are: lessons may have been taken off since."""
        return min(self.tally.passed, self.total)

    @property
    def stage(self) -> str:
        """Done, begun, or nothing yet."""
        if self.total and self.done == self.total:
            return "done"
        return "begun" if self.tally.begun else ""


@dataclass(frozen=True)
class Person:
    """One learner in a group, as those who follow it see her. ``stuck``: lessons she tried often and has not passed."""

    enrolment: Enrolment
    marks: tuple[Mark, ...] = field(repr=False)
    stuck: tuple[Entry, ...] = field(repr=False)
    last: datetime
    quiet_days: int

    @property
    def done(self) -> int:
        return sum(mark.done for mark in self.marks)

    @property
    def total(self) -> int:
        return sum(mark.total for mark in self.marks)

    @property
    def is_finished(self) -> bool:
        return bool(self.total) and self.done == self.total

    @property
    def is_quiet(self) -> bool:
        return self.quiet_days >= QUIET.days and not self.is_finished

    @property
    def needs_help(self) -> bool:
        return self.is_quiet or bool(self.stuck)


def modules_of(cohort: Cohort, language: str) -> list[Entry]:
    """A group's modules, in the course's order. One query, beside the outline."""
    chosen = set(cohort.modules.values_list("module", flat=True))
    return [module for course in outline(language).courses for module in course.children if module.key in chosen]


def people_in(cohort: Cohort, modules: list[Entry], *, at: datetime) -> list[Person]:
    """Everyone in a group who lets it be seen, those who need help first. Five queries."""
    places = enrolments_in([cohort], at=at)
    people = [place.person for place in places]
    lessons = {lesson.key: lesson for module in modules for lesson in module.lessons()}
    by_module = tallies(people, {module.key: [lesson.key for lesson in module.lessons()] for module in modules})
    last, stuck = last_of_each(people), _stuck(people, lessons)
    found = [_person(place, modules, by_module, stuck, last.get(place.person), at) for place in places]
    return sorted(found, key=lambda one: (not one.needs_help, one.enrolment.called.casefold(), one.enrolment.pk))


def enrolments_in(cohorts: Iterable[Cohort], *, at: datetime) -> list[Enrolment]:
    """Who lets it be seen, each person once in each group. One query."""
    rows = Enrolment.objects.shared(at).filter(cohort__in=list(cohorts)).select_related("learner").order_by("joined_at", "pk")
    return list({(row.cohort_id, row.person): row for row in reversed(rows)}.values())[::-1]


def _person(
    place: Enrolment,
    modules: list[Entry],
    by_module: dict[tuple[int, UUID], Tally],
    stuck: dict[int, list[Entry]],
    last: datetime | None,
    at: datetime,
) -> Person:
    marks = tuple(Mark(module, by_module.get((place.person, module.key), Tally())) for module in modules)
    seen = max(place.joined_at, last) if last else place.joined_at
    return Person(place, marks, tuple(stuck.get(place.person, ())), last or place.joined_at, max((at - seen).days, 0))


def _stuck(people: list[int], lessons: dict[UUID, Entry]) -> dict[int, list[Entry]]:
    """Lessons that people tried again and again and have not passed. Two queries."""
    lesson_of = {quiz: lesson for lesson, quizzes in quizzes_of(lessons).items() for quiz in quizzes}
    found: dict[int, list[Entry]] = {}
    for person, states in progress_of_each(people, lesson_of).items():
        hard = {lesson_of[quiz] for quiz, state in states.items() if state.tries >= MANY_TRIES and not state.passed_at}
        if hard:
            found[person] = [entry for key, entry in lessons.items() if key in hard]
    return found


# ---- One person ----


@dataclass(frozen=True)
class Step:
    """A lesson, and where one person stands in it. ``quiz``: her best go at its quiz."""

    lesson: Entry
    state: State | None
    quiz: State | None

    @property
    def stage(self) -> str:
        if self.state is None:
            return ""
        return "done" if self.state.passed_at else "begun"


@dataclass(frozen=True)
class Way:
    """A module with its steps."""

    module: Entry
    steps: tuple[Step, ...]

    @property
    def done(self) -> int:
        return sum(step.stage == "done" for step in self.steps)


def way_of(enrolment: Enrolment, language: str) -> list[tuple[str, list[Way]]]:
    """One person's way through all modules, by phase. Two queries, beside the outline."""
    whole = outline(language)
    lessons = [lesson.key for lesson in whole.lessons()]
    quizzes = quizzes_of(lessons)
    states = progress_of_each([enrolment.person], [*lessons, *(quiz for found in quizzes.values() for quiz in found)])
    hers = states.get(enrolment.person, {})
    phases = []
    for phase, label in Phase.choices:
        modules = [module for course in whole.courses for module in course.children if module.phase == phase]
        if ways := [_way(module, hers, quizzes) for module in modules]:
            phases.append((label, ways))
    return phases


def _way(module: Entry, states: dict[UUID, State], quizzes: dict[UUID, set[UUID]]) -> Way:
    return Way(
        module, tuple(Step(one, states.get(one.key), _best(quizzes.get(one.key, ()), states)) for one in module.lessons())
    )


def _best(quizzes: Iterable[UUID], states: dict[UUID, State]) -> State | None:
    tried = [states[quiz] for quiz in quizzes if quiz in states and states[quiz].best_score is not None]
    return max(tried, key=lambda state: state.best_score or 0, default=None)


# ---- Figures without names ----


def figures_of(
    office: Office, language: str, *, at: datetime
) -> tuple[int | None, list[tuple[Entry, list[tuple[Entry, Parts]]]]]:
    """How many people there are, and how far in each module of each course. Three queries, beside the outline.

    Who has since been erased is counted as she was: figures tell what happened, and erasing changes none that can be seen.
    """
    people = {place.person for place in enrolments_in(office.cohorts.all(), at=at)}
    courses = outline(language).courses
    modules = [module for course in courses for module in course.children]
    counted = tallies(people, {module.key: [lesson.key for lesson in module.lessons()] for module in modules})
    past = _past(office)
    whole = len(people) + past["", PastCount.Stage.LEARNED]
    rows = [
        (course, [(module, _parts(module, people, counted, past, whole)) for module in course.children]) for course in courses
    ]
    return shown(whole), rows


def _past(office: Office) -> Counter[tuple[str, str]]:
    """How many erased people the office's figures go on counting, by module and stage. One query."""
    rows = PastCount.objects.filter(office=str(office.uuid)).values_list("module", "stage").annotate(people=Sum("number"))
    return Counter({(module, stage): people for module, stage, people in rows})


def _parts(
    module: Entry, people: set[int], counted: dict[tuple[int, UUID], Tally], past: Counter[tuple[str, str]], whole: int
) -> Parts:
    stages = Counter(Mark(module, counted.get((person, module.key), Tally())).stage for person in people)
    begun, done = (stages[stage] + past[str(module.key), stage] for stage in ("begun", "done"))
    return protected(max(whole - begun - done, 0), begun, done)
