"""What was learned on a phone before someone came in there."""

from django.db import models

from accounts.models.people import Learner


class EarlierVisitQuerySet(models.QuerySet):
    """Earlier visits, read as English."""

    def before(self, owner: Learner) -> "EarlierVisitQuerySet":
        """Before one person came in, to this account or to one that was put together with it."""
        person = owner.merged_into_id or owner.pk
        return self.filter(models.Q(owner=person) | models.Q(owner__merged_into=person))

    def open(self) -> "EarlierVisitQuerySet":
        """Not answered yet, and the visit is still nobody's."""
        return self.filter(was_she=None, visitor__user=None, visitor__merged_into=None)

    def apart(self) -> "EarlierVisitQuerySet":
        """Not hers, as far as she has said."""
        return self.exclude(was_she=True)


class EarlierVisit(models.Model):
    """Somebody had learned on a phone without an account when someone came in to hers there: was it she?

    Until she says so, and for good if she says no, the two records stay apart, whatever a phone sends later.

    Personal data: that two records came together on one phone, when, and whether they are one person's. Kept until either
    record is erased.
    """

    visitor = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="+")
    owner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="earlier_visits")
    asked_at = models.DateTimeField()
    was_she = models.BooleanField(null=True)
    said_at = models.DateTimeField(null=True, blank=True)

    objects = EarlierVisitQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["visitor", "owner"], name="one_question_about_a_visit")]

    def __str__(self) -> str:
        return f"{self.visitor_id} before {self.owner_id}"
