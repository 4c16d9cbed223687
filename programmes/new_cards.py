"""New cards for learners who have lost everything: who of an office may ask for one, agree to it and call it off.

Who asks must see the learner: by her consent, and by a group that she follows or heads. Who agrees must work with learners in
the same office at this moment, and be somebody else. A colleague who does not look after the group is told no name, for the
learner agreed to be seen by those who do: she goes and sees who is sitting there (docs/decisions/0026).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404

from accounts.api import How, Stage, look, recovery
from accounts.models import Learner, Look, NewCard, Role, User
from programmes.models import Enrolment
from programmes.rights import cohorts_for, memberships_of, offices_for, sees_as

WITH_LEARNERS = (Role.LEAD, Role.COORDINATOR)
TOLD = timedelta(days=14)  # how long the office sees that one has ended


@dataclass(frozen=True)
class Shown:
    """A new card as a member of the office sees it. ``enrolment``: None for who may not see the learner."""

    card: NewCard
    stage: Stage
    is_mine: bool
    enrolment: Enrolment | None

    @property
    def may_agree(self) -> bool:
        return self.stage == Stage.ASKED and not self.is_mine


@transaction.atomic
def ask(
    *, by: User, enrolment: Enrolment, how: How, reason: str = "", pictures: Sequence[str], at: datetime
) -> tuple[NewCard, str]:
    """Make a new card for a learner whom ``by`` may see; whoever calls has made sure of that. Raises accounts.api.NoNewCard."""
    office = enrolment.cohort.office
    card, code = recovery.ask(
        learner=enrolment.learner,
        by=by,
        how=how,
        reason=reason,
        pictures=pictures,
        office=office.uuid,
        office_name=office.name,
        registration=enrolment.uuid,
        at=at,
    )
    role, _ = sees_as(by, enrolment.cohort, at)
    _note(Look.What.CARD, card, by=by, role=role, at=at)
    return card, code


def note_a_try(*, by: User, enrolment: Enrolment, at: datetime) -> None:
    """Secret pictures were wrong: she can read that they were tried, by whom and when."""
    role, why = sees_as(by, enrolment.cohort, at)
    office = enrolment.cohort.office.name
    look(by=by, learners=[enrolment.learner], what=Look.What.TRIED, why=why, role=role, office=office, at=at)


def new_cards_for(user: Any, *, at: datetime) -> list[Shown]:
    """The new cards of her offices that go on, and those that ended lately; open questions first. Four queries."""
    lately = Q(ended_at=None) | Q(ended_at__gte=at - TOLD)
    cards = list(_of_her_offices(user, at).filter(lately).select_related("asked_by", "agreed_by"))
    seen = {one.uuid: one for one in _places(user, [card.registration for card in cards], at)}
    shown = [Shown(card, card.stage(at), card.asked_by_id == user.pk, seen.get(card.registration)) for card in cards]
    return sorted(shown, key=lambda one: list(Stage).index(one.stage))


def waiting_for(user: Any, *, at: datetime) -> int:
    """How many wait for her yes. One query."""
    asked = _of_her_offices(user, at).filter(ended_at=None, works_from=None).exclude(asked_by=user.pk)
    return sum(card.stage(at) == Stage.ASKED for card in asked)


def get_new_card_for(user: Any, uuid: UUID, *, at: datetime) -> NewCard:
    """One that goes on in her office. Raises Http404, also if there is none."""
    card = _of_her_offices(user, at).filter(uuid=uuid, ended_at=None).first()
    if card is None or card.stage(at) == Stage.OVER:
        raise Http404
    return card


@transaction.atomic
def agree(*, by: User, uuid: UUID, at: datetime) -> None:
    """The second person agrees. Raises Http404 for what is not in her office, what she asked for herself and what is agreed to.

    Also when the learner has taken her consent back since.
    """
    card = get_new_card_for(by, uuid, at=at)
    if not Enrolment.objects.shared(at).filter(uuid=card.registration).exists():
        raise Http404
    try:
        recovery.agree(card, by=by, at=at)
    except recovery.NoNewCard as refused:
        raise Http404 from refused
    _note(Look.What.AGREED, card, by=by, role=_role(by, card, at), at=at)


@transaction.atomic
def call_off(*, by: User, uuid: UUID, at: datetime) -> None:
    """Who asked takes it back, any other refuses it. Raises Http404."""
    card = get_new_card_for(by, uuid, at=at)
    recovery.call_off(card, by=by, at=at)
    _note(Look.What.CALLED_OFF, card, by=by, role=_role(by, card, at), at=at)


def _of_her_offices(user: Any, at: datetime) -> QuerySet[NewCard]:
    return NewCard.objects.filter(office__in=offices_for(user, at, *WITH_LEARNERS).values("uuid"))


def _places(user: Any, registrations: Sequence[UUID], at: datetime) -> QuerySet[Enrolment]:
    return Enrolment.objects.shared(at).filter(uuid__in=registrations, cohort__in=cohorts_for(user, at))


def _role(by: User, card: NewCard, at: datetime) -> Any:
    roles = set(memberships_of(by, at).filter(office__uuid=card.office).values_list("role", flat=True))
    return next(role for role in WITH_LEARNERS if role in roles)


def _note(what: Any, card: NewCard, *, by: User, role: Any, at: datetime) -> None:
    """A row in the log that nobody can change, and that she reads."""
    why = Look.Why.PROVED if card.how == How.ANSWER else card.reason
    learner: Learner = card.learner
    look(by=by, learners=[learner], what=what, why=why, role=role, office=card.office_name, at=at)
