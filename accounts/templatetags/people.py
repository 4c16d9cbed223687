"""What a page about a person tells the phone it is shown on."""

import json
from typing import Any

from django import template
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from accounts import card_words, earlier_visits, recovery, sms
from accounts import notices as noticing
from accounts.api import adding_key, learner_of
from accounts.usernames import is_nameless

register = template.Library()


@register.simple_tag(takes_context=True)
def who(context: Any) -> str:
    """Whose answers this phone holds from now on, as JSON; empty for nobody. Two queries at most."""
    request = context.get("request")
    learner = learner_of(request) if request is not None and hasattr(request, "user") else None
    if learner is None:
        return "{}"
    said = {"learner": str(learner.uuid), "key": adding_key(learner), "account": learner.user_id is not None}
    if said["account"]:
        said["apart"] = earlier_visits.apart_from(learner)  # visits on this phone that are not hers
    return json.dumps(said)


@register.simple_tag(takes_context=True)
def earlier_visit(context: Any) -> bool:
    """Whether she is still to say if a visit was hers. Two queries, for who is signed in."""
    user = context["request"].user
    return user.is_authenticated and earlier_visits.question_for(user) is not None


@register.simple_tag(takes_context=True)
def notices(context: Any) -> list[dict[str, Any]]:
    """What changed in her account and she has not seen yet. One query, for who is signed in."""
    request = context["request"]
    if not request.user.is_authenticated:
        return []
    news = noticing.unseen(request.user, here=request.session.session_key)
    return [{"pk": one.pk, "at": one.at, "words": noticing.WORDS[one.kind]} for one in news]


@register.simple_tag(takes_context=True)
def new_card(context: Any) -> dict[str, str] | None:
    """The new card that an office makes for her, which she may stop. One query beside finding her."""
    learner, at = learner_of(context["request"]), timezone.now()
    card = recovery.going_on(learner, at=at) if learner else None
    return {"office": card.office_name, "when": card_words.works_when(card.works_from, at=at)} if card else None


@register.simple_tag
def has_sms() -> bool:
    """Whether codes can be sent to phones."""
    return sms.is_on()


@register.filter
def chosen_name(user: Any) -> str:
    """The name she chose; empty if she chose none."""
    return "" if is_nameless(user.username) else user.username


@register.filter
def as_json(value: Any) -> str:
    """A value as text for an attribute that a script reads."""
    return json.dumps(value, cls=DjangoJSONEncoder)
