"""Someone is asked to work in an office."""

from datetime import datetime, timedelta
from uuid import uuid4

from django.db import models

from accounts.models import Role, User
from programmes.models.offices import Membership, Office


class InvitationQuerySet(models.QuerySet):
    """Invitations, read as English."""

    def open(self, at: datetime) -> "InvitationQuerySet":
        """Neither answered nor too old."""
        return self.filter(at__gt=at - Invitation.STANDS)


class Invitation(models.Model):
    """The head of an office has named an account that is to work there; its owner says yes or no. Answered, it is gone.

    Whether there is such an account nobody who names one hears: what is written down and shown is the same.

    Personal data: the name or address of an account as it was typed, what its owner is to work as and where, and who asked.
    Deleted when it is answered or taken back, else after 14 days.
    """

    STANDS = timedelta(days=14)

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="invitations")
    role = models.CharField(max_length=14, choices=Membership.ROLES)
    said = models.CharField(max_length=254)
    user = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="invitations")
    by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "role", "said"], name="asked_once_to_work_in_an_office")]

    def __str__(self) -> str:
        return f"{self.role} in {self.office_id}"

    @property
    def as_what(self) -> str:
        return str(Role(self.role).label)
