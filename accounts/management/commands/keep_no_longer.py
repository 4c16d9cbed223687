from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts.erasing import sweep
from accounts.retention import RULES, keep_no_longer


class Command(BaseCommand):
    """End what has been kept as long as it may be, and say how much. To be run every night; ``tidy`` does it too."""

    help = __doc__

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--say", action="store_true", help="only say what is kept how long, and why")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["say"]:
            for name, rule in sorted(RULES.items()):
                self.stdout.write(f"{name}: {rule.kept}")
            return
        ended = keep_no_longer(at=timezone.now())
        sweep()
        for name, number in ended.items():
            self.stdout.write(f"{name}: {number}")
        if not ended:
            self.stdout.write("Nothing was over.")
