"""One quiz item as data: what the learner sees, and the key she does not. Pure rules; no database, no Django."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

TRUE_FALSE, CHOICE, MULTIPLE_CHOICE = "true-false", "choice", "multiple-choice"
SEQUENCING, MATCHING = "sequencing", "matching"
INTERACTION_TYPES = (TRUE_FALSE, CHOICE, MULTIPLE_CHOICE, SEQUENCING, MATCHING)


@dataclass(frozen=True)
class Part:
    """A choice, a step or the left side of a pair.

    ``match``: the right side, in matching items. ``option``: the right side's id, the same in every language; nobody can tell
    from it which left side it belongs to.
    """

    id: str
    text: str
    picture: str = ""
    match: str = ""
    option: str = ""
    right: bool = False
    feedback: str = ""


@dataclass(frozen=True)
class Item:
    """One question. ``parts`` stand in the author's order; for sequencing that order is the key."""

    id: str
    interaction_type: str
    prompt: str
    parts: tuple[Part, ...] = ()
    answer: bool | None = None
    when_right: str = ""
    when_wrong: str = ""
    picture: str = ""
    alt: str = ""

    @property
    def seen(self) -> dict[str, Any]:
        """What the page shows before she answers: no key, no feedback, and no order that gives the key away."""
        return {
            "id": self.id,
            "type": self.interaction_type,
            "prompt": self.prompt,
            "picture": self.picture,
            "alt": self.alt,
            "parts": [(part.id, part.text, part.picture) for part in self.shown_parts],
            "matches": [list(match) for match in self.shown_matches],
        }

    @property
    def content_hash(self) -> str:
        """Names what she saw. It says nothing about the key: worlds that differ in the key alone have the same hash."""
        return hashlib.sha256(json.dumps(self.seen, sort_keys=True, ensure_ascii=False).encode()).hexdigest()

    @property
    def has_pictures(self) -> bool:
        """Whether its choices are pictures with words."""
        return any(part.picture for part in self.parts)

    @property
    def shown_parts(self) -> list[Part]:
        """The parts in an order that depends on their ids alone, the same for everyone."""
        return sorted(self.parts, key=lambda part: _mixed(self.id, part.id))

    @property
    def options(self) -> dict[str, str]:
        """Right sides of a matching item, by id; two that read the same are one, under the lesser id."""
        by_text: dict[str, str] = {}
        for part in self.parts if self.interaction_type == MATCHING else ():
            option = part.option or match_id(part.match)
            by_text[part.match] = min(option, by_text.get(part.match, option))
        return {option: text for text, option in by_text.items()}

    @property
    def shown_matches(self) -> list[tuple[str, str]]:
        """Right sides as (id, text), in an order that depends on their ids alone."""
        return sorted(self.options.items(), key=lambda match: _mixed(self.id, match[0]))

    @property
    def key(self) -> Any:
        """The right response, in the form ``read_response`` gives."""
        if self.interaction_type == TRUE_FALSE:
            return bool(self.answer)
        if self.interaction_type == MATCHING:
            return {part.id: part.id for part in self.parts}
        if self.interaction_type == SEQUENCING:
            return [part.id for part in self.parts]
        return sorted(part.id for part in self.parts if part.right)

    @property
    def form_key(self) -> dict[str, list[str]]:
        """The right response, as the form's fields and their values: what a phone needs to judge a practice item."""
        if self.interaction_type == TRUE_FALSE:
            return {"answer": ["true" if self.answer else "false"]}
        if self.interaction_type == SEQUENCING:
            return {f"place-{part.id}": [str(place)] for place, part in enumerate(self.parts, 1)}
        if self.interaction_type == MATCHING:
            option_of = {text: option for option, text in self.options.items()}
            return {f"match-{part.id}": [option_of[part.match]] for part in self.parts}
        return {"answer": sorted(part.id for part in self.parts if part.right)}

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> "Item":
        return cls(**{**data, "parts": tuple(Part(**part) for part in data["parts"])})


def match_id(text: str) -> str:
    """A right side's id made from its text, for items that were published before right sides had ids of their own."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _mixed(item: str, part: str) -> str:
    return hashlib.sha256(f"{item}/{part}".encode()).hexdigest()


@dataclass(frozen=True)
class Form:
    """Posted values: ``get`` one, or ``getlist`` them; a stand-in for Django's QueryDict in tests."""

    values: dict[str, list[str]] = field(default_factory=dict)

    def get(self, name: str, default: str = "") -> str:
        return (self.values.get(name) or [default])[-1]

    def getlist(self, name: str) -> list[str]:
        return self.values.get(name, [])


class Incomplete(ValueError):
    """The form does not hold a whole answer yet."""


def read_response(item: Item, form: Any) -> Any:
    """The answer in a posted form, by ids that are the same in every language.

    true-false: a bool. choice and multiple-choice: sorted choice ids. sequencing: step ids in her order.
    matching: left id → id of the pair whose right side she chose. Raises Incomplete.
    """
    if item.interaction_type == TRUE_FALSE:
        if form.get("answer") not in ("true", "false"):
            raise Incomplete
        return form.get("answer") == "true"
    if item.interaction_type in (CHOICE, MULTIPLE_CHOICE):
        return _chosen(item, form.getlist("answer"))
    if item.interaction_type == SEQUENCING:
        return _ordered(item, form)
    return _matched(item, form)


def _chosen(item: Item, answers: Iterable[str]) -> list[str]:
    chosen = sorted(set(answers) & {part.id for part in item.parts})
    if not chosen or (item.interaction_type == CHOICE and len(chosen) != 1):
        raise Incomplete
    return chosen


def _ordered(item: Item, form: Any) -> list[str]:
    places = {part.id: form.get(f"place-{part.id}") for part in item.parts}
    if sorted(places.values()) != sorted(str(place) for place in range(1, len(places) + 1)):
        raise Incomplete
    return sorted(places, key=lambda part: int(places[part]))


def _matched(item: Item, form: Any) -> dict[str, str]:
    pair_of = {option: next(part.id for part in item.parts if part.match == text) for option, text in item.options.items()}
    response = {part.id: pair_of.get(form.get(f"match-{part.id}"), "") for part in item.parts}
    if not all(response.values()):
        raise Incomplete
    texts = {part.id: part.match for part in item.parts}  # two pairs with the same right side: either will do
    return {left: left if texts[left] == texts[right] else right for left, right in response.items()}
