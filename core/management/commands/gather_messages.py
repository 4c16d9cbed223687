from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from core import catalogues
from core.languages import DEFAULT, LANGUAGES


class Command(BaseCommand):
    """Bring every catalogue up to date with the code. Needs gettext's tools (xgettext)."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        languages = [language for language in LANGUAGES if language.code != DEFAULT]
        call_command(
            "makemessages",
            locale=[language.folder for language in languages],
            extensions=["html", "txt", "py"],
            ignore_patterns=[".venv", "var", "tests", "bench"],
            no_location=True,
            no_obsolete=True,
            verbosity=0,
        )
        for language in languages:
            catalogues.mend_header(language)
