"""Quizzes in the admin."""

from typing import Any

from wagtail.admin.ui.tables import Column, LiveStatusTagColumn, LocaleColumn, UpdatedAtColumn
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from quizzes.models import Quiz


class QuizViewSet(SnippetViewSet):
    """The list of quizzes, and their form."""

    model = Quiz
    icon = "form"
    menu_label = "Quizzes"
    menu_name = "quizzes"
    menu_order = 110
    add_to_admin_menu = True
    list_display = [
        "title",
        LocaleColumn(label="Language"),
        Column("question_count", label="Questions"),
        Column("text_state", label="Text", sort_key="text_status"),
        LiveStatusTagColumn(),
        UpdatedAtColumn(),
    ]
    list_filter = ["locale", "text_status", "live"]
    ordering: Any = ["title"]


register_snippet(QuizViewSet)
