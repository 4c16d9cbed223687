"""What quizzes do when they are published."""
from typing import Any

from django.dispatch import receiver
from django.utils import timezone
from wagtail.signals import published, unpublished

from core.page_cache import start_new_generation
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
