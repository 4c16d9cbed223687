from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts.erasing import replay


class Command(BaseCommand):
    """Erase again whoever is back because an older backup was restored. Safe to repeat; ``set_up`` does it too."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Accounts and records erased again: {replay(at=timezone.now())}.")
