"""Answers in words, as their learner saw the question."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from quizzes.items import CHOICE, MATCHING, MULTIPLE_CHOICE, SEQUENCING, TRUE_FALSE, Item
from quizzes.models import ItemVersion
from records.api import Verb, Words, words
from records.models import Statement


@words
def put_into_words(rows: Sequence[Statement]) -> dict[UUID, Words]:
    """What was asked and what she answered. One query."""
    answered = [row for row in rows if row.verb == Verb.ANSWERED]
    versions = ItemVersion.objects.filter(content_hash__in={row.content_hash for row in answered}).order_by("published", "pk")
    items = {(version.content_hash, version.item): Item.from_dict(version.data) for version in versions} if answered else {}
    found = ((row, items.get((row.content_hash, row.activity))) for row in answered)
    return {row.uuid: Words(item.prompt, in_words(item, row.response)) for row, item in found if item}


def in_words(item: Item, response: Any) -> str:
    """A response as text; empty if it fits no more."""
    texts = {part.id: part.text for part in item.parts}
    if item.interaction_type == TRUE_FALSE:
        return _("True") if response else _("Not true")
    if item.interaction_type in (CHOICE, MULTIPLE_CHOICE) and isinstance(response, list):
        return "; ".join(text for one, text in texts.items() if one in response)
    if item.interaction_type == SEQUENCING and isinstance(response, list):
        return "; ".join(f"{place}. {texts[one]}" for place, one in enumerate(response, 1) if one in texts)
    if item.interaction_type == MATCHING and isinstance(response, dict):
        matches = {part.id: part.match for part in item.parts}
        chosen = ((text, matches.get(response.get(left, ""))) for left, text in texts.items())
        return "; ".join(f"{text}: {match}" for text, match in chosen if match)
    return ""
