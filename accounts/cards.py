"""Learning cards: making one, and coming in with one.

A card is something she has (the code) and something she knows (three pictures). Whoever finds the card may try 30 times, and
waits in between; whoever has the database can try nothing. Codes cannot be guessed, so what is said of a card's state is said
to its holder alone, and strangers who type at random lock nobody out (docs/decisions/0019).
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from re import compile as pattern
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import transaction

from accounts import card_codes, card_pictures, recovery
from accounts.models import Learner, LearningCard, NewCard, User
from accounts.recovery_rules import Stage
from accounts.staff import is_staff
from accounts.tombstones import is_erased
from accounts.usernames import nameless

SECRET = pattern(r"[A-Za-z0-9_-]{22,64}")  # 128 bits or more
ONCE = timedelta(minutes=15)  # how long the same form may come again and mean the same account
STOPPED_AFTER = 30  # wrong tries in a row
REST_AFTER = 5
SHORT_REST, LONG_REST, LONG_REST_FROM = timedelta(minutes=15), timedelta(hours=24), 15


class Why(StrEnum):
    """Why a card does not open."""

    UNKNOWN = "unknown"
    REPLACED = "replaced"
    CLOSED = "closed"
    STAFF = "staff"
    STOPPED = "stopped"
    SLEEPING = "sleeping"
    WRONG_PICTURES = "wrong_pictures"
    PICTURES_NOT_CHOSEN = "pictures_not_chosen"
    NOT_AGREED = "not_agreed"  # of a new card that an office makes
    RESTS = "rests"
    CALLED_OFF = "called_off"


class DoesNotOpen(Exception):
    """A card that does not open, and why: how many tries are left before a rest, or until when it rests."""

    def __init__(self, why: Why, *, left: int = 0, until: datetime | None = None):
        super().__init__(why.value)
        self.why, self.left, self.until = why, left, until


class OldForm(Exception):
    """A form that made an account long ago came once more, or it is none of ours."""


@transaction.atomic
def make_card(
    *, user: User, pictures: Sequence[str] | None, at: datetime, by: User | None = None, code: str | None = None
) -> tuple[LearningCard, str]:
    """Make someone's card in the place of the one she had; returns it with its code, which is kept nowhere.

    ``pictures``: none if staff make the card (``by``): she chooses them when she first opens it. Staff get no cards.
    """
    user = User.objects.select_for_update().get(pk=user.pk)  # two cards made at once: one after the other
    if is_staff(user):
        raise DoesNotOpen(Why.STAFF)
    if pictures is not None and not card_pictures.are_pictures(pictures):
        raise ValueError("A card has three pictures.")
    code = code or card_codes.make()
    LearningCard.objects.filter(user=user, voided_at=None).update(voided_at=at)
    if learner := Learner.objects.filter(user=user).first():
        recovery.stop(learner, at=at)  # who makes her own needs no office's
    opener = card_pictures.opener(code, pictures) if pictures is not None else ""
    card = LearningCard.objects.create(user=user, digest=card_pictures.digest(code), opener=opener, made_at=at, made_by=by)
    return card, code


@transaction.atomic
def keep(*, secret: str, pictures: Sequence[str], at: datetime) -> tuple[User, str]:
    """Make an account without name or password, and its card; returns its code.

    The account's uuid follows from the form's ``secret``: a form that is sent twice, by a second tap or because no answer came,
    makes one account, and the card of the last answer is good. Raises ``OldForm`` for a form that comes again later, or after
    its account was erased.
    """
    if not SECRET.fullmatch(secret):
        raise OldForm
    uuid = UUID(bytes=sha256(f"onward keep {secret}".encode()).digest()[:16], version=4)
    if is_erased(uuid):  # what she erased does not begin again by a form that was sent twice
        raise OldForm
    new = {"username": nameless(), "password": make_password(None), "date_joined": at}
    user, is_new = User.objects.get_or_create(uuid=uuid, defaults=new)
    if not is_new and at - user.date_joined > ONCE:
        raise OldForm
    return user, make_card(user=user, pictures=pictures, at=at)[1]


def look_at(*, code: str, at: datetime) -> LearningCard:
    """The card of a code, if it could be opened now; a new one whose rest is over comes to work by it. Raises ``DoesNotOpen``.

    Three queries at most for a card that was opened before.
    """
    found = LearningCard.objects.select_related("user").filter(digest=card_pictures.digest(code))
    card = found.first()
    if card is None and (new := recovery.come_to_work(code, at=at)):
        card = found.first() or _not_good(new, at)
    return _openable(card, at)


def open_card(*, code: str, pictures: Sequence[str], at: datetime) -> User:
    """Whose card it is, if the pictures are hers. Raises ``DoesNotOpen``; wrong pictures are counted, one by one."""
    with transaction.atomic():
        card = _openable(_locked(code), at)
        if not card.opener:
            raise DoesNotOpen(Why.PICTURES_NOT_CHOSEN)
        is_hers = card_pictures.opens(card.opener, code, pictures)
        card.wrong_tries = 0 if is_hers else card.wrong_tries + 1
        card.sleeps_until = None if is_hers else _rest(card.wrong_tries, at)
        card.save(update_fields=["wrong_tries", "sleeps_until"])
    if is_hers:
        return card.user
    _openable(card, at)  # now it may be stopped, or rest
    raise DoesNotOpen(Why.WRONG_PICTURES, left=REST_AFTER - card.wrong_tries % REST_AFTER)


def choose_pictures(*, code: str, pictures: Sequence[str], at: datetime) -> User:
    """Give a card that staff made its pictures, and say whose it is. Whoever comes second must know what the first chose."""
    if not card_pictures.are_pictures(pictures):
        raise ValueError("A card has three pictures.")
    card = look_at(code=code, at=at)
    unchosen = LearningCard.objects.filter(pk=card.pk, opener="", voided_at=None)
    if unchosen.update(opener=card_pictures.opener(code, pictures)):
        return card.user
    return open_card(code=code, pictures=pictures, at=at)


def _not_good(new: NewCard, at: datetime) -> LearningCard | None:
    """Say why the card that an office made for somebody is no good. Raises ``DoesNotOpen``."""
    why = {Stage.ASKED: Why.NOT_AGREED, Stage.RESTS: Why.RESTS}.get(new.stage(at), Why.CALLED_OFF)
    raise DoesNotOpen(why, until=new.works_from)


def _locked(code: str) -> LearningCard | None:
    """The card of a code, held until the transaction ends: tries come one after the other."""
    return LearningCard.objects.select_for_update().filter(digest=card_pictures.digest(code)).first()


def _openable(card: LearningCard | None, at: datetime) -> LearningCard:
    if card is None:
        raise DoesNotOpen(Why.UNKNOWN)
    if card.voided_at:
        raise DoesNotOpen(Why.REPLACED)
    if not card.user.is_active:
        raise DoesNotOpen(Why.CLOSED)
    if is_staff(card.user):
        raise DoesNotOpen(Why.STAFF)
    if card.wrong_tries >= STOPPED_AFTER:
        raise DoesNotOpen(Why.STOPPED)
    if card.sleeps_until and card.sleeps_until > at:
        raise DoesNotOpen(Why.SLEEPING, until=card.sleeps_until)
    return card


def _rest(wrong_tries: int, at: datetime) -> datetime | None:
    """Until when a card rests after that many wrong tries in a row: every fifth is followed by a rest."""
    if wrong_tries % REST_AFTER:
        return None
    return at + (LONG_REST if wrong_tries >= LONG_REST_FROM else SHORT_REST)
