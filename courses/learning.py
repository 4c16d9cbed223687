"""What answers and reading mean for lessons. The number of queries does not grow."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from uuid import UUID, uuid5

from accounts.models import Learner
from core.languages import BY_CODE
from courses.models import LessonVersion
from quizzes.api import Go, goes_in
from records.api import Fact, NewStatement, Reason, Sent, Verb, Verdict, judges, statements_about
from records.models import Statement


@judges
def judge(sent: Sequence[Sent]) -> list[Verdict]:
    """“I have read this”. It is enough where the lesson, as she saw it, had no quiz. One query."""
    reads = [one for one in sent if _is_read(one)]
    if not reads:
        return [None] * len(sent)
    found = {
        (version.lesson, version.content_hash): version
        for version in LessonVersion.objects.filter(lesson__in={one.activity for one in reads})
    }
    return [_judged(one, found.get((one.activity, one.content_hash))) if _is_read(one) else None for one in sent]


def _is_read(one: Sent | Statement) -> bool:
    return one.verb == Verb.COMPLETED and one.attempt is None


def _judged(sent: Sent, version: LessonVersion | None) -> Verdict:
    if version is None:
        return Reason.CONTENT
    return NewStatement(
        sent.verb,
        sent.activity,
        sent.timestamp,
        uuid=sent.uuid,
        success=version.quiz is None,
        content_hash=sent.content_hash,
        language=sent.language if sent.language in BY_CODE else "",
        as_sent=sent.as_sent,
    )


def facts_from_reading(rows: Iterable[Statement], learner: Learner) -> dict[UUID, list[Fact]]:
    """What reading means for the lessons read, together with goes at quizzes they had at other times."""
    lessons = {row.activity for row in rows if _is_read(row)}
    return _facts(learner, LessonVersion.objects.filter(lesson__in=lessons), {}) if lessons else {}


def facts_from_goes(learner: Learner, goes: dict[UUID, list[Go]]) -> dict[UUID, list[Fact]]:
    """What goes mean for the lessons whose quizzes they were at."""
    offering = LessonVersion.objects.filter(quiz__in=list(goes)).values("lesson")
    return _facts(learner, LessonVersion.objects.filter(lesson__in=offering), goes)


def _facts(learner: Learner, versions: Iterable[LessonVersion], goes: dict[UUID, list[Go]]) -> dict[UUID, list[Fact]]:
    """Begun by the first answer; passed by a go that was mastered or, where there was no quiz, by reading.

    Two queries, and a few more for lessons that had another quiz once.
    """
    quizzes_of: dict[UUID, set[UUID]] = defaultdict(set)
    for version in versions:
        quizzes_of[version.lesson] |= {version.quiz} if version.quiz else set()
    goes = goes | goes_in(learner, {quiz for quizzes in quizzes_of.values() for quiz in quizzes} - set(goes))
    facts: dict[UUID, list[Fact]] = {lesson: [] for lesson in quizzes_of}
    for row in statements_about(learner, quizzes_of) if quizzes_of else ():
        if _is_read(row) and row.activity in facts:
            facts[row.activity].append(Fact(row.uuid, Verb.PASSED if row.success else Verb.COMPLETED, row.timestamp))
    for lesson, quizzes in quizzes_of.items():
        facts[lesson] += [fact for quiz in quizzes for go in goes.get(quiz, []) for fact in _of_go(go)]
    return facts


def _of_go(go: Go) -> Iterable[Fact]:
    yield Fact(uuid5(go.attempt.uuid, "lesson begun"), Verb.ANSWERED, go.attempt.first)
    if go.outcome:
        yield Fact(uuid5(go.attempt.uuid, "lesson"), Verb.PASSED if go.outcome.passed else Verb.COMPLETED, go.outcome.at)
