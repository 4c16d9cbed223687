"""Groups of learners, who follows them, and the codes that let people in."""

from datetime import date, datetime, timedelta
from uuid import uuid4

from django.db import models

from courses.models import Phase
from programmes.models.offices import Membership, Office

AFTERWARDS = timedelta(days=90)  # those who follow a group see what it has done for so long after its end


class Cohort(models.Model):
    """A group that an office takes through some modules of one phase, from one day to another.

    Personal data: none.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="cohorts")
    name = models.CharField(max_length=80)
    phase = models.CharField(max_length=14, choices=Phase.choices)
    starts = models.DateField()
    ends = models.DateField()
    closed_at = models.DateTimeField(null=True, blank=True)
    followers = models.ManyToManyField(Membership, through="CohortStaff", related_name="cohorts")

    class Meta:
        ordering = ["-starts", "name"]
        constraints = [
            models.CheckConstraint(condition=models.Q(ends__gte=models.F("starts")), name="a_cohort_ends_after_it_starts")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def seen_until(self) -> date:
        """The last day on which those who join now are seen by those who follow the group."""
        return self.ends + AFTERWARDS

    def is_open(self, at: datetime) -> bool:
        """Whether people can still join."""
        return self.closed_at is None and self.ends >= at.date()


class CohortModule(models.Model):
    """A module that a group does, by what it is in every language.

    Personal data: none.
    """

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="modules")
    module = models.UUIDField(help_text="The module's translation key.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cohort", "module"], name="a_module_once_in_a_cohort")]

    def __str__(self) -> str:
        return str(self.module)


class CohortStaff(models.Model):
    """That a coordinator follows a group: she sees who is in it and what they have done, as long as her membership runs.

    Personal data: which group a member of staff follows. Kept with the group.
    """

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="staff")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="follows")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cohort", "membership"], name="one_follows_a_cohort_once")]

    def __str__(self) -> str:
        return f"{self.membership_id} follows {self.cohort_id}"


class JoinCode(models.Model):
    """The code on a group's poster. Only a keyed digest of it is kept: it is shown once, when it is made.

    Personal data: none.
    """

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="codes")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"code of {self.cohort_id}"

    def is_good(self, at: datetime) -> bool:
        return self.ended_at is None and self.expires > at
