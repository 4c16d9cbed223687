"""Quizzes as trainers write them, and each item as learners saw it."""
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import DraftStateMixin, PreviewableMixin, RevisionMixin, TranslatableMixin
from wagtail.search import index
from wagtail.snippets.models import register_snippet

from core.status import TextStatus
from quizzes.blocks import ItemsBlock
from quizzes.items import Item
from quizzes.scoring import MASTERY


@register_snippet
class Quiz(PreviewableMixin, DraftStateMixin, RevisionMixin, TranslatableMixin, index.Indexed, models.Model):
    """A quiz in one language. Its translations share ``translation_key``, its items their block ids.

    Personal data: none.
    """

    title = models.CharField(max_length=120, help_text="For trainers; learners see the lesson's title.")
    items = StreamField(ItemsBlock())
    mastery_score = models.DecimalField(
        max_digits=5, decimal_places=4, default=MASTERY, validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(1))],
        help_text="How much must be right, from 0 to 1.",
    )
    text_status = models.CharField(max_length=10, choices=TextStatus.choices, default=TextStatus.DRAFT)

    panels = [FieldPanel("title"), FieldPanel("items"), FieldPanel("mastery_score"), FieldPanel("text_status")]
    search_fields = [index.SearchField("title"), index.AutocompleteField("title"), index.FilterField("locale_id")]

    class Meta(TranslatableMixin.Meta):
        verbose_name_plural = "quizzes"
        ordering = ["title"]

    def __str__(self) -> str:
        return f"{self.title} ({self.locale.language_code})"

    @property
    def item_list(self) -> list[Item]:
        """The items in order, as data."""
        return [child.block.to_item(child.id, child.value) for child in self.items]

    @property
    def item_ids(self) -> list[UUID]:
        return [UUID(child.id) for child in self.items]

    @property
    def preview_sizes(self) -> list[dict[str, Any]]:
        return PHONE_FIRST

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "quizzes/preview.html"


PHONE_FIRST = [
    {"name": "mobile", "icon": "mobile-alt", "device_width": 360, "label": "Phone"},
    {"name": "tablet", "icon": "tablet-alt", "device_width": 768, "label": "Tablet"},
    {"name": "desktop", "icon": "desktop", "device_width": 1280, "label": "Desktop"},
]


class ItemVersion(models.Model):
    """An item as it was once published, with its key: an answer is judged by what its learner saw.

    Personal data: none.
    """

    content_hash = models.CharField(max_length=64, help_text="Hash of what the learner sees; it says nothing about the key.")
    item = models.UUIDField()
    quiz = models.UUIDField(help_text="The quiz's translation key.")
    data = models.JSONField()
    published = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["content_hash"], name="item_version_by_hash")]

    def __str__(self) -> str:
        return f"{self.item} of {self.published:%d %B %Y}"
