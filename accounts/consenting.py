"""Agreeing, and taking it back."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from accounts.models import Consent, Learner


@transaction.atomic
def give_consent(
    *, learner: Learner, purpose: str, about: UUID, until: date, version: int, language: str, words: str, at: datetime
) -> Consent:
    """A learner agrees to something. What she had agreed to before about the same thing ends, so the newest words count."""
    learner = Learner.objects.select_for_update().get(pk=learner.merged_into_id or learner.pk)
    withdraw(learner=learner, purpose=purpose, about=about, at=at)
    return Consent.objects.create(
        learner=learner,
        purpose=purpose,
        about=about,
        until=until,
        version=version,
        language=language,
        words=words,
        given_at=at,
    )


def withdraw(*, learner: Learner, purpose: str, about: UUID, at: datetime) -> int:
    """She takes it back, also what she agreed to as a visitor. Returns how many consents ended; again, it changes nothing."""
    return Consent.objects.of(learner).filter(purpose=purpose, about=about, withdrawn_at=None).update(withdrawn_at=at)


def consented(learner: Learner, purpose: str, about: UUID, *, at: datetime) -> bool:
    """Whether she agrees to it at this moment. One query."""
    return Consent.objects.of(learner).holding(at).filter(purpose=purpose, about=about).exists()
