"""Phones on which pictures open someone's learning: how such a phone is let in again, and how that ends.

A phone's secret is a session that sleeps: it can do what the session could do that asked for it, on the phone that it was asked
from, and it ends when she takes it away on another phone. It never proves enough to change how she comes in (accounts.staff).
"""

import hashlib
import secrets
from datetime import datetime

from django.db import transaction

from accounts.models import Learner, LockedPhone, Notice
from accounts.notices import tell
from accounts.staff import is_staff

METHOD = "pictures"  # as sessions have it that began so
BITS = 256
MOST = 10  # of one learner; the one that was not opened for longest makes room


class DoesNotLock(Exception):
    """Whoever works here sees other people's records: no pictures open those."""


@transaction.atomic
def lock(learner: Learner, *, at: datetime) -> str:
    """A new secret for a phone that she locks. Raises ``DoesNotLock``."""
    if learner.user and is_staff(learner.user):
        raise DoesNotLock
    secret = secrets.token_urlsafe(BITS // 8)
    hers = learner.locked_phones.order_by("-opened_on", "-pk")
    hers.filter(pk__in=[one.pk for one in hers[MOST - 1 :]]).delete()
    learner.locked_phones.create(digest=digest(secret), locked_at=at, opened_on=at.date())
    if learner.user:
        tell(learner.user, Notice.Kind.PHONE_LOCKED, at=at)
    return secret


def learner_of(secret: str, *, at: datetime) -> Learner | None:
    """Who is let in by a phone's secret; None if nobody is, any more. Three queries at most."""
    found = (
        LockedPhone.objects.select_related("learner__user", "learner__merged_into__user").filter(digest=digest(secret)).first()
    )
    if found is None:
        return None
    learner = found.learner.merged_into or found.learner
    if learner.user and (not learner.user.is_active or is_staff(learner.user)):
        return None
    if found.opened_on != at.date():
        found.opened_on = at.date()
        found.save(update_fields=["opened_on"])
    return learner


def digest(secret: str) -> str:
    """What finds a phone by its secret, which is random enough that a slow hash would only cost us time."""
    return hashlib.sha256(f"onward phone {secret}".encode()).hexdigest()
