"""The learning record: what happened, and where it leaves each learner."""

from typing import Any
from uuid import uuid4

from django.db import models

from records.fold import State
from records.reasons import IN_WORDS
from records.verbs import Verb


class StatementQuerySet(models.QuerySet):
    """Statements, read as English."""

    def of(self, learner: Any) -> "StatementQuerySet":
        """All of one person's, those of visits merged into hers included."""
        return self.filter(models.Q(learner=learner) | models.Q(learner__merged_into=learner))

    def about(self, activities: Any) -> "StatementQuerySet":
        """What was said of some activities or of their parts, oldest first."""
        found = models.Q(activity__in=activities) | models.Q(parent__in=activities)
        return self.filter(found).order_by("timestamp", "uuid")


class Statement(models.Model):
    """One thing a learner did. Never edited; it may have arrived late, twice or out of order.

    How a go at a quiz ended is no statement: it follows from its answers (docs/decisions/0013).

    Personal data: what one learner answered and finished, and when, so that her learning counts wherever she goes. No name,
    no address, no free text. Kept until the learner's record is erased.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    learner = models.ForeignKey("accounts.Learner", on_delete=models.CASCADE, related_name="statements")
    verb = models.CharField(max_length=12, choices=Verb.choices)
    activity = models.UUIDField(help_text="What it is about: a lesson's or quiz's translation key, or an item's id.")
    parent = models.UUIDField(null=True, blank=True, help_text="What the activity is part of.")
    parent_hash = models.CharField(max_length=64, blank=True, help_text="Hash of what the parent consisted of, as she saw it.")
    attempt = models.UUIDField(null=True, blank=True, help_text="Which go at a quiz it belongs to.")
    response = models.JSONField(null=True, blank=True, help_text="What was answered, by choice ids.")
    success = models.BooleanField(null=True, blank=True)
    score_scaled = models.DecimalField(max_digits=5, decimal_places=4, null=True, blank=True, help_text="0 to 1")
    content_hash = models.CharField(max_length=64, blank=True, help_text="Hash of what the learner saw.")
    language = models.CharField(max_length=12, blank=True)
    timestamp = models.DateTimeField(help_text="When it happened, as well as we can tell.")
    as_sent = models.CharField(max_length=40, blank=True, help_text="When it happened by the phone's own clock, as it said it.")
    stored = models.DateTimeField(help_text="When it reached us.")

    objects = StatementQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["learner", "activity"], name="statement_of_activity"),
            models.Index(fields=["learner", "parent"], name="statement_of_parent"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.activity}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Append only. Raises TypeError on an attempt to edit."""
        if self.pk is not None:
            raise TypeError("A statement is never edited.")
        super().save(*args, **kwargs)


class Progress(models.Model):
    """Where a learner stands in one activity: the fold of her statements about it, rebuilt at any time from them.

    Personal data: the same as Statement, in short form. Kept as long as the statements.
    """

    learner = models.ForeignKey("accounts.Learner", on_delete=models.CASCADE, related_name="progress")
    activity = models.UUIDField()
    begun_at = models.DateTimeField(null=True, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)
    passed_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveIntegerField(default=0)
    first_score = models.DecimalField(max_digits=5, decimal_places=4, null=True, blank=True)
    best_score = models.DecimalField(max_digits=5, decimal_places=4, null=True, blank=True)

    FOLDED = ("begun_at", "completed_at", "passed_at", "tries", "first_score", "best_score")

    class Meta:
        verbose_name_plural = "progress"
        constraints = [models.UniqueConstraint(fields=["learner", "activity"], name="one_progress_per_activity")]

    def __str__(self) -> str:
        return f"{self.learner_id} in {self.activity}"

    @property
    def state(self) -> State:
        """The row as the fold makes it."""
        return State(**{name: getattr(self, name) for name in self.FOLDED})


class KeptQuerySet(models.QuerySet):
    """What is kept for repair, read as English."""

    def waiting(self) -> "KeptQuerySet":
        """What is not stored yet."""
        return self.filter(replayed=None)


class Kept(models.Model):
    """Something a phone sent that cannot be stored as it is: kept word for word until it can (``manage.py replay_kept``).

    Personal data: the same as Statement, as the phone wrote it. Kept until it is replayed and as long as the statements.
    """

    learner = models.ForeignKey("accounts.Learner", null=True, blank=True, on_delete=models.CASCADE, related_name="kept")
    digest = models.CharField(
        max_length=64, unique=True, help_text="Hash of whose it is and what it says: the same is kept once."
    )
    reason = models.CharField(max_length=10, choices=[(str(reason), words) for reason, words in IN_WORDS.items()])
    raw = models.TextField(help_text="JSON, as it was sent.")
    sent_at = models.CharField(max_length=40, blank=True, help_text="The phone's clock when it sent it.")
    received = models.DateTimeField()
    replayed = models.DateTimeField(null=True, blank=True, help_text="When it was stored after all.")

    objects = KeptQuerySet.as_manager()

    class Meta:
        verbose_name = "kept for repair"
        verbose_name_plural = "kept for repair"
        indexes = [models.Index(fields=["replayed", "received"], name="kept_still_open")]

    def __str__(self) -> str:
        return f"{self.get_reason_display()}, {self.received:%d %B %Y}"
