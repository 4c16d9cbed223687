from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.looking import faults
from accounts.models import Look


class Command(BaseCommand):
    """Prove that nobody has changed the log of looks. Write its last line down elsewhere, and give it with the next check."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("noted", nargs="*", help="What an earlier check said: a look's number and hash, as 1204:ab12…")

    def handle(self, *args: Any, noted: list[str], **options: Any) -> None:
        known = [(int(n), hashed) for n, _, hashed in (one.partition(":") for one in noted)]
        if fault := next(faults(known), None):
            raise CommandError(f"{fault.words} What comes after it cannot be trusted.")
        last = Look.objects.order_by("-n").first()
        self.stdout.write(f"{last.n:,} looks, all as they were written." if last else "Nobody has looked yet.")
        if last:
            self.stdout.write(f"{last.n}:{last.hash}")
