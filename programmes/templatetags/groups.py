"""What My learning says of a learner's groups."""

from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from accounts.api import learner_of
from programmes.inviting import invitations_for
from programmes.joining import can_return
from programmes.models import Enrolment
from programmes.rights import works_here

register = template.Library()


@register.simple_tag(takes_context=True)
def your_groups(context: Any) -> list[dict[str, Any]]:
    """The groups she shares her learning with, and those she has just stopped sharing with. One query beside finding her."""
    learner, at = learner_of(context["request"]), timezone.now()
    if learner is None:
        return []
    places = Enrolment.objects.of(learner).select_related("cohort__office", "consent").order_by("-joined_at")
    found: dict[int, dict[str, Any]] = {}
    for place in places:
        is_shared = place.is_shared(at)
        if is_shared or can_return(place, at):
            found.setdefault(place.cohort_id, {"place": place, "cohort": place.cohort, "is_shared": is_shared})
    return list(found.values())


@register.simple_tag(takes_context=True)
def invitations(context: Any) -> Any:
    """The offices that ask her to work there. One query, for who is signed in."""
    return invitations_for(context["request"].user, at=timezone.now())


@register.simple_tag(takes_context=True)
def has_office(context: Any) -> bool:
    """Whether an office's pages are for whoever reads this. One query, for who is signed in."""
    return works_here(context["request"].user, timezone.now())


@register.filter
def groups_of(widget: Any, field: Any) -> list[tuple[Any, list[dict[str, Any]], int]]:
    """A list of boxes to tick as a template draws them: each box with its words, under the heading it stands below."""
    drawn = widget.optgroups(field.html_name, [str(value) for value in field.value() or []], {"id": field.auto_id})
    languages = field.name == "languages"
    return [
        (
            heading,
            [
                {"tag": _box(option), "label": option["label"], "lang": option["value"] if languages else ""}
                for option in options
            ],
            index,
        )
        for heading, options, index in drawn
    ]


def _box(option: dict[str, Any]) -> SafeString:
    checked = mark_safe(" checked") if option["selected"] else ""
    return format_html('<input type="checkbox" name="{}" value="{}"{}>', option["name"], option["value"], checked)
