"""Onward's template tags; built in everywhere."""

import json
import re
from typing import Any

from django import template
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from wagtail.rich_text import RichText, expand_db_html

from core import pictures, styles
from core.installing import LOOKS
from core.languages import LANGUAGES
from core.sanitise import clean_html

register = template.Library()
FACT = re.compile(r"\{fact:([a-z_]+)\}")


@register.simple_tag
def first_screen() -> SafeString:
    """The styles that stand in the page itself."""
    return mark_safe(styles.first_screen())


@register.simple_tag
def icon(name: str, extra: str = "") -> SafeString:
    """An icon from the sprite; never alone, the word stands beside it."""
    return format_html(
        '<svg class="icon {}" aria-hidden="true"><use href="{}#{}"></use></svg>', extra, static("icons.svg"), name
    )


@register.simple_tag
def scene(name: str, alt: str = "", lazy: bool = False) -> SafeString:
    """An illustration at full width."""
    return format_html(
        '<img class="scene" src="{}" alt="{}" width="320" height="180"{}>',
        static(f"illustrations/{name}.svg"),
        alt,
        mark_safe(' loading="lazy"') if lazy else "",
    )


@register.simple_tag
def thumb(name: str) -> SafeString:
    """An illustration as a small square beside a title that says it in words."""
    return format_html(
        '<img class="thumb" src="{}" alt="" width="72" height="72" loading="lazy">', static(f"illustrations/{name}.svg")
    )


@register.filter
def facts(text: str) -> SafeString:
    """Plain text with its ``{fact:key}`` as links to local help; scripts lay the chosen destination's facts over them."""
    return _with_facts(str(conditional_escape(text)))


@register.filter
def rich(value: RichText | str) -> SafeString:
    """Rich text, cleaned once more on its way out, with its local facts."""
    source = value.source if isinstance(value, RichText) else str(value)
    return _with_facts(clean_html(expand_db_html(source)))


def _with_facts(html: str) -> SafeString:
    """``html`` is safe already."""
    ask, local = gettext("Ask your trainer"), reverse("local") if FACT.search(html) else ""

    def chip(found: re.Match) -> str:
        return format_html('<a class="fact" data-fact="{}" href="{}">{}<span>{}</span></a>', found[1], local, icon("pin"), ask)

    return mark_safe(FACT.sub(chip, html))


@register.simple_tag
def all_languages() -> Any:
    """Every interface language, in the order they are offered."""
    return LANGUAGES


@register.filter
def shows(name: str) -> str:
    """What a picture of the kit shows, in English: for trainers."""
    return pictures.kit().get(name, "")


@register.filter
def script(value: Any) -> SafeString:
    """Data as it stands in a script file of its own. In a page it would need more care than this."""
    return mark_safe(json.dumps(value))


@register.simple_tag
def looks() -> Any:
    """The names and pictures that someone can choose for her home screen."""
    return [{"name": name, "words": words, "icon": static(f"looks/{name}-192.png")} for name, words in LOOKS.items()]


@register.filter
def by_code(code: str) -> Any:
    """A language by its code."""
    from core.languages import BY_CODE

    return BY_CODE[code]


@register.filter
def isolate(text: str) -> str:
    """Words of another language or script inside a sentence, so that neither turns the other around (Unicode FSI, PDI)."""
    return f"\u2068{text}\u2069"


@register.filter
def day(date: Any) -> str:
    """A date with its month as a word, in the active language; Django lacks month names in some of ours, Babel has them."""
    from babel import Locale, UnknownLocaleError
    from babel.dates import format_date
    from django.utils.translation import get_language

    try:
        locale = Locale.parse((get_language() or "en").replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        locale = Locale.parse("en")
    return format_date(date, "long", locale=locale).rstrip(".")  # Russian ends its long dates with an abbreviation
