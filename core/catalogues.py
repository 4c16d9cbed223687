"""The message catalogues in ``locale/``: their headers, and their compiled form. Wraps polib, so gettext's tools are not needed
to run Onward; only gathering new messages from the code needs them.
"""

from pathlib import Path

import polib
from django.conf import settings

from core.languages import LANGUAGES, Language


def path_of(language: Language) -> Path:
    """Where a language's catalogue is."""
    return Path(settings.BASE_DIR) / "locale" / language.folder / "LC_MESSAGES" / "django.po"


def mend_header(language: Language) -> None:
    """Write the plural rule, room for each of its forms, and the status.

    gettext's own tools leave a placeholder as the rule, and with it every page of the language breaks.
    """
    catalogue = polib.pofile(str(path_of(language)), wrapwidth=120)
    catalogue.header = f"Onward's interface in {language.english}. Status: {language.status}."
    catalogue.metadata = {
        "Project-Id-Version": "Onward",
        "Language": language.folder,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": language.plural,
    }
    catalogue.metadata_is_fuzzy = False
    forms = range(int(language.plural.split("nplurals=")[1].split(";")[0]))
    for entry in catalogue:
        if entry.msgid_plural:
            entry.msgstr_plural = {form: entry.msgstr_plural.get(form, "") for form in forms}
    catalogue.save()


def compile_all() -> list[str]:
    """Compile what is newer than its compiled form. Returns the codes of the languages that were compiled."""
    compiled = []
    for language in LANGUAGES:
        source = path_of(language)
        target = source.with_suffix(".mo")
        if source.exists() and (not target.exists() or target.stat().st_mtime < source.stat().st_mtime):
            polib.pofile(str(source)).save_as_mofile(str(target))
            compiled.append(language.code)
    return compiled
