"""A lesson with two questions."""

import pytest

from courses.models import LessonPage
from quizzes.models import Quiz
from tests.makers import make_lesson


@pytest.fixture
def lesson(db: None) -> LessonPage:
    return make_lesson()


@pytest.fixture
def quiz(lesson: LessonPage) -> Quiz:
    return Quiz.objects.get(translation_key=lesson.quiz_key)
