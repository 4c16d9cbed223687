"""Local facts in the admin, and the reminder of those that nobody has checked lately."""

from typing import Any

import django_filters
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from wagtail import hooks
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from courses.models import LocalFact
from courses.models.facts import FactQuerySet


class FactFilterSet(WagtailFilterSet):
    """By place, by fact, and by what is still to do."""

    to_review = django_filters.ChoiceFilter(
        label="Checking",
        choices=[("yes", "To check: learners do not see it"), ("no", "Checked: learners see it")],
        method="by_review",
        empty_label="All",
    )

    class Meta:
        model = LocalFact
        fields = ["destination", "key", "language"]

    def by_review(self, facts: FactQuerySet, name: str, value: str) -> FactQuerySet:
        due = facts.to_review(timezone.localdate())
        return due if value == "yes" else facts.exclude(pk__in=due.values("pk"))


class FactViewSet(SnippetViewSet):
    """The list of local facts, and their form."""

    model = LocalFact
    icon = "site"
    menu_label = "Local facts"
    menu_name = "local-facts"
    menu_order = 120
    add_to_admin_menu = True
    list_display = [
        "what",
        Column("get_destination_display", label="Where", sort_key="destination"),
        Column("get_language_display", label="Language", sort_key="language"),
        Column("shown", label="Number or words"),
        Column("in_lessons", label="In lessons write", sort_key="key"),
        StatusTagColumn("check_state", label="Checking", primary=lambda fact: fact.is_shown(timezone.localdate())),
        DateColumn("review_after", label="Check again by", sort_key="review_after"),
    ]
    filterset_class = FactFilterSet
    search_fields = ["value", "source"]


register_snippet(FactViewSet)


class FactsToCheckPanel(Component):
    """Which facts learners do not see, because nobody has checked them or it was too long ago."""

    name = "facts_to_check"
    template_name = "wagtailadmin/home/facts_to_check.html"
    order = 50
    SHOWN = 12

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        facts = LocalFact.objects.to_review(timezone.localdate())
        name_of = LocalFact.snippet_viewset.get_url_name
        url = f"{reverse(name_of('list'))}?to_review=yes"
        return {"facts": facts[: self.SHOWN], "count": facts.count(), "url": url, "edit": name_of("edit")}


@hooks.register("construct_homepage_panels")
def remind_of_facts(request: HttpRequest, panels: list[Component]) -> None:
    if request.user.has_perm("courses.change_localfact"):
        panels.append(FactsToCheckPanel())
