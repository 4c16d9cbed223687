"""Local facts: numbers, laws and prices that are true in one country only."""

from datetime import date
from typing import Any

from django.contrib.admin import display
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from core import languages
from courses import phones
from courses.destinations import CHOICES, DESTINATIONS

KEY_LABELS = [
    ("emergency", _("Emergency: police, ambulance, fire")),
    ("emergency_silent", _("Emergency, when you cannot speak")),
    ("police", _("Police, no emergency")),
    ("exploitation_help", _("Help with exploitation and trafficking")),
    ("abuse_help", _("Help with violence at home")),
    ("advice_line", _("Advice for people who are new here")),
    ("report_fraud", _("Report a scam")),
    ("labour_rights", _("Rights at work")),
    ("minimum_wage", _("Lowest legal pay")),
    ("health_advice", _("Health advice")),
]


class FactQuerySet(models.QuerySet):
    """Facts, read as English."""

    def true_in(self, destination: str, at: date) -> "FactQuerySet":
        """What was checked for a destination and is not out of date."""
        return self.filter(destination=destination, verified_on__lte=at, review_after__gte=at)

    def in_language(self, language: str) -> "FactQuerySet":
        """Those worded for a language, and those that need no words."""
        return self.filter(language__in=["", language])

    def to_review(self, at: date) -> "FactQuerySet":
        """Never checked, or due to be checked again."""
        return self.filter(models.Q(verified_on=None) | models.Q(review_after__lt=at))


class LocalFact(models.Model):
    """One fact that is true in one destination. Learners see it only while it is verified and not out of date.

    Personal data: who checked it, as a name or initials a staff member chose to write; kept with the fact.
    """

    class Kind(models.TextChoices):
        """What the value is. Phone numbers can be tapped."""

        PHONE = "phone", "Phone number, with + and country code"
        SHORT_NUMBER = "short_number", "Short number, like 112"
        TEXT = "text", "Words or an amount"

    key = models.CharField("what it is", max_length=30, choices=KEY_LABELS)
    destination = models.CharField("where it is true", max_length=30, choices=CHOICES)
    language = models.CharField(
        max_length=12,
        blank=True,
        choices=[(one.code, one.english) for one in languages.LANGUAGES],
        help_text="Leave empty if it reads the same in every language, like a phone number.",
    )
    kind = models.CharField("kind of fact", max_length=12, choices=Kind.choices, default=Kind.PHONE)
    value = models.CharField("number or words", max_length=200, help_text="Like +420222717171, or 112, or “22 Kč an hour”.")
    open_always = models.BooleanField("always open", default=False, help_text="Day and night, every day.")
    hours = models.CharField(max_length=120, blank=True, help_text="In the fact's language, if it is not always open.")
    is_free = models.BooleanField("free to call", default=False)
    source = models.CharField(max_length=300, help_text="Where it says so: a page's address, or who said it.")
    verified_on = models.DateField(
        "checked on", null=True, blank=True, help_text="When someone dialled or checked it. Empty: learners do not see it."
    )
    verified_by = models.CharField("checked by", max_length=80, blank=True, help_text="Initials are enough.")
    review_after = models.DateField(
        "check again by", null=True, blank=True, help_text="After this day learners no longer see it."
    )

    objects = FactQuerySet.as_manager()

    panels = [
        MultiFieldPanel([FieldPanel(name) for name in ("key", "destination", "language")], "Which fact"),
        MultiFieldPanel([FieldPanel(name) for name in ("kind", "value", "open_always", "hours", "is_free")], "The fact"),
        MultiFieldPanel([FieldPanel(name) for name in ("source", "verified_on", "verified_by", "review_after")], "How we know"),
    ]

    class Meta:
        ordering = ["destination", "key"]
        constraints = [models.UniqueConstraint(fields=["key", "destination", "language"], name="one_fact_per_key_and_place")]

    def __str__(self) -> str:
        return f"{self.get_key_display()}, {self.get_destination_display()}: {self.value}"

    def clean(self) -> None:
        """A number that cannot be dialled there, or a check without a date to check again, is refused."""
        errors: dict[str, Any] = {}
        region = DESTINATIONS[self.destination].region if self.destination in DESTINATIONS else ""
        check = {self.Kind.PHONE: phones.fault_of_number, self.Kind.SHORT_NUMBER: phones.fault_of_short_number}.get(self.kind)
        if check and region and (fault := check(self.value, region)):
            errors["value"] = fault
        if self.kind == self.Kind.TEXT and not self.language:
            errors["language"] = "Words are in one language: choose it."
        if self.verified_on and not self.review_after:
            errors["review_after"] = "Say when it must be checked again."
        if errors:
            raise ValidationError(errors)

    @display(description="what it is", ordering="key")
    def what(self) -> str:
        return str(self.get_key_display())

    def is_shown(self, at: date) -> bool:
        """Whether learners may see it on a day."""
        return bool(self.verified_on and self.review_after and self.verified_on <= at <= self.review_after)

    @property
    def in_lessons(self) -> str:
        """What to write in a lesson where the fact should stand."""
        return f"{{fact:{self.key}}}"

    @property
    def check_state(self) -> str:
        """How far its checking is, for trainers."""
        if not self.verified_on:
            return "not checked yet"
        return "checked" if self.is_shown(timezone.localdate()) else "out of date"

    @property
    def dial(self) -> str:
        """The ``tel:`` address, or empty."""
        return f"tel:{self.value}" if self.kind in (self.Kind.PHONE, self.Kind.SHORT_NUMBER) else ""

    @property
    def shown(self) -> str:
        """The value as people there write it."""
        return phones.shown(self.value) if self.kind == self.Kind.PHONE else self.value
