"""What something kept for repair says, in words for staff. Never whose it is."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from core.languages import BY_CODE, DEFAULT
from records.models import Kept
from records.naming import Named, named
from records.reasons import Reason
from records.sync.parcel import UUID_SHAPE

SHOWN = 20_000  # characters
# A phone's key or secret lets its holder add to someone's record. Nobody needs to read it, however broken what it stands in.
SECRETS = re.compile(r"((?:key|secret)\W{1,8})[\w:.-]{8,}")


@dataclass(frozen=True)
class Told:
    """What it is about, as far as it can be read. ``where``: the page or quiz in which staff find that."""

    about: str
    language: str
    where: Any = None

    @property
    def in_short(self) -> str:
        return f"{self.about} ({self.language})" if self.about and self.language else self.about or self.language


def tell(kept: Iterable[Kept]) -> dict[int, Told]:
    """What each is about, by its number. The number of queries does not grow."""
    said = {one.pk: _read(one) for one in kept}
    activities = {uuid for one in said.values() for uuid in (_uuid(one, "activity"), _uuid(one, "parent")) if uuid}
    found = named(activities, {DEFAULT} | {code for one in said.values() if (code := _language(one))})
    return {pk: _told(one, found) for pk, one in said.items()}


def text_of(kept: Kept) -> str:
    """What came, to be read by people: word for word, but with line breaks where it is JSON, and without a phone's secrets."""
    try:
        text = json.dumps(json.loads(kept.raw), indent=2, ensure_ascii=False)
    except (ValueError, RecursionError):
        text = kept.raw
    text = SECRETS.sub(r"\1…", text).encode("utf-8", "backslashreplace").decode()
    more = len(text) - SHOWN
    return text if more <= 0 else f"{text[:SHOWN]}\n… and {more:,} characters more"


def _told(said: dict[str, Any], found: dict[tuple[UUID, str], Named]) -> Told:
    code = _language(said)
    language = BY_CODE[code].english if code else ""
    for part in ("activity", "parent"):
        uuid = _uuid(said, part)
        thing = uuid and (found.get((uuid, code)) or found.get((uuid, DEFAULT)))
        if thing:
            return Told(thing.words, language, thing.where)
    return Told("Something that is not here" if _uuid(said, "activity") else "", language)


def _read(kept: Kept) -> dict[str, Any]:
    if kept.reason == Reason.BATCH:
        return {}
    try:
        said = json.loads(kept.raw)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def _uuid(said: dict[str, Any], name: str) -> UUID | None:
    value = said.get(name)
    return UUID(value) if isinstance(value, str) and UUID_SHAPE.fullmatch(value) else None


def _language(said: dict[str, Any]) -> str:
    code = said.get("language")
    return code if isinstance(code, str) and code in BY_CODE else ""
