"""Locking one's learning on a phone that others use too, and opening it there. What is locked, and with what, the phone knows
alone (``static/js/lock``); we only let a phone in again that we let be locked.
"""

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts import api, limits, locked_phones, sign_ins
from accounts.card_forms import Taps
from accounts.models import LockedPhone, Notice, SignIn
from accounts.notices import tell
from core.away import come_back
from core.origin import same_origin
from core.page_cache import public_page


@require_safe
@public_page
def start(request: HttpRequest) -> HttpResponse:
    """Who learns here now? The same page whoever has locked something on this phone, or nobody has."""
    return render(request, "account/start.html", {"grid": Taps([]).grid})


@require_safe
@public_page
def lock(request: HttpRequest) -> HttpResponse:
    """Choose the pictures that open one's learning on this phone."""
    return render(request, "account/lock.html", {"grid": Taps([]).grid})


@same_origin
@never_cache
@require_POST
def lock_phone(request: HttpRequest) -> JsonResponse:
    """A secret for a phone that is being locked by whoever is learning on it. 403: nobody is, or she works here."""
    limits.allow(request, "phones_locked")
    learner = api.learner_of(request)
    try:
        if learner is None:
            return JsonResponse({"error": "nobody"}, status=403)
        return JsonResponse({"secret": locked_phones.lock(learner, at=timezone.now())})
    except locked_phones.DoesNotLock:
        return JsonResponse({"error": "staff"}, status=403)


@same_origin
@never_cache
@require_POST
def let_in(request: HttpRequest) -> HttpResponse:
    """Let in who has opened her learning on a locked phone. 403: this phone lets nobody in any more."""
    limits.allow(request, "phones_opened")
    at = timezone.now()
    learner = locked_phones.learner_of(request.POST.get("secret", ""), at=at)
    if learner is None:
        return JsonResponse({"error": "unknown"}, status=403)
    request.COOKIES = {name: value for name, value in request.COOKIES.items() if name != settings.VISITOR_COOKIE_NAME}
    response = JsonResponse({"learner": str(learner.uuid)})
    if learner.user is None:
        request.session.flush()
        api.remember_visitor(response, learner)
    else:
        record_authentication(request, learner.user, method=locked_phones.METHOD)
        try:
            perform_login(request, Login(user=learner.user))
        except ImmediateHttpResponse:
            return JsonResponse({"error": "unknown"}, status=403)
        api.forget_visitor(response)
    come_back(request, response)
    return response


@same_origin
@require_POST
@login_required
def take_away(request: HttpRequest) -> HttpResponse:
    """No phone that she has locked lets her in any more, and where one did, that ends. What she learned there stays hers."""
    if LockedPhone.objects.filter(learner__user=request.user).delete()[0]:
        begun = SignIn.objects.filter(user=request.user, way=SignIn.Way.PICTURES)
        sign_ins.end(begun.exclude(session_key=request.session.session_key))
        tell(request.user, Notice.Kind.PHONE_UNLOCKED, at=timezone.now())  # type: ignore[arg-type]
    return redirect("account_ways")
