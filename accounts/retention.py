"""For each model that holds something about a person: how long, why, and where she finds it in her copy.

Every layer declares its own models (``records.retention`` and so on; third parties' stand in ``accounts.retention_rules``).
``tests/accounts/test_retention.py`` proves that none is missing; ``manage.py keep_no_longer`` enforces every night what has an
end by itself.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

BATCH = 500  # rows in a transaction: others write in between


def delete(rows: QuerySet) -> None:
    """What most rows come to."""
    rows.delete()


@dataclass(frozen=True)
class Rule:
    """``kept``: how long, and why. ``copy``: the chapter of a copy that has it; or ``but``: why it is in none.

    ``over``: the rows whose time has passed at a moment; without it, they go with the person. ``end``: how they go.
    """

    model: str
    kept: str
    copy: str = ""
    but: str = ""
    over: Callable[[datetime], QuerySet] | None = None
    end: Callable[[QuerySet], None] = delete


RULES: dict[str, Rule] = {}


def keeps(model: str, kept: str, **more: Any) -> None:
    """Declare it. Raises ValueError for what was declared already."""
    if model in RULES:
        raise ValueError(f"{model} is declared twice.")
    RULES[model] = Rule(model, kept, **more)


def keep_no_longer(*, at: datetime) -> dict[str, int]:
    """End all whose time has passed, in small portions. Returns how many, by model; done again, it is none."""
    return {name: ended for name, rule in sorted(RULES.items()) if rule.over and (ended := _end(rule, at))}


def _end(rule: Rule, at: datetime) -> int:
    assert rule.over
    ended = 0
    while pks := list(rule.over(at).values_list("pk", flat=True)[:BATCH]):
        with transaction.atomic():
            rule.end(rule.over(at).filter(pk__in=pks))  # asked again: she may have come back meanwhile
        ended += len(pks)
    return ended
