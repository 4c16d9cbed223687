"""What lessons are called, for the learner who reads what she did."""

from collections.abc import Set
from uuid import UUID

from courses.models import LessonVersion
from courses.outline import outline
from records.api import titles


@titles
def title_lessons(activities: Set[UUID], language: str) -> dict[UUID, str]:
    """Lessons, and quizzes by the lesson that offers them or once did. One query beside the outline."""
    called = {lesson.key: lesson.title for lesson in outline(language).lessons()}
    offered = LessonVersion.objects.filter(quiz__in=activities).order_by("published").values_list("quiz", "lesson")
    by_quiz = {quiz: called[lesson] for quiz, lesson in offered if lesson in called}
    return {key: called[key] for key in activities if key in called} | by_quiz
