"""Quizzes as trainers write them, and each item as learners saw it."""

import hashlib
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import override
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import DraftStateMixin, PreviewableMixin, RevisionMixin, TranslatableMixin
from wagtail.search import index

from core.languages import BY_CODE, DEFAULT
from core.status import TextStatus
from quizzes.blocks import ItemsBlock
from quizzes.items import Item
from quizzes.scoring import MASTERY, Version
from quizzes.widgets import MasterySelect


class Quiz(PreviewableMixin, DraftStateMixin, RevisionMixin, TranslatableMixin, index.Indexed, models.Model):
    """A quiz in one language. Its translations share ``translation_key``, its items their block ids.

    Personal data: none.
    """

    title = models.CharField(max_length=120, help_text="For trainers; learners see the lesson's title.")
    items = StreamField(ItemsBlock(), verbose_name="questions")
    mastery_score = models.DecimalField(
        "how much must be right",
        max_digits=5,
        decimal_places=4,
        default=MASTERY,
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(1))],
        help_text="Who has less right is asked to look again. Nobody fails.",
    )
    counts_for_credential = models.BooleanField(
        "counts for a certificate",
        default=False,
        help_text="Then no phone holds the right answers. People can answer without a network, and see later how it went.",
    )
    text_status = models.CharField(
        "status of this text",
        max_length=10,
        choices=TextStatus.choices,
        default=TextStatus.DRAFT,
        help_text="Be honest: “reviewed” means a person who speaks the language has checked it.",
    )

    panels = [
        FieldPanel("title"),
        FieldPanel("items"),
        MultiFieldPanel(
            [FieldPanel("mastery_score", widget=MasterySelect), FieldPanel("counts_for_credential"), FieldPanel("text_status")],
            "Settings",
            classname="collapsed",
        ),
    ]
    search_fields = [index.SearchField("title"), index.AutocompleteField("title"), index.FilterField("locale_id")]

    class Meta(TranslatableMixin.Meta):
        verbose_name_plural = "quizzes"
        ordering = ["title"]

    def __str__(self) -> str:
        return f"{self.title} ({self.language_code})"

    @property
    def language_code(self) -> str:
        """Its language; one that is just being written has none yet."""
        return self.locale.language_code if self.locale_id else DEFAULT

    @property
    def item_list(self) -> list[Item]:
        """The items in order, as data."""
        return [child.block.to_item(child.id, child.value) for child in self.items]

    @property
    def item_ids(self) -> list[UUID]:
        return [UUID(child.id) for child in self.items]

    @property
    def version_hash(self) -> str:
        """Names which questions there are, in whatever order, language and words."""
        whole = [str(self.translation_key), *sorted(str(item) for item in self.item_ids)]
        return hashlib.sha256("/".join(whole).encode()).hexdigest()

    @property
    def text_state(self) -> str:
        """The text's status in one word, for lists."""
        return str(TextStatus(self.text_status).label).partition(":")[0]

    @property
    def question_count(self) -> int:
        return len(self.items)

    @property
    def preview_sizes(self) -> list[dict[str, Any]]:
        return PHONE_FIRST

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "quizzes/preview.html"

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """The items as learners see them, with what they are told afterwards; in the quiz's own language."""
        code = self.language_code
        with override(code):
            context = {"quiz": self, "items": self.item_list, "language": BY_CODE[code], "path": ""}
            return TemplateResponse(request, self.get_preview_template(request, mode_name), context).render()


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


class QuizVersion(models.Model):
    """Which items a quiz had when it was once published: a go is over when all that its learner saw are answered.

    Personal data: none.
    """

    content_hash = models.CharField(max_length=64, help_text="The quiz's ``version_hash``.")
    quiz = models.UUIDField(help_text="The quiz's translation key.")
    items = models.JSONField(help_text="The items' ids.")
    mastery_score = models.DecimalField(max_digits=5, decimal_places=4)
    published = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["quiz"], name="quiz_version_of")]

    def __str__(self) -> str:
        return f"{self.quiz} of {self.published:%d %B %Y}"

    @property
    def version(self) -> Version:
        """As the rules take it."""
        return Version(self.content_hash, frozenset(UUID(item) for item in self.items), self.mastery_score)
