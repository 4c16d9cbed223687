from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from records.models import Kept
from records.sync.replay import replay


class Command(BaseCommand):
    """Try again what phones sent and could not be stored."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        waiting = Kept.objects.waiting().select_related("learner").order_by("received")
        count = waiting.count()
        self.stdout.write(f"Stored {replay(waiting, at=timezone.now())} of {count} that were kept for repair.")
