"""What activities are called, for staff: the record knows them by uuid only, the layers above know their words."""

from collections.abc import Callable, Iterable, Set
from dataclasses import dataclass
from typing import Any
from uuid import UUID


@dataclass(frozen=True)
class Named:
    """An activity in one language. ``where``: the page or snippet in which staff find it."""

    activity: UUID
    language: str
    words: str
    where: Any


def quoted(text: str) -> str:
    """In quotation marks, and whole whatever script it is in."""
    return f"“\u2068{text}\u2069”"


Namer = Callable[[Set[UUID], Set[str]], Iterable[Named]]
_namers: list[Namer] = []


def names(namer: Namer) -> Namer:
    """Let a layer above name its things. It is given activities, what these are part of, and languages."""
    _namers.append(namer)
    return namer


def named(activities: Set[UUID], languages: Set[str]) -> dict[tuple[UUID, str], Named]:
    """All that can be named, by activity and language. The number of queries does not grow."""
    if not activities:
        return {}
    return {(one.activity, one.language): one for namer in _namers for one in namer(activities, languages)}
