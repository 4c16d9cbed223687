"""Courses' front door: what finishing a quiz or reading a lesson means for the lesson."""

from datetime import datetime
from uuid import uuid5

from accounts.models import Learner
from courses.models import LessonPage
from quizzes.api import Attempt
from records.api import NewStatement, Verb, record

__all__ = ["finish_quiz", "read_lesson"]


def finish_quiz(*, learner: Learner, lesson: LessonPage, attempt: Attempt, passed: bool, language: str, at: datetime) -> None:
    """A finished quiz completes its lesson, and passes it when it was mastered. One statement for each go."""
    record(
        learner=learner,
        statements=[
            NewStatement(
                Verb.PASSED if passed else Verb.COMPLETED,
                lesson.translation_key,
                at,
                uuid=uuid5(attempt.uuid, "lesson"),
                attempt=attempt.uuid,
                success=passed,
                content_hash=lesson.content_hash,
                language=language,
            )
        ],
        at=at,
    )


def read_lesson(*, learner: Learner, lesson: LessonPage, content_hash: str, language: str, at: datetime) -> None:
    """A lesson without a quiz is done when its reader says so; saying it again changes nothing."""
    record(
        learner=learner,
        statements=[
            NewStatement(
                Verb.PASSED,
                lesson.translation_key,
                at,
                uuid=uuid5(lesson.translation_key, f"read/{learner.uuid}"),
                content_hash=content_hash[:64] or lesson.content_hash,
                language=language,
            )
        ],
        at=at,
    )
