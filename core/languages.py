"""The interface languages: names, direction, plural rules, how sure we are of each, and which one stands in for which.

Pure data and rules; ``config.settings`` reads it before Django is set up, so nothing here imports Django.
"""

from dataclasses import dataclass

DEFAULT = "en"


@dataclass(frozen=True)
class Language:
    """One interface language.

    ``nearest``: which languages its readers are most likely to read too, best first. ``status``: ``source``;
    ``proofread`` (read twice by editors who know the language, not yet by an office of native readers); ``draft`` (its
    editors are not sure of it, and the picker says so).
    ``plural``: gettext's plural rule, from CLDR 44 where it has one; Kinyarwanda has none there and follows its nouns.
    """

    code: str
    name: str
    english: str
    nearest: tuple[str, ...] = ()
    bidi: bool = False
    status: str = "draft"
    plural: str = "nplurals=2; plural=(n != 1);"

    @property
    def direction(self) -> str:
        return "rtl" if self.bidi else "ltr"

    @property
    def folder(self) -> str:
        """The folder in ``locale/``: fa-af is fa_AF."""
        head, _, tail = self.code.partition("-")
        return f"{head}_{tail.upper()}" if tail else head


SLAVIC = (
    "nplurals=4; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : "
    "n%10==0 || (n%10>=5 && n%10<=9) || (n%100>=11 && n%100<=14) ? 2 : 3);"
)
ARABIC = "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 && n%100<=99 ? 4 : 5);"
CZECH = "nplurals=4; plural=((n == 1 && n % 1 == 0) ? 0 : (n >= 2 && n <= 4 && n % 1 == 0) ? 1 : (n % 1 != 0 ) ? 2 : 3);"
ZERO_AND_ONE = "nplurals=2; plural=(n > 1);"

LANGUAGES = (
    Language("en", "English", "English", ("fr", "ar"), status="source"),
    Language("ar", "العربية", "Arabic", ("en", "fr"), bidi=True, status="proofread", plural=ARABIC),
    Language("ti", "ትግርኛ", "Tigrinya", ("am", "en", "ar"), plural=ZERO_AND_ONE),
    Language("so", "Soomaali", "Somali", ("en", "ar", "sw")),
    Language("am", "አማርኛ", "Amharic", ("en", "ti", "ar"), plural=ZERO_AND_ONE),
    Language("fa", "فارسی", "Persian", ("fa-af", "en", "ar"), bidi=True, status="proofread", plural=ZERO_AND_ONE),
    Language("fa-af", "دری", "Dari", ("fa", "en", "ps", "ar"), bidi=True, plural=ZERO_AND_ONE),
    Language("ps", "پښتو", "Pashto", ("fa-af", "fa", "en", "ar"), bidi=True),
    Language("fr", "Français", "French", ("en", "ar"), status="proofread", plural=ZERO_AND_ONE),
    Language("rw", "Ikinyarwanda", "Kinyarwanda", ("fr", "en", "sw")),
    Language("sw", "Kiswahili", "Swahili", ("en", "fr", "rw")),
    Language("uk", "Українська", "Ukrainian", ("ru", "en"), status="proofread", plural=SLAVIC),
    Language("ru", "Русский", "Russian", ("uk", "en"), status="proofread", plural=SLAVIC),
    Language("cs", "Čeština", "Czech", ("en", "uk"), status="proofread", plural=CZECH),
    Language("vi", "Tiếng Việt", "Vietnamese", ("en", "fr"), status="proofread", plural="nplurals=1; plural=0;"),
)
BY_CODE = {language.code: language for language in LANGUAGES}

# Languages Django does not know by itself (Django 5.2): it needs their names, and which of them run right to left.
UNKNOWN_TO_DJANGO = ("ti", "so", "am", "fa-af", "ps", "rw")


def django_lang_info() -> dict[str, dict]:
    """Entries for ``django.conf.locale.LANG_INFO``. Dari falls back to Persian for framework strings."""
    return {
        language.code: {"bidi": language.bidi, "code": language.code, "name": language.english, "name_local": language.name}
        for language in LANGUAGES
        if language.code in UNKNOWN_TO_DJANGO
    }


def nearest_first(wanted: str, available: set[str]) -> list[str]:
    """``available`` languages in the order a reader of ``wanted`` will most likely want them; ``wanted`` itself first."""
    near = [wanted, *BY_CODE[wanted].nearest, DEFAULT] if wanted in BY_CODE else [DEFAULT]
    order = list(dict.fromkeys(near)) + [language.code for language in LANGUAGES]
    return [code for code in dict.fromkeys(order) if code in available]
