"""Courses' front door: the outline, keep what lessons were, note that one was read, and who writes them."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID, uuid5

from accounts.models import Learner
from courses.models import LessonPage, LessonVersion
from courses.outline import Entry, Outline, outline
from courses.trainers import set_up_trainers as trainers_group
from records.api import NewStatement, Verb, record

__all__ = [
    "Entry",
    "Outline",
    "keep_all_versions",
    "keep_version",
    "outline",
    "quizzes_of",
    "read_lesson",
    "trainers_group",
]


def quizzes_of(lessons: Iterable[UUID]) -> dict[UUID, set[UUID]]:
    """The quizzes that lessons offer or once offered, by lesson. One query."""
    quizzes: dict[UUID, set[UUID]] = {}
    versions = LessonVersion.objects.filter(lesson__in=list(lessons)).exclude(quiz=None)
    for lesson, quiz in versions.values_list("lesson", "quiz").distinct():
        quizzes.setdefault(lesson, set()).add(quiz)
    return quizzes


def keep_version(lesson: LessonPage, *, at: datetime) -> None:
    """Keep what a lesson is now: its hash, and which quiz it offers. Keeping it twice changes nothing."""
    LessonVersion.objects.get_or_create(
        lesson=lesson.translation_key,
        content_hash=lesson.content_hash,
        defaults={"quiz": lesson.quiz_key, "published": at},
    )


def keep_all_versions(*, at: datetime) -> None:
    """Keep what is published, as this release shows it."""
    for lesson in LessonPage.objects.live():
        keep_version(lesson, at=at)


def read_lesson(*, learner: Learner, lesson: LessonPage, content_hash: str, language: str, at: datetime) -> None:
    """A lesson without a quiz is done when its reader says so; saying it again changes nothing."""
    keep_version(lesson, at=at)
    seen = LessonVersion.objects.filter(lesson=lesson.translation_key, content_hash=content_hash).first()
    statement = NewStatement(
        Verb.COMPLETED,
        lesson.translation_key,
        at,
        uuid=uuid5(lesson.translation_key, f"read/{learner.uuid}"),
        success=(seen.quiz if seen else lesson.quiz_key) is None,
        content_hash=content_hash if seen else lesson.content_hash,
        language=language,
    )
    record(learner=learner, statements=[statement], at=at)
