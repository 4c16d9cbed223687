from typing import Any

from django.core.management.base import BaseCommand

from core import catalogues


class Command(BaseCommand):
    """Compile the message catalogues that have changed."""

    help = __doc__
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        compiled = catalogues.compile_all()
        self.stdout.write(f"Compiled: {', '.join(compiled) or 'nothing new'}.")
