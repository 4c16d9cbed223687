"""Local help: the facts that are true in one destination, as a page and as the file that lessons lay over themselves."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from core.page_cache import public_page
from courses.destinations import DESTINATIONS, Destination
from courses.models import LocalFact
from courses.models.facts import KEY_LABELS


@require_safe
@public_page
def choose(request: HttpRequest) -> HttpResponse:
    """Which country? A plain link each."""
    return render(request, "courses/local.html", {"destinations": DESTINATIONS.values(), "path": "local/"})


@require_safe
@public_page
def card(request: HttpRequest, destination: str) -> HttpResponse:
    """Every fact we look after for a destination; what nobody has checked says “Ask your trainer”."""
    facts = _facts(_known(destination))
    rows = [{"key": key, "label": label, "fact": facts.get(key)} for key, label in KEY_LABELS]
    return render(
        request,
        "courses/local_card.html",
        {
            "destination": DESTINATIONS[destination],
            "path": f"local/{destination}/",
            "known": [row for row in rows if row["fact"]],
            "unknown": [row for row in rows if not row["fact"]],
        },
    )


@require_safe
@public_page
def facts(request: HttpRequest, destination: str) -> JsonResponse:
    """The same facts as data. One query."""
    return JsonResponse({key: _said(fact) for key, fact in _facts(_known(destination)).items()})


def _known(destination: str) -> Destination:
    if destination not in DESTINATIONS:
        raise Http404
    return DESTINATIONS[destination]


def _facts(destination: Destination) -> dict[str, LocalFact]:
    """The shown facts by key; one worded for this language wins."""
    shown = LocalFact.objects.true_in(destination.code, timezone.localdate()).in_language(get_language())
    return {fact.key: fact for fact in shown.order_by("language")}


def _said(fact: LocalFact) -> dict[str, Any]:
    hours = gettext("Day and night") if fact.open_always else fact.hours
    where = str(DESTINATIONS[fact.destination].name)  # a number from the country she chose last year must not pass for today's
    return {
        "text": fact.shown,
        "dial": fact.dial,
        "where": where,
        "hours": hours,
        "free": gettext("Free") if fact.is_free else "",
    }
