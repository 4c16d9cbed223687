"""What a learner has agreed to, and until when."""

from datetime import datetime

from django.db import models

from accounts.models.people import Learner


class ConsentQuerySet(models.QuerySet):
    """Consents, read as English."""

    def of(self, learner: Learner) -> "ConsentQuerySet":
        """All of one person's, those of visits merged into hers included."""
        person = learner.merged_into_id or learner.pk
        return self.filter(models.Q(learner=person) | models.Q(learner__merged_into=person))

    def holding(self, at: datetime) -> "ConsentQuerySet":
        """Neither withdrawn nor run out."""
        return self.filter(withdrawn_at=None, until__gte=at.date())


class Consent(models.Model):
    """That a learner agreed to something, in the words she was shown. Taken back, it stays, with the moment.

    Personal data: what one learner agreed to, when, in which language, and when she took it back: the proof that others saw
    her learning by her own will only. Kept until the learner's record is erased.
    """

    class Purpose(models.TextChoices):
        """What for."""

        GROUP = "group"  # who follows a group sees what she has done

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    about = models.UUIDField(help_text="What she agreed to it for: a group's uuid.")
    until = models.DateField(help_text="The last day on which it holds.")
    version = models.PositiveSmallIntegerField(help_text="Of the words; they stand in the code.")
    language = models.CharField(max_length=12, help_text="In which she read them.")
    words = models.CharField(max_length=64, help_text="Hash of the words as she was shown them.")
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "purpose", "about"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="one_consent_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.about}"
