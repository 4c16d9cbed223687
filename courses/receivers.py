"""What courses do when something changes."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.signals import copy_for_translation_done, page_published, page_slug_changed, page_unpublished, post_page_move

from core.page_cache import start_new_generation
from core.status import TextStatus
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


@receiver(copy_for_translation_done)
def nobody_has_checked_a_copy_yet(sender: type, target_obj: Any, **kwargs: Any) -> None:
    """Who approved the source has not seen its translation."""
    page = getattr(target_obj, "specific", None)
    if page is None or not hasattr(page, "text_status"):
        return
    page.text_status = TextStatus.DRAFT
    page.save(update_fields=["text_status"])
    page.save_revision()
