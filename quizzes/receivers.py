"""What quizzes do when they are published."""

from typing import Any

from django.dispatch import receiver
from django.utils import timezone
from wagtail.signals import copy_for_translation_done, published, unpublished

from core.page_cache import start_new_generation
from core.status import TextStatus
from quizzes import api
from quizzes.models import Quiz


@receiver(published, sender=Quiz)
def keep_what_learners_will_see(sender: type, instance: Quiz, **kwargs: Any) -> None:
    """Answers to this version may arrive long after the next one."""
    api.keep_versions(instance, at=timezone.now())
    start_new_generation()


@receiver(unpublished, sender=Quiz)
def pages_change(sender: type, instance: Quiz, **kwargs: Any) -> None:
    start_new_generation()


@receiver(copy_for_translation_done)
def a_copy_waits_for_its_translator(sender: type, target_obj: Any, **kwargs: Any) -> None:
    """Wagtail would publish the copy at once: learners would see one language under the name of another."""
    if isinstance(target_obj, Quiz):
        target_obj.live, target_obj.has_unpublished_changes = False, True
        target_obj.text_status = TextStatus.DRAFT
