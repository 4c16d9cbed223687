"""A new card for who has lost everything, given by an office: asked for, agreed to, at rest, and good or ended.

The card is made, printed and handed over at once, and is no good yet: she need not come back. Until it is first opened after
its rest, her old card and her other phones go on; then they end. Rules are in ``recovery_rules``; who of an office may do
what is decided above (docs/decisions/0026).
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import transaction

from accounts import card_codes, card_pictures
from accounts.models import Learner, LearningCard, NewCard, Notice, User
from accounts.notices import tell
from accounts.recovery_rules import Ending, How, Stage, may_agree, may_ask, rest
from accounts.sign_ins import end_all
from accounts.staff import is_staff
from accounts.usernames import nameless


class NoNewCard(Exception):
    """Why no new card is made, or not agreed to: ``kind`` is staff, one_already, stopped or not_yours."""

    def __init__(self, kind: str):
        super().__init__(kind)
        self.kind = kind


def going_on(learner: Learner, *, at: datetime) -> NewCard | None:
    """The new card that is being made for someone. One query."""
    found = NewCard.objects.of(learner).going_on().first()
    return found if found and found.stage(at) != Stage.OVER else None


@transaction.atomic
def ask(
    *,
    learner: Learner,
    by: User,
    how: How,
    reason: str = "",
    pictures: Sequence[str],
    office: UUID,
    office_name: str,
    registration: UUID,
    at: datetime,
) -> tuple[NewCard, str]:
    """Make the card and return it with its code, which is kept nowhere. Whoever calls has looked at the secret pictures.

    She is told on every phone where she is signed in. Raises NoNewCard, and ValueError for what are no three pictures.
    """
    if not card_pictures.are_pictures(pictures):
        raise ValueError("A card has three pictures.")
    person = Learner.objects.select_for_update().get(pk=learner.merged_into_id or learner.pk)
    if person.user and is_staff(person.user):
        raise NoNewCard("staff")
    hers = NewCard.objects.of(person)
    stopped = hers.filter(ended_as=Ending.STOPPED).order_by("-ended_at").first()
    if not may_ask(how, stopped_at=stopped and stopped.ended_at, at=at):
        raise NoNewCard("stopped")
    for one in hers.going_on():
        if one.stage(at) != Stage.OVER:
            raise NoNewCard("one_already")
        _end(one, Ending.EXPIRED, at)
    code = card_codes.make()
    is_proved = how == How.ANSWER
    card = NewCard.objects.create(
        learner=person,
        office=office,
        office_name=office_name,
        registration=registration,
        how=how,
        reason=reason,
        digest=card_pictures.digest(code),
        opener=card_pictures.opener(code, pictures),
        asked_at=at,
        asked_by=by,
        works_from=at + rest(how) if is_proved else None,
    )
    if person.user:
        tell(person.user, Notice.Kind.NEW_CARD, at=at)
    return card, code


@transaction.atomic
def agree(card: NewCard, *, by: User, at: datetime) -> None:
    """A second person agrees: from now on the card rests. Raises NoNewCard."""
    card = NewCard.objects.select_for_update().get(pk=card.pk)
    learner = (card.learner.merged_into or card.learner).user_id
    if not may_agree(card.stage(at), by=by.pk, asked_by=card.asked_by_id, learner=learner):
        raise NoNewCard("not_yours")
    card.agreed_at, card.agreed_by, card.works_from = at, by, at + rest(How.AGREEMENT)
    card.save(update_fields=["agreed_at", "agreed_by", "works_from"])


@transaction.atomic
def call_off(card: NewCard, *, by: User, at: datetime) -> None:
    """Someone of the office ends it: who asked takes it back, another refuses. Again, or too late, it changes nothing."""
    card = NewCard.objects.select_for_update().get(pk=card.pk)
    if card.ended_at is None:
        _end(card, Ending.TAKEN_BACK if card.asked_by_id == by.pk else Ending.REFUSED, at)


@transaction.atomic
def stop(learner: Learner, *, at: datetime) -> int:
    """The learner stops it, by one tap: that card will never be good. Those who asked and agreed are told. How many ended."""
    cards = NewCard.objects.select_for_update(of=("self",)).of(learner).going_on()
    going = [card for card in cards.select_related("asked_by", "agreed_by") if card.stage(at) != Stage.OVER]
    for card in going:
        _end(card, Ending.STOPPED, at)
        for who in {card.asked_by, card.agreed_by} - {None}:
            tell(who, Notice.Kind.NEW_CARD_STOPPED, at=at)
    return len(going)


@transaction.atomic
def come_to_work(code: str, *, at: datetime) -> NewCard | None:
    """The new card of a code. One whose rest is over is good from now on, instead of the card that was.

    Her sessions end then: whoever has the phone that she lost is signed out. Two queries unless it comes to work.
    """
    digest = card_pictures.digest(code)
    card = NewCard.objects.select_for_update(of=("self",)).select_related("learner__merged_into").filter(digest=digest).first()
    if card is None or card.stage(at) != Stage.READY:
        return card
    user = _account_of(card.learner.merged_into or card.learner, at=at)
    LearningCard.objects.filter(user=user, voided_at=None).update(voided_at=at)
    LearningCard.objects.create(user=user, digest=digest, opener=card.opener, made_at=at, made_by=card.asked_by)
    _end(card, Ending.USED, at)
    end_all(user)
    tell(user, Notice.Kind.CARD_MADE, at=at)
    return card


def _account_of(person: Learner, *, at: datetime) -> User:
    """Her account. Who had learned without one has one from now on."""
    if person.user is None:
        person.user = User.objects.create(username=nameless(), password=make_password(None), date_joined=at)
        person.save(update_fields=["user"])
    return person.user


def _end(card: NewCard, ending: Ending, at: datetime) -> None:
    card.ended_at, card.ended_as = at, ending
    card.save(update_fields=["ended_at", "ended_as"])
