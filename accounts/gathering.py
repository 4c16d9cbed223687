"""“Give me everything”: one copy of all that is kept about somebody, to be read by her and by machines.

Each layer tells its part by the signal ``gathering``, as chapters of things, each thing a few facts with a name that stays the
same in every language and release, and words in hers. ``accounts.retention`` says for each model which chapter it is in, and a
test that none is forgotten. No secret is in a copy: no hash, no key, nothing that opens a door.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from babel.dates import format_time
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.person import Person
from accounts.signals import gathering
from core.templatetags.onward import day

FORMAT, VERSION = "onward-copy", 1
ORDER = (
    *("progress", "answers", "kept_for_repair", "groups", "consents", "looks"),
    *("choices", "account", "ways_in", "signed_in", "notices"),
)


@dataclass(frozen=True)
class Fact:
    """``name`` for machines, ``words`` for her, ``value`` as it is, ``shown`` as she reads it.

    What has no words is for machines alone: numbers of things, and checksums.
    """

    name: str
    words: str
    value: Any
    shown: str


@dataclass(frozen=True)
class Chapter:
    """All that there is of one kind; ``things`` in the order in which she reads them."""

    name: str
    title: str
    things: list[list[Fact]]


def for_machines_only(name: str, value: Any) -> Fact:
    """A fact that nobody reads."""
    return Fact(name, "", value, "")


def fact(name: str, words: str, value: Any, shown: str | None = None) -> Fact:
    """A fact; without ``shown``, as its value reads in the active language."""
    return Fact(name, str(words), value, _shown(value) if shown is None else str(shown))


def chapter(name: str, title: str, things: Iterable[Iterable[Fact]]) -> Chapter:
    """Facts that say nothing are left out."""
    kept = [[one for one in thing if one.value not in (None, "", [], {})] for thing in things]
    return Chapter(name, str(title), kept)


def gather(person: Person, language: str) -> list[Chapter]:
    """Everything about somebody, in her language: what she did first, then the rest.

    The number of queries grows with the layers, not with what she did.
    """
    with override(language):
        parts = gathering.send(sender=Person, person=person, language=language)
        chapters = [chapter for _receiver, chapters in parts for chapter in chapters]
    return sorted(chapters, key=lambda one: ORDER.index(one.name) if one.name in ORDER else len(ORDER))


def for_machines(chapters: Iterable[Chapter], *, language: str, at: datetime) -> dict[str, Any]:
    """The copy as JSON takes it. docs/copy.md describes it."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "made_at": _plain(at),
        "language": language,
        "chapters": {one.name: [{fact.name: _plain(fact.value) for fact in thing} for thing in one.things] for one in chapters},
    }


def _plain(value: Any) -> Any:
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    return float(value) if isinstance(value, Decimal) else value


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime):
        return f"{day(value)}, \u2066{format_time(value, 'HH:mm', locale='en')}\u2069"
    if isinstance(value, date):
        return day(value)
    return ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
