"""Coming in by a code that is sent to an email address or a phone: one door for who has an account and who has none.

An address that we do not know is treated like one we know, to the last step: the same page, the same letter, the same work.
Only when the right code is typed, and so the address is proved, does it matter: its account is opened, or one is begun. So
nobody can find out here whether someone has an account. Someone who is signed in proves an address to add it to her account.
"""

import hmac
import secrets
import time
from datetime import datetime
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import EmailAddress, Login
from allauth.account.utils import filter_users_by_email
from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from accounts import earlier_visits, limits, sms
from accounts.models import Notice, Phone, User
from accounts.notices import tell
from accounts.phone_numbers import digest
from accounts.usernames import nameless, plain

LASTS = 15 * 60  # s; letters take their time where the network is slow
TRIES = 5
DIGITS = 8  # with 5 tries a code and 12 codes a day, guessing one needs 10^6 tries in the mean and five hundred years
KEY = "onward.code"  # in the session


class CodeRefused(Exception):
    """Why a code does not open the door: ``kind`` is none_asked, too_old, wrong (``left`` tries remain), too_many or taken."""

    def __init__(self, kind: str, left: int = 0):
        super().__init__(kind)
        self.kind, self.left = kind, left


def ask(request: HttpRequest, *, email: str = "", phone: str = "") -> None:
    """Send a code to an address. Raises limits.TooMany, sms.NotSent, and what a mail server's failure raises."""
    address = email or phone
    limits.allow(request, "codes_asked")
    limits.allow(request, "code_to_address", key=address)
    code = "".join(secrets.choice("0123456789") for _ in range(DIGITS))
    shown = f"{code[:4]} {code[4:]}"
    if email:
        get_adapter().send_mail("account/email/code", email, {"code": shown})
    else:
        limits.allow(request, "sms")
        limits.allow(request, "sms_a_day", key="all")
        sms.send(to=phone, text=gettext("Your code is %(code)s") % {"code": shown})
    request.session[KEY] = {"email": email, "phone": phone, "code": code, "at": time.time(), "wrong": 0}
    if not request.user.is_authenticated:
        request.session.set_expiry(LASTS)  # an address that was typed here does not stay


def asked(request: HttpRequest) -> dict[str, Any] | None:
    """The address that a code was sent to from this browser, as ``email`` or ``phone``; None if none was."""
    return request.session.get(KEY)


def check(request: HttpRequest, code: str) -> dict[str, Any]:
    """The address that this code proves. Raises CodeRefused and limits.TooMany."""
    limits.allow(request, "code_tried")
    state = asked(request)
    if not state:
        raise CodeRefused("none_asked")
    if time.time() - state["at"] > LASTS:
        del request.session[KEY]
        raise CodeRefused("too_old")
    if not hmac.compare_digest(plain(code).encode(), state["code"].encode()):
        state["wrong"] += 1
        request.session[KEY] = state
        if state["wrong"] >= TRIES:
            del request.session[KEY]
            raise CodeRefused("too_many")
        raise CodeRefused("wrong", TRIES - state["wrong"])
    del request.session[KEY]
    return state


def come_in(request: HttpRequest, proved: dict[str, Any], *, at: datetime, redirect_url: str | None = None) -> HttpResponse:
    """Open the account of a proved address, or begin one."""
    email, phone = proved["email"], proved["phone"]
    user = owner(email=email, phone=phone)
    if user is None:
        user = User.objects.create_user(username=nameless())
        earlier_visits.comes_with(request)
        add(user, proved, at=at, quietly=True)
    elif email:
        EmailAddress.objects.update_or_create(user=user, email=email.lower(), defaults={"verified": True})
    request.session.set_expiry(None)
    record_authentication(request, user, method="code")
    return perform_login(request, Login(user=user, redirect_url=redirect_url))


def owner(*, email: str = "", phone: str = "") -> User | None:
    """Whose account an address opens. Two queries at most."""
    if email:
        return next(iter(filter_users_by_email(email, prefer_verified=True)), None)
    secrets_of_ours = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    found = Phone.objects.filter(digest__in=[digest(phone, one) for one in secrets_of_ours]).select_related("user").first()
    return found.user if found else None


def add(user: User, proved: dict[str, Any], *, at: datetime, quietly: bool = False) -> None:
    """A proved address opens this account from now on. Raises CodeRefused ``taken`` if it opens another."""
    email, phone = proved["email"], proved["phone"]
    holder = owner(email=email, phone=phone)
    if holder and holder.pk != user.pk:
        raise CodeRefused("taken")
    try:
        with transaction.atomic():
            if email:
                EmailAddress.objects.filter(user=user).delete()
                EmailAddress.objects.create(user=user, email=email.lower(), verified=True, primary=True)
            else:
                hidden = digest(phone, settings.SECRET_KEY)
                Phone.objects.get_or_create(user=user, digest=hidden, defaults={"added_at": at})
    except IntegrityError as error:
        raise CodeRefused("taken") from error  # somebody was quicker
    if not quietly:
        tell(user, Notice.Kind.EMAIL_ADDED if email else Notice.Kind.PHONE_ADDED, at=at)
