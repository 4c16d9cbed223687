"""Coming in by a code, and adding an address by one: ask, then type what came."""

import logging
from typing import Any

from allauth.account.utils import get_next_redirect_url
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts import codes, sms
from accounts.forms import CodeForm, EmailForm, PhoneForm
from accounts.views.merging import offer
from core.origin import same_origin

log = logging.getLogger(__name__)


@same_origin
@never_cache
def ask_email(request: HttpRequest) -> HttpResponse:
    """Ask for a code by email."""
    return _ask(request, EmailForm(request.POST or None), "account/code_email.html")


@same_origin
@never_cache
def ask_phone(request: HttpRequest) -> HttpResponse:
    """Ask for a code by a message to a phone, where messages can be sent."""
    if not sms.is_on():
        raise Http404
    return _ask(request, PhoneForm(request.POST or None), "account/code_phone.html")


def _ask(request: HttpRequest, form: Any, template: str) -> HttpResponse:
    onward = get_next_redirect_url(request, "next")
    if request.method == "POST" and form.is_valid():
        try:
            codes.ask(request, **form.cleaned_data)
        except (sms.NotSent, OSError):  # smtplib's errors are OSErrors
            log.exception("A code could not be sent.")
            form.add_error(None, _("We could not send it now. Please try again later, or come in another way."))
        else:
            request.session["onward.next"] = onward
            return redirect("account_code_confirm")
    return render(request, template, {"form": form, "next": onward, "sms": sms.is_on()})


@same_origin
@never_cache
def confirm(request: HttpRequest) -> HttpResponse:
    """Type the code that came."""
    sent = codes.asked(request)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _proved(request, codes.check(request, form.cleaned_data["code"]))
        except codes.CodeRefused as refused:
            form.add_error("code" if refused.kind == "wrong" else None, WHY.get(refused.kind, WHY["none_asked"])(refused))
            sent = codes.asked(request)
    elif not sent:
        return redirect("account_code")
    return render(request, "account/code_confirm.html", {"form": form, "sent": sent})


def _proved(request: HttpRequest, proved: dict[str, Any]) -> HttpResponse:
    onward = request.session.pop("onward.next", None)
    if not request.user.is_authenticated:
        return codes.come_in(request, proved, at=timezone.now(), redirect_url=onward)
    try:
        codes.add(request.user, proved, at=timezone.now())
    except codes.CodeRefused:  # it opens another account, which so is hers too
        if other := codes.owner(email=proved["email"], phone=proved["phone"]):
            return offer(request, other)
        raise
    messages.success(request, _("Added. From now on you can come in with it."))
    return redirect(onward or "account_ways")


WHY = {
    "none_asked": lambda refused: _(
        "We sent no code to this browser, or it keeps no cookies. Allow cookies for this page, then ask for a new code here."
    ),
    "too_old": lambda refused: _("This code is too old. It works for 15 minutes. Ask for a new one."),
    "wrong": lambda refused: _("This code is not the one we sent last. Look again. Tries left: %(n)s.") % {"n": refused.left},
    "too_many": lambda refused: _("Too many wrong codes. Ask for a new one."),
}
