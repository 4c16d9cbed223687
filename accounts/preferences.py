"""What learners choose on one phone and find on the next: the last to arrive counts, whatever the phones' clocks say."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from accounts.models import Learner, Preference

VALUE = re.compile(r"[a-z][a-z0-9-]{0,39}")


def prefer(learner: Learner, changes: Iterable[Any], *, at: datetime, late: bool = False) -> list[Any]:
    """Note choices, in their order; one had already changes nothing. Returns those that could not be understood. One query.

    ``late``: they came at that moment and are noted only now, so what was chosen since stays. Two queries.
    """
    rows, not_understood = [], []
    for said in changes:
        row = _read(learner, said, at)
        if row:
            rows.append(row)
        else:
            not_understood.append(said)
    if late:
        since = set(_of(learner).filter(stored__gt=at).values_list("name", flat=True))
        rows = [row for row in rows if row.name not in since]
    if rows:
        Preference.objects.bulk_create(rows, ignore_conflicts=True)
    return not_understood


def preferences_of(learner: Learner | None) -> dict[str, str]:
    """What a learner chose last, by name. One query; none without a learner."""
    if learner is None:
        return {}
    return dict(_of(learner).order_by("pk").values_list("name", "value"))  # later rows overwrite earlier ones


def _of(learner: Learner) -> QuerySet[Preference]:
    person = learner.merged_into_id or learner.pk
    return Preference.objects.filter(learner=person) | Preference.objects.filter(learner__merged_into=person)


def _read(learner: Learner, said: Any, at: datetime) -> Preference | None:
    if not isinstance(said, dict) or said.get("name") not in Preference.Name.values:
        return None
    uuid, value = said.get("uuid"), said.get("value")
    if not isinstance(uuid, str) or not isinstance(value, str) or not VALUE.fullmatch(value):
        return None
    try:
        known = UUID(uuid)
    except ValueError:
        return None
    return Preference(uuid=known, learner=learner, name=said["name"], value=value, stored=at) if str(known) == uuid else None
