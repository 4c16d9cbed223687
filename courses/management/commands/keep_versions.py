from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from courses.api import keep_all_versions as keep_lessons
from quizzes.api import keep_all_versions as keep_quizzes


class Command(BaseCommand):
    """Keep what is published as this release shows it, so that answers to it can be judged. Safe to repeat."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        at = timezone.now()
        keep_quizzes(at=at)
        keep_lessons(at=at)
