"""Learning cards: keeping what she learned with one, and opening it again."""

from typing import Any

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.http import urlencode
from django.utils.translation import get_language_from_request, override
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from accounts import card_words, cards, earlier_visits, limits, notices, shown_cards, sign_ins
from accounts.api import forget_visitor
from accounts.card_codes import NotACode, groups, read
from accounts.card_forms import Taps
from accounts.cards import DoesNotOpen, OldForm, Why
from accounts.models import LearningCard, Notice, User
from accounts.qr import square
from accounts.staff import is_staff
from accounts.views.merging import offer
from accounts.views.ways import just_came_in
from accounts.ways import ways_of
from core.origin import same_origin

SECRET_LENGTH = 32


@same_origin
@never_cache
@sensitive_post_parameters()
def keep(request: HttpRequest) -> HttpResponse:
    """Keep what she learned: three pictures, one tap more, and her card is there."""
    if request.user.is_authenticated:
        return redirect("account_card_shown" if shown_cards.shown(request) else "account_card_new")
    taps, secret = Taps.of(request.POST), request.POST.get("secret") or get_random_string(SECRET_LENGTH)
    if "done" not in request.POST or not taps.are_all:
        return _ask_pictures(request, "account/keep.html", taps, secret=secret)
    limits.allow(request, "cards_made")
    try:
        user, code = cards.keep(secret=secret, pictures=taps.names, at=timezone.now())
    except OldForm:
        return redirect("account_keep")
    earlier_visits.comes_with(request)
    response = _come_in(request, user, reverse("account_card_shown"))
    shown_cards.hand_over(response, code)
    return response


@never_cache
@require_safe
def scanned(request: HttpRequest) -> HttpResponse:
    """Where the square on a card leads: on to the page in her language. The code stays behind the # in the browser."""
    with override(get_language_from_request(request)):  # what she chose here, else what her browser says
        return redirect("account_card")


@same_origin
@never_cache
@sensitive_post_parameters()
def card(request: HttpRequest) -> HttpResponse:
    """Open with a card: first its numbers, typed or read by a camera, then her pictures."""
    if request.method != "POST":
        return _ask_numbers(request)
    try:
        code = read(request.POST.get("code", ""))
        found = cards.look_at(code=code, at=timezone.now())
    except NotACode as fault:
        return _ask_numbers(request, card_words.why_no_code(fault, by_camera=request.POST.get("how") == "camera"))
    except DoesNotOpen as refused:
        return _does_not_open(request, refused)
    if request.user.is_authenticated and "together" not in request.POST:
        return _already_in(request, found, code)
    taps = Taps.of(request.POST)
    if "done" not in request.POST or not taps.are_all:
        return _ask_pictures(request, "account/card_pictures.html", taps, code=code, are_new=not found.opener)
    return _open(request, code, taps)


def _already_in(request: HttpRequest, found: LearningCard, code: str) -> HttpResponse:
    """Her own card; her other account's, which she opens to put both together; or somebody else's: then she leaves first."""
    if found.user_id == request.user.pk:
        return redirect("my_learning")
    if "leave" not in request.POST:
        return render(request, "account/card_of_another.html", {"code": code}, status=409)
    logout(request)
    response = _ask_pictures(request, "account/card_pictures.html", Taps([]), code=code, are_new=not found.opener)
    forget_visitor(response)
    return response


def _open(request: HttpRequest, code: str, taps: Taps) -> HttpResponse:
    try:
        if "new" in request.POST:  # the page asked her to choose, for nobody had
            user = cards.choose_pictures(code=code, pictures=taps.names, at=timezone.now())
        else:
            user = cards.open_card(code=code, pictures=taps.names, at=timezone.now())
    except DoesNotOpen as refused:
        if refused.why == Why.WRONG_PICTURES:
            error = card_words.why_closed(refused, at=timezone.now())
            return _ask_pictures(request, "account/card_pictures.html", Taps([]), error, code=code, are_new=False)
        if refused.why == Why.PICTURES_NOT_CHOSEN:
            return _ask_pictures(request, "account/card_pictures.html", Taps([]), code=code, are_new=True)
        return _does_not_open(request, refused)
    if request.user.is_authenticated:
        return offer(request, user)
    onward = get_next_redirect_url(request, "next")
    return _come_in(request, user, reverse("account_card_opened") + (f"?{urlencode({'next': onward})}" if onward else ""))


def _does_not_open(request: HttpRequest, refused: DoesNotOpen) -> HttpResponse:
    if refused.why == Why.UNKNOWN:
        limits.allow(request, "cards_unknown")
    return _ask_numbers(request, card_words.why_closed(refused, at=timezone.now()))


def _ask_numbers(request: HttpRequest, error: str = "") -> HttpResponse:
    typed = "" if request.POST.get("how") == "camera" else request.POST.get("code", "")
    context = {"typed": typed, "error": error, "next": get_next_redirect_url(request, "next")}
    return render(request, "account/card.html", context, status=422 if error else 200)


def _ask_pictures(request: HttpRequest, template: str, taps: Taps, error: str = "", **context: Any) -> HttpResponse:
    if "done" in request.POST and not taps.are_all and not error:
        error = card_words.three_pictures()
    context |= {"taps": taps, "error": error, "next": get_next_redirect_url(request, "next")}
    return render(request, template, context, status=422 if error else 200)


def _come_in(request: HttpRequest, user: User, onward: str) -> HttpResponse:
    """Sign in as by every door: stages, signals and a new session are allauth's."""
    record_authentication(request, user, method="card")
    return perform_login(request, Login(user=user, redirect_url=onward))


@never_cache
@require_safe
def opened(request: HttpRequest) -> HttpResponse:
    """Just come in by a card: on to her learning, if the browser kept that she came in."""
    if request.user.is_authenticated:
        return redirect(get_next_redirect_url(request, "next") or "my_learning")
    return _no_cookies(request, "account_card")


@same_origin
@never_cache
def shown(request: HttpRequest) -> HttpResponse:
    """Her new card, shown now and never again."""
    if not request.user.is_authenticated:
        return _no_cookies(request, "account_keep")
    if request.method == "POST":
        response = redirect("my_learning")
        shown_cards.take_away(response)
        return response
    found = shown_cards.shown(request)
    if not found:
        return redirect("account_card_new")
    made, code = found
    address = request.build_absolute_uri(f"{reverse('card')}#{code}")
    context = {"groups": groups(code), "square": square(address), "replaced": made.user.cards.exclude(voided_at=None).exists()}
    return render(request, "account/card_shown.html", context)


def _no_cookies(request: HttpRequest, again: str) -> HttpResponse:
    """A browser that has just been given cookies and sends none keeps none. One that sends some has merely been away."""
    if request.COOKIES:
        return redirect("account_card")
    return render(request, "account/card_no_cookies.html", {"again": reverse(again)})


@same_origin
@never_cache
@login_required
@sensitive_post_parameters()
def new(request: HttpRequest) -> HttpResponse:
    """Make a card in the place of hers.

    Who has another way in must have come in just now. Who has only a card need not: she makes a new one because it is lost.
    """
    if is_staff(request.user):
        return redirect("account_ways")
    ways = ways_of(request.user)
    has_other_way = ways.count > bool(ways.card)
    return just_came_in(_new)(request) if has_other_way else _new(request)


def _new(request: HttpRequest) -> HttpResponse:
    taps, had = Taps.of(request.POST), LearningCard.objects.filter(user=request.user).exists()
    if "done" not in request.POST or not taps.are_all:
        return _ask_pictures(request, "account/card_new.html", taps, had=had)
    at = timezone.now()
    code = cards.make_card(user=request.user, pictures=taps.names, at=at)[1]
    notices.tell(request.user, Notice.Kind.CARD_MADE, at=at)
    if had:
        sign_ins.end_all(request.user, but=request.session.session_key)
    response = redirect("account_card_shown")
    shown_cards.hand_over(response, code)
    return response
