"""Where phones send their answers, and the description of how."""

import random
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import OperationalError
from django.http import HttpRequest, JsonResponse, UnreadablePostError
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.api import (
    HasErased,
    adding_key,
    earlier_visits,
    join_visit,
    learner_of,
    learner_of_key,
    learner_of_secret,
    learner_or_new,
    prefer,
    remember_visitor,
    visitor_of,
)
from accounts.models import Learner
from core import sealing
from core.origin import same_origin
from core.page_cache import public_page
from records.openapi import DESCRIPTION
from records.reasons import Reason
from records.sync.parcel import MAX_BYTES, MAX_STATEMENTS, Parcel, Unreadable, clock_error, read_parcel, uuid_of
from records.sync.receive import Full, Raw, keep, receive


@same_origin
@require_POST
def sync(request: HttpRequest) -> JsonResponse:
    """Take a phone's batch. What is acknowledged here is on disk; what is not, the phone sends again.

    400: it broke off on its way. 401: its key is none of ours (any more). 413: too much at once, send less. Nothing was taken
    then. 422: not a batch; kept for repair. 503: try again later; what was stored of it is had then.
    """
    return _take(request)


@same_origin
@require_POST
def sealed(request: HttpRequest) -> JsonResponse:
    """Take what a phone has closed (core.sealing) and sends for someone who is not there: a batch as for ``sync``, and ``at``,
    the phone's clock now.

    Whose it is says the batch alone: whoever uses the browser by then is somebody else, and hears nothing of it. Answers as
    ``sync`` does; 401 also: it is closed with no key of ours.
    """
    response = _take(request, is_closed=True)
    return JsonResponse({"done": True}) if response.status_code == 200 else response


def _take(request: HttpRequest, *, is_closed: bool = False) -> JsonResponse:
    at = timezone.now()
    size = int(request.META.get("CONTENT_LENGTH") or 0)
    if size > MAX_BYTES:
        return _too_much()
    if not _is_whole(request, size):
        return JsonResponse({"error": "broken_off"}, status=400)  # nobody hears it: the phone sends the whole again
    try:
        body = sealing.opened(request.body) if is_closed else request.body
        try:
            parcel = read_parcel(body)
        except Unreadable:
            text = body.decode("utf-8", "backslashreplace").replace("\0", "\\0")
            keep(None if is_closed else learner_of(request), [(Raw(text, "", at), Reason.BATCH)])
            return JsonResponse({"error": "unreadable"}, status=422)
        if len(parcel.statements) > MAX_STATEMENTS:
            return _too_much()
        if is_closed:
            parcel = replace(parcel, sent_at=request.GET.get("at", ""), preferences=[])
            request.user, request.COOKIES = AnonymousUser(), {}
        return _answer(request, parcel, at)
    except (UnknownKey, sealing.NotOurs):
        return JsonResponse({"error": "key"}, status=401)
    except OperationalError:  # the disk is full or the database away: nothing was acknowledged, so nothing is lost
        return _later("busy", random.randint(5, 30))
    except Full:
        return _later("full", random.randint(300, 900))


def _is_whole(request: HttpRequest, size: int) -> bool:
    """Whether all of the body came. What broke off on its way is not kept for repair: it comes again."""
    try:
        return len(request.body) >= size
    except UnreadablePostError:
        return False


class UnknownKey(ValueError):
    """A parcel names its learner by a key that we did not give, or not with the secret key we have now."""


def _answer(request: HttpRequest, parcel: Parcel, at: datetime) -> JsonResponse:
    try:
        return _taken(request, parcel, at)
    except HasErased:
        return _erased(parcel, at)
    except Learner.DoesNotExist:  # she erased herself while this was taken
        return _later("busy", random.randint(5, 30))


def _erased(parcel: Parcel, at: datetime) -> JsonResponse:
    """Whose it is has erased herself: nothing of it was kept, and the phone may forget it."""
    acks = [{"uuid": uuid_of(said), "status": "erased"} for said in parcel.statements]
    return JsonResponse(
        {
            "acks": [{name: value for name, value in ack.items() if value} for ack in acks],
            "received_at": at.isoformat(),
            "clock_error": round(clock_error(parcel.sent_at, at).total_seconds()),
            "erased": True,
        }
    )


def _taken(request: HttpRequest, parcel: Parcel, at: datetime) -> JsonResponse:
    learner = _learner(request, parcel, at)
    raws = [Raw(said, parcel.sent_at, at) for said in parcel.statements]
    acks = receive(learner=learner, statements=raws, at=at) if raws else []
    if parcel.preferences:
        not_understood = prefer(learner, parcel.preferences, at=at)
        keep(learner, [(Raw(said, parcel.sent_at, at), Reason.CHOICE) for said in not_understood])
    response = JsonResponse(
        {
            "acks": [{name: value for name, value in asdict(ack).items() if value not in (None, "")} for ack in acks],
            "received_at": at.isoformat(),
            "clock_error": round(clock_error(parcel.sent_at, at).total_seconds()),
            "learner": str((learner.merged_into or learner).uuid),
            "key": adding_key(learner),
        }
    )
    if settings.VISITOR_COOKIE_NAME not in request.COOKIES and settings.SESSION_COOKIE_NAME not in request.COOKIES:
        remember_visitor(response, learner)
    return response


def _learner(request: HttpRequest, parcel: Parcel, at: datetime) -> Learner:
    """Whose statements these are: the key's learner, else who is learning in this request, else the secret's.

    A secret that comes with one of the first two names a visit whose answers are hers too from now on. Raises UnknownKey:
    whoever holds the phone by now, these are not to become hers. Raises HasErased.
    """
    owner = learner_of_key(parcel.key) if parcel.key else None
    if parcel.key and owner is None:
        raise UnknownKey
    if owner is None:
        owner = learner_or_new(request) if request.user.is_authenticated else visitor_of(request)
    visitor = learner_of_secret(parcel.secret) if parcel.secret else None
    if owner and visitor and visitor.pk != owner.pk and earlier_visits.stays_apart(visitor, owner):
        return visitor  # she has not said that it was she: not one answer is lost, and none becomes hers
    if owner and visitor:
        join_visit(visitor=visitor, owner=owner, at=at)
    return owner or visitor or learner_or_new(request)


def _too_much() -> JsonResponse:
    return JsonResponse({"error": "too_much", "statements": MAX_STATEMENTS, "bytes": MAX_BYTES}, status=413)


def _later(error: str, seconds: int) -> JsonResponse:
    return JsonResponse({"error": error}, status=503, headers={"Retry-After": str(seconds)})


@require_safe
@public_page
def openapi(request: HttpRequest) -> Any:
    """How phones send their answers, for whoever writes a phone."""
    return JsonResponse(DESCRIPTION)
