from typing import Any

from django.core.cache import caches
from django.core.management import call_command
from django.core.management.base import BaseCommand

from core.counts import Counts


class Command(BaseCommand):
    """Forget what is over: what each model is kept no longer for, and the counts of sign-in limits. To be run every night."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("keep_no_longer", stdout=self.stdout)
        if isinstance(counts := caches["default"], Counts):
            counts.sweep()
