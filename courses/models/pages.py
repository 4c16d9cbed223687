"""The page tree: a home per language, courses, modules, lessons."""

import hashlib
import json
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import CommentPanel, FieldPanel, ObjectList, TabbedInterface, TitleFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from core import pictures
from core.status import TextStatus
from core.wagtail_widgets import IllustrationSelect
from courses.blocks import BodyBlock
from quizzes.api import PHONE_FIRST
from quizzes.models import Quiz


class Phase(models.TextChoices):
    """Where on the way a module belongs."""

    PRE_DEPARTURE = "pre_departure", _("Before you go")
    IN_TRANSIT = "in_transit", _("On the way")
    POST_ARRIVAL = "post_arrival", _("After you arrive")


def editor(*panels: Any) -> TabbedInterface:
    """A page's form: what it says, and its address. Nothing else of Wagtail's is needed."""
    words = ObjectList([TitleFieldPanel("title"), *panels, CommentPanel()], heading="Words")
    return TabbedInterface([words, ObjectList([FieldPanel("slug")], heading="Address")])


def picture_panel() -> FieldPanel:
    return FieldPanel("picture", widget=IllustrationSelect)


class OnwardPage(Page):
    """What all our pages share. They are public: none can be made private, so none needs to be checked for it."""

    picture = models.CharField(max_length=40, choices=pictures.choices)
    text_status = models.CharField(
        "status of this text",
        max_length=10,
        choices=TextStatus.choices,
        default=TextStatus.DRAFT,
        help_text="Readers see it. Be honest: “reviewed” means a person who speaks the language has checked it.",
    )

    private_page_options: list[str] = []

    class Meta:
        abstract = True

    @property
    def preview_sizes(self) -> list[dict[str, Any]]:
        return PHONE_FIRST

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        from courses.views.pages import show

        return show(request, self)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        return self.serve(request)


class HomePage(Page):
    """Where a language's pages hang.

    Personal data: none.
    """

    edit_handler = editor()
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["courses.CoursePage"]
    private_page_options: list[str] = []
    preview_sizes = PHONE_FIRST

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        from courses.views.pages import show

        return show(request, self)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        return self.serve(request)


class CoursePage(OnwardPage):
    """A strand: life skills, digital literacy and so on.

    Personal data: none.
    """

    summary = models.CharField(max_length=160, help_text="One sentence: what it is about.")

    edit_handler = editor(FieldPanel("summary"), picture_panel(), FieldPanel("text_status"))
    parent_page_types = ["courses.HomePage"]
    subpage_types = ["courses.ModulePage"]


class ModulePage(OnwardPage):
    """A unit of a course in one phase.

    Personal data: none.
    """

    phase = models.CharField(max_length=14, choices=Phase.choices)
    summary = models.CharField(max_length=160, help_text="One sentence: what it is about.")

    edit_handler = editor(FieldPanel("summary"), FieldPanel("phase"), picture_panel(), FieldPanel("text_status"))
    parent_page_types = ["courses.CoursePage"]
    subpage_types = ["courses.LessonPage"]


class LessonPage(OnwardPage):
    """Three to six minutes about one thing a learner can do afterwards.

    Personal data: none.
    """

    objective = models.CharField(max_length=160, help_text="What she can do afterwards: “I can …”")
    minutes = models.PositiveSmallIntegerField(
        default=4, validators=[MinValueValidator(1), MaxValueValidator(20)], help_text="How long it takes; 3 to 6 is good."
    )
    picture_alt = models.CharField("what the picture shows", max_length=200, help_text="Read out to those who cannot see it.")
    body = StreamField(BodyBlock(), verbose_name="lesson")
    quiz_key = models.UUIDField(null=True, blank=True, editable=False, help_text="Translation key of the body's quiz.")

    edit_handler = editor(
        FieldPanel("objective"),
        FieldPanel("minutes"),
        picture_panel(),
        FieldPanel("picture_alt"),
        FieldPanel("body"),
        FieldPanel("text_status"),
    )
    parent_page_types = ["courses.ModulePage"]
    subpage_types: list[str] = []

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """Clean what came as raw data, and note which quiz the body offers, so that finding it needs no look inside."""
        list(self.body)  # a block that was never looked at is stored as it came; looked at, it is cleaned on its way in
        self.quiz_key = self._chosen_quiz_key()
        super().full_clean(*args, **kwargs)

    def _chosen_quiz_key(self) -> Any:
        """One query, if there is a quiz block."""
        chosen = [child["value"] for child in self.body.get_prep_value() if child["type"] == "quiz" and child["value"]]
        return Quiz.objects.filter(pk=chosen[0]).values_list("translation_key", flat=True).first() if chosen else None

    @property
    def content_hash(self) -> str:
        """Names what the page says."""
        said = [self.title, self.objective, self.body.get_prep_value()]
        return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False, default=str).encode()).hexdigest()


class LessonVersion(models.Model):
    """A lesson as it was once published, and the quiz it offered: answers to that quiz count for it, whatever it offers now.

    Personal data: none.
    """

    content_hash = models.CharField(max_length=64, help_text="The lesson's ``content_hash``.")
    lesson = models.UUIDField(help_text="The lesson's translation key.")
    quiz = models.UUIDField(null=True, blank=True, help_text="The quiz's translation key; none if reading it was enough.")
    published = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["quiz"], name="lesson_version_by_quiz")]
        constraints = [models.UniqueConstraint(fields=["lesson", "content_hash"], name="one_version_per_hash")]

    def __str__(self) -> str:
        return f"{self.lesson} of {self.published:%d %B %Y}"
