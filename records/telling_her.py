"""A learner's own words for what she did: the record knows uuids only, the layers above know titles, questions and answers."""

from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import dataclass
from uuid import UUID

from records.models import Statement


@dataclass(frozen=True)
class Words:
    """A question as she saw it, and what she answered."""

    question: str
    answer: str


Titler = Callable[[Set[UUID], str], dict[UUID, str]]
Worder = Callable[[Sequence[Statement]], dict[UUID, Words]]
_titlers: list[Titler] = []
_worders: list[Worder] = []


def titles(titler: Titler) -> Titler:
    """Let a layer above name its activities in a language. It is asked for all at once, so its queries do not grow."""
    _titlers.append(titler)
    return titler


def words(worder: Worder) -> Worder:
    """Let a layer above put answers into words, by the statements' uuids. It is asked for all at once."""
    _worders.append(worder)
    return worder


def titles_of(activities: Iterable[UUID], language: str) -> dict[UUID, str]:
    """What activities are called, as far as anybody knows."""
    wanted = frozenset(activities)
    return {key: title for titler in _titlers for key, title in titler(wanted, language).items()}


def words_of(rows: Sequence[Statement]) -> dict[UUID, Words]:
    """What was asked and answered, by the statements' uuids."""
    return {key: said for worder in _worders for key, said in worder(rows).items()}
