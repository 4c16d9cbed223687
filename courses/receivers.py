"""What courses do when something changes."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.utils import timezone
from wagtail.signals import copy_for_translation_done, page_published, page_slug_changed, page_unpublished, post_page_move

from accounts.models import Learner
from core.page_cache import start_new_generation
from core.status import TextStatus
from courses import api, learning
from courses.models import LessonPage, LocalFact
from quizzes.api import Go
from quizzes.signals import goes_counted
from records.api import Fact
from records.models import Statement
from records.signals import statements_recorded


@receiver([page_published, page_unpublished, post_page_move, page_slug_changed])
def pages_change(sender: type, **kwargs: Any) -> None:
    start_new_generation()


@receiver(page_published, sender=LessonPage)
def keep_what_learners_will_see(sender: type, instance: LessonPage, **kwargs: Any) -> None:
    """What she does in this version may arrive long after the next one."""
    api.keep_version(instance, at=timezone.now())


@receiver([post_save, post_delete], sender=LocalFact)
def facts_change(sender: type, **kwargs: Any) -> None:
    start_new_generation()


@receiver(statements_recorded)
def count_reading(sender: type, learner: Learner, rows: Sequence[Statement], **kwargs: Any) -> dict[UUID, list[Fact]]:
    return learning.facts_from_reading(rows, learner)


@receiver(goes_counted)
def count_for_the_lesson(sender: type, learner: Learner, goes: dict[UUID, list[Go]], **kwargs: Any) -> dict[UUID, list[Fact]]:
    """A quiz taken counts for the lessons that offer it, or did when it was."""
    return learning.facts_from_goes(learner, goes)


@receiver(copy_for_translation_done)
def nobody_has_checked_a_copy_yet(sender: type, target_obj: Any, **kwargs: Any) -> None:
    """Who approved the source has not seen its translation."""
    page = getattr(target_obj, "specific", None)
    if page is None or not hasattr(page, "text_status"):
        return
    page.text_status = TextStatus.DRAFT
    page.save(update_fields=["text_status"])
    page.save_revision()
