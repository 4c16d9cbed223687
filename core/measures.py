"""The neutral page that quick exit leads to: a table of measures, as anyone may have looked it up. It says nothing of us."""

import base64
import hashlib
from functools import cache

from babel import UnknownLocaleError
from babel.units import format_unit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from core.away import is_away
from core.languages import BY_CODE
from core.page_cache import public_page

# Each row: how much of what is how much of what.
TABLES = {
    _("Length"): (
        (1, "length-kilometer", 0.62, "length-mile"),
        (1, "length-mile", 1.61, "length-kilometer"),
        (1, "length-meter", 3.28, "length-foot"),
        (1, "length-centimeter", 0.39, "length-inch"),
    ),
    _("Weight"): (
        (1, "mass-kilogram", 2.2, "mass-pound"),
        (1, "mass-pound", 0.45, "mass-kilogram"),
        (100, "mass-gram", 3.5, "mass-ounce"),
    ),
    _("Temperature"): tuple(
        (celsius, "temperature-celsius", round(celsius * 1.8 + 32, 1), "temperature-fahrenheit")
        for celsius in (0, 10, 20, 30, 37, 100)
    ),
}
STYLE = (
    "body{margin:0 auto;max-width:26rem;padding:1rem;font:1.125rem/1.6 system-ui,sans-serif}h1{font-size:1.5rem}"
    "table{width:100%;margin-bottom:2rem;border-collapse:collapse}caption{text-align:start;font-weight:700}"
    "td{width:50%;padding:.4rem 0;border-top:1px solid}"
)
POLICY = {
    "default-src": ["'none'"],
    "style-src": [f"'sha256-{base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()}'"],
    "img-src": ["'self'", "data:"],
    "base-uri": ["'none'"],
    "form-action": ["'none'"],
    "frame-ancestors": ["'none'"],
}
RULER = b'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'


@require_safe
@public_page
def measures(request: HttpRequest) -> HttpResponse:
    """A page of its own make: not our name, our colours, our scripts, nor a link."""
    response = render(request, "core/measures.html", {"tables": _tables(get_language() or ""), "style": STYLE})
    response._csp_config = POLICY  # type: ignore[attr-defined]
    return response


@require_safe
@cache_control(no_store=True)
def ruler(request: HttpRequest) -> HttpResponse:
    """A picture on that page that nobody sees. Its answer makes the browser let go of pages that it holds for Back.

    That must happen once the neutral page is shown: before, the page that she left is not among them yet.
    """
    response = HttpResponse(RULER, content_type="image/svg+xml; charset=utf-8")
    if is_away(request):  # not for another site that shows it
        response["Clear-Site-Data"] = '"cache"'
    return response


@cache
def _tables(code: str) -> list[tuple[object, list[tuple[str, str]]]]:
    return [
        (words, [(_written(one, unit, code), _written(other, its, code)) for one, unit, other, its in rows])
        for words, rows in TABLES.items()
    ]


def _written(number: float, unit: str, code: str) -> str:
    """With the unit's name as people of the language write it, where Babel knows it."""
    try:
        return format_unit(number, unit, "short", locale=BY_CODE[code].folder)
    except (KeyError, UnknownLocaleError):
        return format_unit(number, unit, "short", locale="en")
