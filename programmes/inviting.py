"""Someone is asked to work in an office, and says yes or no herself.

Heads of offices are told nothing of who has an account: whatever name they type is written down and shown the same, and stays
until it is answered, taken back or too old. An account that begins or is renamed later is not meant by it.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404

from accounts.models import User
from programmes.models import Invitation, Office
from programmes.rights import may_appoint, require


def invite(*, by: User, said: str, office: Office, role: str, at: datetime) -> Invitation:
    """Name an account by its name or email address. The same again renews it. Raises PermissionDenied."""
    require(may_appoint(by, office, role, at))
    found = User.objects.filter(is_active=True)
    matches = list(found.filter(email__iexact=said) if "@" in said else found.filter(username__iexact=said))
    meant = {"user": matches[0] if len(matches) == 1 else None, "by": by, "at": at}
    return Invitation.objects.update_or_create(office=office, role=role, said=said, defaults=meant)[0]


def invitations_for(user: Any, *, at: datetime) -> QuerySet[Invitation]:
    """What someone is asked, oldest first. One query."""
    mine = Invitation.objects.filter(user=user.pk) if user.is_authenticated else Invitation.objects.none()
    return mine.open(at).select_related("office", "by").order_by("at")


@transaction.atomic
def answer(*, user: User, uuid: UUID, yes: bool, at: datetime) -> Invitation:
    """Yes: she works there from now on, if who asked may still ask. Raises Http404 if she is not asked."""
    from programmes.api import appoint

    invitation = invitations_for(user, at=at).filter(uuid=uuid).first()
    if invitation is None:
        raise Http404
    if yes and may_appoint(invitation.by, invitation.office, invitation.role, at):
        appoint(by=invitation.by, user=user, office=invitation.office, role=invitation.role, at=at)
    Invitation.objects.filter(pk=invitation.pk).delete()
    return invitation


def take_back(*, by: User, office: Office, uuid: UUID, at: datetime) -> None:
    """Whoever may ask may take it back. Raises Http404."""
    found = office.invitations.filter(uuid=uuid).first()  # type: ignore[attr-defined]
    if found is None or not may_appoint(by, office, found.role, at):
        raise Http404
    found.delete()
