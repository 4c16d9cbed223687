"""Accounts' front door: who is learning in this request, and whose record a visitor's becomes."""

from allauth.account.utils import get_next_redirect_url as next_of
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from accounts import earlier_visits, recovery, secret_pictures
from accounts.card_codes import groups as card_groups
from accounts.card_forms import Taps
from accounts.card_sheets import new_cards
from accounts.card_words import three_pictures, works_when
from accounts.cards import make_card, open_card
from accounts.consenting import consented, give_consent, withdraw
from accounts.erasing import WorksHere, erase
from accounts.gathering import Chapter, Fact, chapter, fact, for_machines_only
from accounts.limits import allow
from accounts.looking import look
from accounts.merging import CannotMerge, claim_visit, join_visit
from accounts.merging import undo as undo_merge
from accounts.merging import undoable as undoable_merges
from accounts.models import Learner
from accounts.person import Person, person_of, person_of_learner, person_of_user
from accounts.preferences import prefer, preferences_of
from accounts.qr import square
from accounts.recovery import NoNewCard
from accounts.recovery_rules import Ending, How, Stage
from accounts.retention import keeps
from accounts.sign_ins import end_all as end_sign_ins
from accounts.staff import has_just_proved
from accounts.tombstones import HasErased
from accounts.visits import adding_key, learner_of_key, learner_of_secret, uuid_of_key, uuid_of_secret

__all__ = [
    "CannotMerge",
    "Chapter",
    "Ending",
    "Fact",
    "HasErased",
    "How",
    "NoNewCard",
    "Person",
    "Stage",
    "Taps",
    "WorksHere",
    "adding_key",
    "allow",
    "card_groups",
    "chapter",
    "claim_visit",
    "consented",
    "earlier_visits",
    "end_sign_ins",
    "erase",
    "fact",
    "for_machines_only",
    "forget_visitor",
    "give_consent",
    "has_just_proved",
    "join_visit",
    "keeps",
    "learner_of",
    "learner_of_key",
    "learner_of_secret",
    "learner_or_new",
    "look",
    "make_card",
    "new_cards",
    "next_of",
    "open_card",
    "person_of",
    "person_of_learner",
    "person_of_user",
    "prefer",
    "preferences_of",
    "recovery",
    "remember_visitor",
    "secret_pictures",
    "square",
    "three_pictures",
    "undo_merge",
    "undoable_merges",
    "uuid_of_key",
    "uuid_of_secret",
    "visitor_of",
    "withdraw",
    "works_when",
]

SALT = "accounts.visitor"


def visitor_of(request: HttpRequest) -> Learner | None:
    """The visitor whose cookie this phone holds, unless her record has since become an account's. One query at most."""
    uuid = request.get_signed_cookie(settings.VISITOR_COOKIE_NAME, None, salt=SALT, max_age=settings.VISITOR_COOKIE_AGE)
    if not uuid:
        return None
    return Learner.objects.filter(uuid=uuid, user=None, merged_into=None).first()


def learner_of(request: HttpRequest) -> Learner | None:
    """Who is learning in this request: the account's learner, else the visitor. None before the first answer."""
    if request.user.is_authenticated:
        return Learner.objects.filter(user=request.user).first()
    return visitor_of(request)


def learner_or_new(request: HttpRequest) -> Learner:
    """Who is learning in this request; someone's first answer makes her a learner."""
    if request.user.is_authenticated:
        return Learner.objects.get_or_create(user=request.user)[0]
    return visitor_of(request) or Learner.objects.create()


def remember_visitor(response: HttpResponse, learner: Learner) -> None:
    """Give the phone the cookie that finds a visitor's record again. Nothing to do for an account's learner."""
    if learner.user_id is None and learner.merged_into_id is None:
        response.set_signed_cookie(
            settings.VISITOR_COOKIE_NAME,
            str(learner.uuid),
            salt=SALT,
            max_age=settings.VISITOR_COOKIE_AGE,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )


def forget_visitor(response: HttpResponse) -> None:
    """Take the visitor's cookie from the phone."""
    response.delete_cookie(settings.VISITOR_COOKIE_NAME, samesite="Lax")
