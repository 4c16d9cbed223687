"""What courses do when something changes."""
from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from core.page_cache import start_new_generation
from courses import api
from courses.models import LessonPage, LocalFact
from quizzes.models import Quiz
from quizzes.signals import attempt_finished


@receiver([page_published, page_unpublished, post_page_move, page_slug_changed])
def pages_change(sender: type, **kwargs: Any) -> None:
    start_new_generation()


@receiver([post_save, post_delete], sender=LocalFact)
def facts_change(sender: type, **kwargs: Any) -> None:
    start_new_generation()


@receiver(attempt_finished, sender=Quiz)
def count_for_the_lesson(sender: type, context: Any, **kwargs: Any) -> None:
    """A quiz taken in a lesson counts for it."""
    if isinstance(context, LessonPage):
        kwargs.pop("signal")
        kwargs.pop("quiz")
        api.finish_quiz(lesson=context, **kwargs)
