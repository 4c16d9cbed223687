"""Codes that let people in, and a learner's joining, leaving and coming back."""

from datetime import datetime, timedelta
from itertools import count

from django.conf import settings
from django.db import transaction
from django.http import Http404
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext, override

from accounts.api import give_consent, withdraw
from accounts.models import Consent, Learner, User
from programmes import signals
from programmes.codes import BadCode, Fault, new_code, read_code
from programmes.consent import VERSION, words_for
from programmes.models import Cohort, Enrolment, JoinCode
from programmes.rights import cohorts_for, require

GOOD_FOR = timedelta(days=30)  # a code, unless the group ends sooner
COME_BACK = timedelta(hours=24)  # who stopped by mistake needs no code for so long
CALLED_MAX = 40


def digests(digits: str) -> list[str]:
    """What may be kept of a code: by today's key first, then by former ones. Without the key nobody can try codes."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [salted_hmac("programmes.join", digits, secret=key, algorithm="sha256").hexdigest() for key in keys]


@transaction.atomic
def new_join_code(*, by: User, cohort: Cohort, at: datetime, digits: str | None = None) -> tuple[JoinCode, str]:
    """A fresh code, and its digits, which can never be shown again. The codes before it end. Raises PermissionDenied."""
    end_join_codes(by=by, cohort=cohort, at=at)
    digits = digits or new_code()
    last_day = datetime(cohort.ends.year, cohort.ends.month, cohort.ends.day, tzinfo=at.tzinfo) + timedelta(days=1)
    code = JoinCode.objects.create(
        cohort=cohort, digest=digests(digits)[0], made_at=at, expires=min(at + GOOD_FOR, max(last_day, at))
    )
    return code, digits


def end_join_codes(*, by: User, cohort: Cohort, at: datetime) -> None:
    """Nobody can join by the group's codes any more. Raises PermissionDenied."""
    require(cohorts_for(by, at).filter(pk=cohort.pk).exists())
    cohort.codes.filter(ended_at=None).update(ended_at=at)


def find_cohort(text: str, *, at: datetime) -> Cohort:
    """The group that a code opens, as it was typed. Raises BadCode. One query at most."""
    code = JoinCode.objects.filter(digest__in=digests(read_code(text))).select_related("cohort__office").first()
    if code is None:
        raise BadCode(Fault.UNKNOWN)
    if code.ended_at is not None or not code.cohort.is_open(at):
        raise BadCode(Fault.ENDED)
    if not code.is_good(at):
        raise BadCode(Fault.EXPIRED)
    return code.cohort


@transaction.atomic
def join(*, learner: Learner, cohort: Cohort, called: str, how: str, language: str, at: datetime) -> Enrolment:
    """A learner joins a group and lets those who follow it see her learning. Doing it again renews what she agreed to."""
    with override(language):
        words = words_for(cohort)
    consent = give_consent(
        learner=learner,
        purpose=Consent.Purpose.GROUP,
        about=cohort.uuid,
        until=cohort.seen_until,
        version=VERSION,
        language=language,
        words=words.hash,
        at=at,
    )
    mine = cohort.enrolments.of(learner).order_by("joined_at").first()  # type: ignore[attr-defined]
    enrolment = mine or Enrolment(cohort=cohort, learner=consent.learner, how=how, joined_at=at)
    enrolment.consent, enrolment.left_at = consent, None
    enrolment.called = " ".join(called.split())[:CALLED_MAX] or enrolment.called or _neutral_name(cohort, language)
    enrolment.save()
    signals.joined.send(sender=Enrolment, enrolment=enrolment)
    return enrolment


def _neutral_name(cohort: Cohort, language: str) -> str:
    """A name that says nothing, for who gives none; nobody else in the group has it."""
    taken = set(cohort.enrolments.values_list("called", flat=True))
    with override(language):
        names = (gettext("River %(number)s") % {"number": number} for number in count(11))
        return next(name for name in names if name not in taken)


@transaction.atomic
def leave(*, learner: Learner, registration: object, at: datetime) -> Enrolment:
    """A learner stops being seen in a group, at once. Raises Http404 if it is not her place."""
    enrolment = _own(learner, registration)
    withdraw(learner=learner, purpose=Consent.Purpose.GROUP, about=enrolment.cohort.uuid, at=at)
    Enrolment.objects.of(learner).filter(cohort=enrolment.cohort, left_at=None).update(left_at=at)
    enrolment.refresh_from_db()
    signals.left.send(sender=Enrolment, enrolment=enrolment)
    return enrolment


def can_return(enrolment: Enrolment, at: datetime) -> bool:
    """Whether she may undo her leaving: soon after it, while the group goes on."""
    return enrolment.left_at is not None and enrolment.left_at > at - COME_BACK and enrolment.cohort.is_open(at)


def return_to(*, learner: Learner, registration: object, language: str, at: datetime) -> Enrolment:
    """Undo a leaving: she agrees anew, to today's words. Raises Http404 if it is not her place, or too long ago."""
    enrolment = _own(learner, registration)
    if not can_return(enrolment, at):
        raise Http404
    return join(learner=learner, cohort=enrolment.cohort, called=enrolment.called, how=enrolment.how, language=language, at=at)


def _own(learner: Learner, registration: object) -> Enrolment:
    found = Enrolment.objects.of(learner).filter(uuid=registration).select_related("cohort__office").first()
    if found is None:
        raise Http404
    return found
