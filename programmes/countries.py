"""Countries by their names in the active language. Wraps Babel."""

from babel import Locale, UnknownLocaleError
from django.utils.translation import get_language


def countries() -> list[tuple[str, str]]:
    """Code and name of each, by name."""
    names = _locale().territories
    found = [(code, name) for code, name in names.items() if len(code) == 2 and code.isalpha() and code not in NOT_COUNTRIES]
    return sorted(found, key=lambda pair: pair[1])


def country(code: str) -> str:
    """A country's name; its code if it has none here."""
    return _locale().territories.get(code, code)


NOT_COUNTRIES = {"EU", "EZ", "UN", "XA", "XB", "ZZ", "QO"}


def _locale() -> Locale:
    try:
        return Locale.parse((get_language() or "en").replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en")
