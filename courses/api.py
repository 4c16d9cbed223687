"""Courses' front door: keep what lessons were, and note that one was read."""

from datetime import datetime
from uuid import uuid5

from accounts.models import Learner
from courses.models import LessonPage, LessonVersion
from records.api import NewStatement, Verb, record

__all__ = ["keep_all_versions", "keep_version", "read_lesson"]


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
