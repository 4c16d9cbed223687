"""A new card for a learner who has lost everything: made with her at the desk, agreed to by a colleague."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.api import (
    How,
    NoNewCard,
    Taps,
    allow,
    card_groups,
    has_just_proved,
    recovery,
    secret_pictures,
    square,
    three_pictures,
    works_when,
)
from accounts.models import NewCard
from programmes import api, new_cards
from programmes.models import Enrolment
from programmes.views.gate import for_staff

CARD = "card"  # the pictures of the new card, while the secret ones are tapped


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
@sensitive_post_parameters()
def new_card(request: HttpRequest, registration: UUID, at: datetime) -> HttpResponse:
    """Make one: the learner taps three pictures for the card, then her secret ones; or a colleague is asked."""
    enrolment = api.get_enrolment_for(request.user, registration, at=at)
    going_on = recovery.going_on(enrolment.learner, at=at)
    if going_on:
        context = {"card": going_on, "when": works_when(going_on.works_from, at=at)}
        return _page(request, enrolment, "new_card_begun.html", context)
    chosen = request.POST.getlist(CARD)
    taps = Taps.of(request.POST)
    if not Taps(chosen).are_all:
        if "done" not in request.POST or not taps.are_all:
            return _ask_pictures(request, enrolment, "new_card.html", taps)
        return _page(request, enrolment, "new_card_secret.html", _secret(taps.names, Taps([])))
    if "ask" in request.POST:
        return _ask_colleague(request, enrolment, chosen, at)
    if "done" not in request.POST or not taps.are_all:
        return _ask_pictures(request, enrolment, "new_card_secret.html", taps, chosen)
    return _try_secret(request, enrolment, chosen, taps, at)


def _try_secret(request: HttpRequest, enrolment: Enrolment, chosen: list[str], taps: Taps, at: datetime) -> HttpResponse:
    """The same words and the same work, whether she has secret pictures or not."""
    allow(request, "secret_pictures", key=request.user.pk)
    if not secret_pictures.are_hers(enrolment.learner, taps.names):
        new_cards.note_a_try(by=request.user, enrolment=enrolment, at=at)  # type: ignore[arg-type]
        error = _("These are not her secret pictures, or she has none. After 5 wrong tries, ask a colleague.")
        return _page(request, enrolment, "new_card_secret.html", _secret(chosen, Taps([])) | {"error": error}, status=422)
    return _make(request, enrolment, How.ANSWER, "", chosen, at)


def _ask_colleague(request: HttpRequest, enrolment: Enrolment, chosen: list[str], at: datetime) -> HttpResponse:
    reason = request.POST.get("reason", "")
    if reason not in NewCard.Reason.values:
        context = _secret(chosen, Taps([])) | {"no_reason": True}
        return _page(request, enrolment, "new_card_secret.html", context, status=422)
    return _make(request, enrolment, How.AGREEMENT, reason, chosen, at)


def _make(request: HttpRequest, enrolment: Enrolment, how: How, reason: str, chosen: list[str], at: datetime) -> HttpResponse:
    """The card, shown now and never again."""
    try:
        card, code = new_cards.ask(by=request.user, enrolment=enrolment, how=how, reason=reason, pictures=chosen, at=at)  # type: ignore[arg-type]
    except NoNewCard as refused:
        return _page(request, enrolment, "new_card_refused.html", {"why": refused.kind}, status=409)
    address = request.build_absolute_uri(f"{reverse('card')}#{code}")
    context = {"groups": card_groups(code), "square": square(address), "when": works_when(card.works_from, at=at)}
    return _page(request, enrolment, "new_card_shown.html", context)


def _secret(chosen: list[str], taps: Taps) -> dict[str, Any]:
    return {"chosen": chosen, "taps": taps, "reasons": NewCard.Reason.choices}


def _ask_pictures(
    request: HttpRequest, enrolment: Enrolment, template: str, taps: Taps, chosen: list[str] | None = None
) -> HttpResponse:
    error = three_pictures() if "done" in request.POST else ""
    return _page(request, enrolment, template, _secret(chosen or [], taps) | {"error": error}, status=422 if error else 200)


def _page(
    request: HttpRequest, enrolment: Enrolment, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    return render(request, f"programmes/{template}", {"enrolment": enrolment} | context, status=status)


@require_safe
@for_staff
def office_cards(request: HttpRequest, at: datetime) -> HttpResponse:
    """The new cards of her offices: what waits for her yes, what rests, what ended."""
    if not api.offices_for(request.user, at, *new_cards.WITH_LEARNERS).exists():
        raise Http404
    found = new_cards.new_cards_for(request.user, at=at)
    rows = [(one, works_when(one.card.works_from, at=at)) for one in found]
    return render(request, "programmes/office_cards.html", {"rows": rows})


@require_POST
@for_staff
def agree(request: HttpRequest, card: UUID, at: datetime) -> HttpResponse:
    """Say yes as the second person, after showing once more who one is."""
    new_cards.get_new_card_for(request.user, card, at=at)
    if not has_just_proved(request):
        messages.info(request, _("First show once more that it is you. Then say yes again."))
        return redirect(f"{reverse('mfa_reauthenticate')}?{urlencode({'next': reverse('office_cards')})}")
    new_cards.agree(by=request.user, uuid=card, at=at)  # type: ignore[arg-type]
    messages.success(request, _("You agreed. The card works in 24 hours, if nobody stops it."))
    return redirect("office_cards")


@require_POST
@for_staff
def call_off(request: HttpRequest, card: UUID, at: datetime) -> HttpResponse:
    """Take it back, or say no."""
    new_cards.call_off(by=request.user, uuid=card, at=at)  # type: ignore[arg-type]
    messages.success(request, _("Called off. That card will never work."))
    return redirect("office_cards")
