"""Coming back when everything is lost: secret pictures, and the new card that an office gives."""

from datetime import datetime
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.people import Learner, User
from accounts.recovery_rules import Ending, How, Stage, stage


class SecretPictures(models.Model):
    """Three pictures that a learner tells nobody, by which an office knows her when card, phone and all are lost.

    Personal data: a slow hash, with a key that is not in the database, of three pictures out of sixteen; when they were chosen,
    and how many wrong ones were tried. Kept until she takes them away or her record is erased.
    """

    learner = models.OneToOneField(Learner, on_delete=models.CASCADE, related_name="secret_pictures")
    hash = models.CharField(max_length=128, editable=False)
    chosen_at = models.DateTimeField()
    wrong_tries = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"of {self.learner_id}"


class NewCardQuerySet(models.QuerySet):
    """New cards, read as English."""

    def of(self, learner: Learner) -> "NewCardQuerySet":
        """One person's, those of visits merged into hers included."""
        person = learner.merged_into_id or learner.pk
        return self.filter(models.Q(learner=person) | models.Q(learner__merged_into=person))

    def going_on(self) -> "NewCardQuerySet":
        """Not ended. Some may have expired: ``NewCard.stage`` tells."""
        return self.filter(ended_at=None)


class NewCard(models.Model):
    """A card that an office makes for a learner who has lost everything. It works after a rest; then it is a learning card.

    What staff did about it, who and when, stands in the log of looks too, which nobody can change and she can read.

    Personal data: that a learner needed a new card, which office gave it, when, for which of a few reasons, who asked and who
    agreed; digests of a card's code and pictures. Kept until her record is erased.
    """

    class Reason(models.TextChoices):
        """Why she needs one. No more than this is asked."""

        LOST = "lost", _("Her card is lost or was taken.")
        WORN = "worn", _("Her card cannot be read any more.")
        FORGOT = "forgot", _("She forgot the pictures of her card, or it was stopped.")

    HOWS = [(how.value, how.value) for how in How]
    ENDINGS = [(ending.value, ending.value) for ending in Ending]

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="new_cards")
    office = models.UUIDField(help_text="The office's uuid.")
    office_name = models.CharField(max_length=80)
    registration = models.UUIDField(help_text="Her place in the group by which the office knows her.")
    how = models.CharField(max_length=10, choices=HOWS)
    reason = models.CharField(max_length=10, choices=Reason.choices, blank=True)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    opener = models.CharField(max_length=64, editable=False)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="new_cards_asked")
    agreed_at = models.DateTimeField(null=True, blank=True)
    agreed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="new_cards_agreed")
    works_from = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_as = models.CharField(max_length=10, choices=ENDINGS, blank=True)

    objects = NewCardQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["learner"], condition=models.Q(ended_at__isnull=True), name="one_new_card_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"new card {self.pk}"

    def stage(self, at: datetime) -> Stage:
        return stage(asked_at=self.asked_at, works_from=self.works_from, is_ended=self.ended_at is not None, at=at)
