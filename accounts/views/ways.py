"""How someone comes in to her account: every way, added and taken away; where she is signed in; what she should know."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from allauth.account.models import EmailAddress
from allauth.account.utils import get_next_redirect_url
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts import notices, sign_ins, sms
from accounts.forms import NewPasswordForm
from accounts.models import Notice, Phone, SecretPictures
from accounts.staff import has_proved, is_fresh, is_staff
from accounts.ways import ways_of
from core.origin import same_origin

View = Callable[..., HttpResponse]


def just_came_in(view: View) -> View:
    """Let only someone change how she comes in who has just come in: her phone may be in other hands."""

    @wraps(view)
    @login_required
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if is_fresh(request):
            return view(request, *args, **kwargs)
        if get_reauthentication_flows(request.user):
            raise ReauthenticationRequired
        return redirect(f"{reverse('account_again')}?{urlencode({'next': request.path})}")

    return wrapped


@require_safe
@never_cache
@login_required
def ways(request: HttpRequest) -> HttpResponse:
    """Every way into her account, and her sessions."""
    at = timezone.now()
    context = {
        "ways": ways_of(request.user),
        "sign_ins": sign_ins.live(request.user, at=at),
        "here": request.session.session_key,
        "works_here": is_staff(request.user),
        "must_set_up": is_staff(request.user) and not has_proved(request),
        "sms": sms.is_on(),
        "has_secret": SecretPictures.objects.filter(learner__user=request.user).exists(),
    }
    return render(request, "account/ways.html", context)


@same_origin
@require_POST
@just_came_in
def remove_email(request: HttpRequest) -> HttpResponse:
    if refused := refuse_last(request):
        return refused
    EmailAddress.objects.filter(user=request.user).delete()
    notices.tell(request.user, Notice.Kind.EMAIL_REMOVED, at=timezone.now())
    return redirect("account_ways")


@same_origin
@require_POST
@just_came_in
def remove_phone(request: HttpRequest) -> HttpResponse:
    if refused := refuse_last(request):
        return refused
    one = request.POST.get("phone", "")
    Phone.objects.filter(user=request.user, pk=one if one.isdecimal() else 0).delete()
    notices.tell(request.user, Notice.Kind.PHONE_REMOVED, at=timezone.now())
    return redirect("account_ways")


def refuse_last(request: HttpRequest, authenticator: Any = None) -> HttpResponse | None:
    """What to answer instead, if this is the last way in, or a second factor that must stay."""
    if authenticator and not get_mfa_adapter().can_delete_authenticator(authenticator):
        messages.error(request, get_mfa_adapter().error_messages["cannot_delete_authenticator"])
    elif ways_of(request.user).count <= 1:
        messages.error(request, _("This is your only way in. Add another one first."))
    else:
        return None
    return redirect("account_ways")


@same_origin
@never_cache
@just_came_in
def password(request: HttpRequest) -> HttpResponse:
    """Choose a name and a password, or another password."""
    form = NewPasswordForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        was = request.session.session_key
        update_session_auth_hash(request, request.user)  # all her other sessions end by it
        sign_ins.follow(request, was)
        sign_ins.end_all(request.user, but=request.session.session_key)
        notices.tell(request.user, Notice.Kind.PASSWORD_CHANGED, at=timezone.now())
        messages.success(request, _("Saved. Other phones are signed out."))
        return redirect("account_ways")
    return render(request, "account/password.html", {"form": form, "has_one": request.user.has_usable_password()})


@same_origin
@require_POST
@login_required
def end_sessions(request: HttpRequest) -> HttpResponse:
    """End one of her other sessions, or all of them."""
    one = request.POST.get("sign_in", "")
    others = sign_ins.SignIn.objects.filter(user=request.user).exclude(session_key=request.session.session_key)
    sign_ins.end(others.filter(pk=one) if one.isdecimal() else others)
    messages.success(request, _("Done. They are signed out."))
    return redirect("account_ways")


@same_origin
@require_POST
@login_required
def seen(request: HttpRequest) -> HttpResponse:
    """She has seen what she should know."""
    upto = request.POST.get("upto", "")
    if upto.isdecimal():
        notices.seen(request.user, upto=int(upto), at=timezone.now())
    return redirect("my_learning" if request.POST.get("from") == "my_learning" else "account_ways")


@same_origin
@never_cache
@login_required
def again(request: HttpRequest) -> HttpResponse:
    """Someone who has no password or passkey to show comes in again by her own door before she changes one."""
    onward = get_next_redirect_url(request, "next") or reverse("account_ways")
    if request.method != "POST":
        return render(request, "account/again.html", {"next": onward})
    logout(request)
    return redirect(f"{reverse('account_login')}?{urlencode({'next': onward})}")
