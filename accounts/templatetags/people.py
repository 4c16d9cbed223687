"""What a page about a person tells the phone it is shown on."""

import json
from typing import Any

from django import template

from accounts.api import adding_key, learner_of

register = template.Library()


@register.simple_tag(takes_context=True)
def who(context: Any) -> str:
    """Whose answers this phone holds from now on, as JSON; empty for nobody. One query, for someone we know."""
    request = context.get("request")
    learner = learner_of(request) if request is not None and hasattr(request, "user") else None
    if learner is None:
        return "{}"
    return json.dumps({"learner": str(learner.uuid), "key": adding_key(learner), "account": learner.user_id is not None})
