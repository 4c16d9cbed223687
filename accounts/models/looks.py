"""Who looked at whose learning: a chain that nobody can change without it being seen."""

import hashlib
import json
from datetime import UTC
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.people import Learner
from accounts.models.roles import Role

FIRST = "0" * 64  # what the first look follows on


def subject_of(learner: UUID) -> str:
    """What the log writes instead of whose record it was. Who has the learner's uuid can find her looks by it; once the uuid
    is erased nobody can, and the chain still holds.
    """
    return hashlib.sha256(f"onward look {learner}".encode()).hexdigest()


class LookQuerySet(models.QuerySet):
    """Looks, read as English. They are never changed in bulk either."""

    def at_record_of(self, learner: Learner) -> "LookQuerySet":
        """At one person's record, visits merged into hers included; newest first. Two queries."""
        person = learner.merged_into_id or learner.pk
        hers = Learner.objects.filter(models.Q(pk=person) | models.Q(merged_into=person)).values_list("uuid", flat=True)
        return self.filter(subject__in=[subject_of(uuid) for uuid in hers]).order_by("-n")

    def update(self, **values: Any) -> int:
        raise TypeError("A look is never changed.")

    def delete(self) -> Any:
        raise TypeError("A look is never deleted.")


class Look(models.Model):
    """One look of one member of staff at one learner's record. Appended by ``accounts.api.look``, never changed or deleted.

    Each row carries a hash of itself and of the row before it, so a row that was changed, taken out or put in between shows
    (``manage.py check_looks``); the database refuses to change or delete one. There is no foreign key, so that neither an
    erased learner nor a deleted account of staff changes a row (docs/decisions/0021).

    Personal data: which member of staff looked at a learner's record, when and why; of the learner only a hash that means
    nothing once her record is erased. Kept for good: it is how learners and offices can see what was done with their trust.
    """

    class What(models.TextChoices):
        """What was shown."""

        GROUP = "group", _("Saw in the list of your group what you have done.")
        PROGRESS = "progress", _("Looked at your learning.")
        ANSWER = "answer", _("Looked at an answer of yours that could not be stored.")
        TRIED = "tried", _("Let secret pictures be tried to make a new card for you.")
        CARD = "card", _("Made a new card for you.")
        AGREED = "agreed", _("Agreed to a new card for you.")
        CALLED_OFF = "called_off", _("Called off a new card for you.")

    class Why(models.TextChoices):
        """The usual reasons. Another is written as it was given."""

        FOLLOWS = "follows", _("Looks after your group.")
        LEADS = "leads", _("Responsible for the office of your group.")
        REPAIR = "repair", _("Repairs what could not be stored.")
        PROVED = "proved", _("You showed by your secret pictures that it is you.")
        LOST = "lost", _("Your card is lost or was taken.")
        WORN = "worn", _("Your card cannot be read any more.")
        FORGOT = "forgot", _("You forgot the pictures of your card, or it was stopped.")

    n = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField()
    by = models.UUIDField(help_text="The account's uuid.")
    who = models.CharField(max_length=150, help_text="Her name as it was then.")
    role = models.CharField(max_length=14, choices=Role.choices)
    office = models.CharField(max_length=80, blank=True)
    subject = models.CharField(max_length=64, db_index=True, help_text="``subject_of`` the learner.")
    what = models.CharField(max_length=10, choices=What.choices)
    why = models.CharField(max_length=200)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects = LookQuerySet.as_manager()

    def __str__(self) -> str:
        return f"look {self.n}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Not one by one: the chain is appended to in ``accounts.looking``."""
        raise TypeError("A look is never changed, and appended by accounts.api.look only.")

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise TypeError("A look is never deleted.")

    @property
    def because(self) -> Any:
        """Why, in words for the learner."""
        return Look.Why(self.why).label if self.why in Look.Why.values else self.why

    def hash_now(self) -> str:
        """What the row's hash must be: of all it says and of the hash before it."""
        said = [self.n, self.at.astimezone(UTC).isoformat(timespec="microseconds"), str(self.by), self.who, self.role]
        said += [self.office, self.subject, self.what, self.why, self.previous]
        return hashlib.sha256(json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()
