"""A learner's place in a group."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db import models

from accounts.models import Consent, Learner
from programmes.models.cohorts import Cohort


class EnrolmentQuerySet(models.QuerySet):
    """Enrolments, read as English."""

    def of(self, learner: Learner) -> "EnrolmentQuerySet":
        """One person's, those of visits merged into hers included."""
        person = learner.merged_into_id or learner.pk
        return self.filter(models.Q(learner=person) | models.Q(learner__merged_into=person))

    def shared(self, at: datetime) -> "EnrolmentQuerySet":
        """Of those who let it be seen at this moment: consent holds, and she has not left. Staff are shown no others."""
        return self.filter(left_at=None, consent__withdrawn_at=None, consent__until__gte=at.date()).exclude(consent=None)


class Enrolment(models.Model):
    """A learner's place in a group, by her own consent. Its uuid is the ``registration`` of what she does there.

    Personal data: what a learner lets the people of one office call her, to which of its groups she belongs, and since when;
    seen by those who follow the group while her consent holds. Kept until her record is erased.
    """

    class How(models.TextChoices):
        """By which way she came to the group."""

        TYPED = "typed"  # the digits of a code
        SCANNED = "scanned"  # the square of a poster

    uuid = models.UUIDField("registration", default=uuid4, unique=True, editable=False)
    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="enrolments")
    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="enrolments")
    consent = models.ForeignKey(Consent, null=True, on_delete=models.SET_NULL, related_name="+")
    called = models.CharField(max_length=40, help_text="What those who follow the group call her; her own choice.")
    how = models.CharField(max_length=10, choices=How.choices)
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cohort", "learner"], name="a_learner_once_in_a_cohort")]

    def __str__(self) -> str:
        return str(self.uuid)

    def is_shared(self, at: datetime) -> bool:
        """Whether she lets it be seen. One query unless the consent is at hand."""
        holds = self.consent is not None and self.consent.withdrawn_at is None and self.consent.until >= at.date()
        return holds and self.left_at is None

    @property
    def person(self) -> Any:
        """Whose record counts: the learner's, or that of the account her visit was joined to."""
        return self.learner.merged_into_id or self.learner_id
