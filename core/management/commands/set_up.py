from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from core.page_cache import start_new_generation


class Command(BaseCommand):
    """Everything between installing and serving: catalogues, database, starter course, static files. Safe to repeat."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
        call_command("compile_catalogues", stdout=self.stdout)
        call_command("migrate", verbosity=0, interactive=False)
        call_command("replay_erasures", stdout=self.stdout)  # an older backup may have brought somebody back
        call_command("load_starter", stdout=self.stdout, stderr=self.stderr)
        call_command("keep_versions")
        call_command("collectstatic", verbosity=0, interactive=False)
        start_new_generation()
        if not settings.PRODUCTION:
            self.stdout.write("People who can sign in on this machine:")
            call_command("demo_people", stdout=self.stdout)
            call_command("demo_offices")
