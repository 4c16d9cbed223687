"""Offices, and who works there as what."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db import models

from accounts.models import Role, User


class Office(models.Model):
    """A country office. Whoever sees a learner's record belongs to one.

    Personal data: none.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    name = models.CharField(max_length=80, unique=True)
    country = models.CharField(max_length=2, help_text="ISO 3166-1 alpha-2")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class MembershipQuerySet(models.QuerySet):
    """Memberships, read as English."""

    def running(self, at: datetime) -> "MembershipQuerySet":
        """Begun and not ended."""
        return self.filter(models.Q(until=None) | models.Q(until__gt=at), since__lte=at)

    def of(self, user: Any) -> "MembershipQuerySet":
        """One person's; nobody's for somebody who is not signed in, or whose account is closed."""
        return self.filter(user=user.pk, user__is_active=True) if user.is_authenticated else self.none()

    def as_a(self, *roles: Any) -> "MembershipQuerySet":
        return self.filter(role__in=roles)


class Membership(models.Model):
    """That someone works in an office as something. It is ended, never deleted: who could see what when stays known.

    Personal data: for whom a member of staff works, as what, since when and until when, and who appointed her. Kept for good,
    with the log of looks.
    """

    ROLES = [choice for choice in Role.choices if choice[0] != Role.ADMINISTRATOR]
    ROLES_BY_HEADS = (Role.TRAINER, Role.COORDINATOR)  # whom the head of an office appoints

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=14, choices=ROLES)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    appointed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="appointed")

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "office", "role"], condition=models.Q(until__isnull=True), name="one_running_membership"
            )
        ]

    def __str__(self) -> str:
        return f"{self.role} in {self.office_id}"

    @property
    def name(self) -> str:
        """What she is called. One query unless the user is at hand."""
        return self.user.get_full_name() or self.user.username
