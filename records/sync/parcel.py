"""Reading what a phone sent. Pure: no database. Nothing here is trusted, and nothing is thrown away."""

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

VERSION = 1
MAX_STATEMENTS, MAX_BYTES = 200, 256 * 1024
FIRST_LESSON = datetime(2026, 1, 1, tzinfo=UTC)  # nothing was learned with Onward before it was there
TRAVEL_TIME = timedelta(minutes=2)  # what a slow network may take; a clock that is less wrong than this is right
UUID_SHAPE = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
HASH_SHAPE = re.compile(r"([0-9a-f]{64})?")
MOMENT_SHAPE = re.compile(  # as JavaScript writes it, with years beyond 9999 and before 0
    r"([0-9]{4}|[+-][0-9]{6})-[0-9]{2}-[0-9]{2}"
    r"(T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,9})?)?(Z|[+-][0-9]{2}:[0-9]{2})?)?"
)
FRAMES_TO_SPARE = 100  # what is nested so deeply that it can just be read could not be written down again


class Unreadable(ValueError):
    """It is not what a phone of ours sends. ``args[0]``: why, in a word."""


@dataclass(frozen=True)
class Sent:
    """One statement as a phone sent it. ``timestamp``: corrected by how wrong the phone's clock was."""

    uuid: UUID
    verb: str
    activity: UUID
    parent: UUID | None
    parent_hash: str
    attempt: UUID | None
    response: dict[str, list[str]]
    content_hash: str
    language: str
    timestamp: datetime
    as_sent: str


@dataclass(frozen=True)
class Parcel:
    """What one request carries. ``statements`` and ``preferences`` are still as they came."""

    statements: list[Any]
    preferences: list[Any]
    sent_at: str
    secret: str = ""
    key: str = ""


def read_parcel(body: bytes) -> Parcel:
    """The parcel in a request's body. Raises Unreadable."""
    try:
        said = _json(body, FRAMES_TO_SPARE)
    except (ValueError, RecursionError):
        raise Unreadable("json") from None
    if not isinstance(said, dict) or not isinstance(said.get("statements"), list):
        raise Unreadable("shape")
    if not all(isinstance(said.get(name, ""), str) for name in ("sent_at", "secret", "key")):
        raise Unreadable("shape")
    preferences = said.get("preferences", [])
    return Parcel(
        said["statements"],
        preferences if isinstance(preferences, list) else [preferences],
        said.get("sent_at", ""),
        said.get("secret", ""),
        said.get("key", ""),
    )


def clock_error(sent_at: str, received: datetime) -> timedelta:
    """How far the phone's clock is behind ours: add it to what the clock said. Nothing, if it is right or says nothing."""
    moment = _moment(sent_at)
    if moment is None or abs(received - moment) <= TRAVEL_TIME:
        return timedelta(0)
    return received - moment


def corrected(as_sent: str, error: timedelta, received: datetime) -> datetime:
    """When something happened, as well as we can tell: never after it came, and never before Onward was there.

    A day that no calendar has is a clock's fault, and no less an answer. Raises Unreadable if it is not written as a moment.
    """
    if not MOMENT_SHAPE.fullmatch(as_sent):
        raise Unreadable("timestamp")
    moment = _moment(as_sent)
    try:
        moment = moment and moment + error
    except OverflowError:
        return received
    return moment if moment and FIRST_LESSON <= moment <= received else received


def read_statement(said: Any, *, error: timedelta, received: datetime) -> Sent:
    """One statement, as ``openapi.STATEMENT`` describes it; null is nothing. Raises Unreadable."""
    if not isinstance(said, dict):
        raise Unreadable("shape")
    said = {name: value for name, value in said.items() if value is not None}
    as_sent = _text(said.get("timestamp"))
    return Sent(
        uuid=_uuid(said.get("uuid")),
        verb=_text(said.get("verb")),
        activity=_uuid(said.get("activity")),
        parent=_uuid(said["parent"]) if "parent" in said else None,
        parent_hash=_hash(said.get("parent_hash", "")),
        attempt=_uuid(said["attempt"]) if "attempt" in said else None,
        response=_response(said.get("response", {})),
        content_hash=_hash(said.get("content_hash", "")),
        language=_text(said.get("language", "")),
        timestamp=corrected(as_sent, error, received),
        as_sent=as_sent,
    )


def uuid_of(said: Any) -> str | None:
    """The uuid that a statement names, for the answer about it; None if it names none."""
    try:
        return str(_uuid(said.get("uuid"))) if isinstance(said, dict) else None
    except Unreadable:
        return None


def _json(body: bytes, frames: int) -> Any:
    return _json(body, frames - 1) if frames else json.loads(body)


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def _uuid(said: Any) -> UUID:
    if not UUID_SHAPE.fullmatch(_text(said)):
        raise Unreadable("uuid")
    return UUID(said)


def _hash(said: Any) -> str:
    if not HASH_SHAPE.fullmatch(_text(said)):
        raise Unreadable("hash")
    return said


def _text(said: Any) -> str:
    """Any text, also what no database can hold: what is stored of a statement is looked at before."""
    if not isinstance(said, str):
        raise Unreadable("text")
    return said


def _response(said: Any) -> dict[str, list[str]]:
    """A form's fields: names with the values chosen."""
    if isinstance(said, dict) and all(
        isinstance(one, list) and all(isinstance(text, str) for text in one) for one in said.values()
    ):
        return said
    raise Unreadable("response")
