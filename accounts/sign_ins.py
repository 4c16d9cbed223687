"""Where someone is signed in: noted when she comes in, listed for her, ended by her."""

from collections.abc import Iterable
from datetime import datetime

from allauth.account.internal.flows.login import get_authentication_records
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest

from accounts.locked_phones import METHOD
from accounts.models import Notice, SignIn, User
from accounts.notices import tell

WAYS = {"card": SignIn.Way.CARD, "code": SignIn.Way.CODE, "mfa": SignIn.Way.PASSKEY, METHOD: SignIn.Way.PICTURES}


def note(request: HttpRequest, user: User, *, at: datetime) -> SignIn:
    """Someone has just come in. If she is signed in elsewhere too, she is told there."""
    if not request.session.session_key:
        request.session.save()
    elsewhere = live(user, at=at)
    records = get_authentication_records(request, user)
    way = WAYS.get(records[0]["method"], SignIn.Way.PASSWORD) if records else SignIn.Way.PASSWORD
    phone = "Mobi" in request.headers.get("User-Agent", "")
    device = SignIn.Device.PHONE if phone else SignIn.Device.COMPUTER
    sign_in, _ = SignIn.objects.update_or_create(
        session_key=request.session.session_key, defaults={"user": user, "way": way, "device": device, "at": at}
    )
    if elsewhere and way != SignIn.Way.PICTURES:  # that phone she was told of when it was locked
        tell(user, Notice.Kind.NEW_SIGN_IN, at=at)
    return sign_in


def live(user: User, *, at: datetime) -> list[SignIn]:
    """Her sign-ins whose session goes on, newest first. Two queries."""
    own = list(SignIn.objects.filter(user=user).order_by("-at"))
    keys = [one.session_key for one in own]
    going = set(Session.objects.filter(session_key__in=keys, expire_date__gt=at).values_list("session_key", flat=True))
    return [one for one in own if one.session_key in going]


@transaction.atomic
def end(sign_ins: Iterable[SignIn]) -> None:
    """End these sessions: whoever holds their cookies is nobody at the next request."""
    keys = [one.session_key for one in sign_ins]
    Session.objects.filter(session_key__in=keys).delete()
    SignIn.objects.filter(session_key__in=keys).delete()


def follow(request: HttpRequest, was: str | None) -> None:
    """This session goes on under another key than it had."""
    SignIn.objects.filter(session_key=was or "").update(session_key=request.session.session_key)


def end_all(user: User, *, but: str | None = None) -> None:
    """End all of someone's sessions, or all but the one with this key."""
    end(SignIn.objects.filter(user=user).exclude(session_key=but or ""))
