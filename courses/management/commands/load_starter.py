from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from courses import starter
from courses.content_nodes import BadContent
from courses.trainers import set_up_trainers


class Command(BaseCommand):
    """Load or update the starter course from its files. Texts that a trainer has edited stay as they are."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=Path(settings.BASE_DIR) / "content")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        try:
            report = starter.load(folder, at=timezone.now())
        except BadContent as bad:
            faults = "\n".join(map(str, bad.problems))
            raise CommandError(f"Nothing was changed. Mend these and load again:\n{faults}") from bad
        set_up_trainers()
        self.stdout.write(f"Starter course: {len(report.added)} texts added, {len(report.updated)} updated.")
        for name in report.kept:
            self.stdout.write(self.style.WARNING(f"{name}: a trainer has edited it, so it stays; the file has a newer text."))
        for name in report.deleted:
            self.stdout.write(self.style.WARNING(f"{name}: was deleted on the site, so it is not put back."))
