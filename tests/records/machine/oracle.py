"""What must come of what phones sent, in plain Python: nothing here looks at the server's code or database.

Statements are judged one by one as they arrive; where a person stands is worked out from the set of her statements.
"""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any
from uuid import UUID

from tests.records.machine.content import QuizEdition, Shelf
from tests.records.machine.phone import Entry, Person, Sending

UNSURE = "had, or kept"  # one person's number twice, and the server may not know yet that she is one
FAULTS = {"shape": "shape", "no number": "shape", "verb": "verb"}  # which are seen without a look at what was published
BEFORE_ONWARD = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Row:
    """A statement as it must stand in the database for ever."""

    uuid: UUID
    verb: str
    activity: UUID
    parent: UUID | None
    parent_hash: str
    attempt: UUID | None
    response: Any
    success: bool | None
    content_hash: str
    language: str
    timestamp: datetime
    as_sent: str
    stored: datetime


@dataclass
class Held:
    """Something kept for repair, as it came first. ``open``: None where it may be settled or not."""

    entry: Entry
    person: Person
    sent_at: str
    received: datetime
    open: bool | None = True


@dataclass(frozen=True)
class Standing:
    """Where someone stands in a quiz or lesson. ``first``: what her first score may be; at one moment, several may."""

    begun: datetime | None = None
    completed: datetime | None = None
    passed: datetime | None = None
    tries: int = 0
    first: frozenset[Decimal] = frozenset()
    best: Decimal | None = None


@dataclass(frozen=True)
class Ended:
    """A go: when it began and, if it ended, how."""

    begun: datetime
    at: datetime | None = None
    score: Decimal | None = None
    passed: bool = False


@dataclass
class Oracle:
    """All that the server must hold."""

    shelf: Shelf
    rows: dict[UUID, Row] = field(default_factory=dict)
    whose: dict[UUID, Person] = field(default_factory=dict)
    held: dict[tuple[Person, str], Held] = field(default_factory=dict)
    preferences: dict[str, tuple[Person, str, str]] = field(default_factory=dict)
    parcels: set[str] = field(default_factory=set)

    def receives(self, sending: Sending, at: datetime) -> list[tuple[str, str, bool | None]]:
        """A parcel's statements arrive. Returns for each its status, the reason if it is kept, and whether it was right."""
        person, sent_at = sending.owner.person, sending.parcel.get("sent_at", "")
        acks = [self._take(one, person, sent_at, at, at) for one in sending.statements]
        for entry, ack in zip(sending.statements, acks, strict=True):
            if ack[0] == "kept":
                self.holds(entry, sending, at)
        return acks

    def holds(self, entry: Entry, sending: Sending, at: datetime) -> None:
        """It is kept for repair, the same from the same person once."""
        person = sending.owner.person
        held = Held(entry, person, sending.parcel.get("sent_at", ""), at)
        self.held.setdefault((person, text_of(entry.said)), held)

    def prefers(self, sending: Sending) -> None:
        """A parcel's choices arrive, after its statements."""
        for one in sending.preferences:
            self.preferences.setdefault(one.said["uuid"], (sending.owner.person, one.said["name"], one.said["value"]))

    def replays(self, at: datetime) -> int:
        """What is kept is tried again, as of when it came. Returns how many are settled."""
        waiting = sorted((one for one in self.held.values() if one.open is not False), key=lambda one: one.received)
        for one in waiting:
            status = self._take(one.entry, one.person, one.sent_at, one.received, at)[0]
            one.open = None if status == UNSURE else status == "kept"
        return sum(one.open is False for one in waiting)

    def _take(
        self, entry: Entry, person: Person, sent_at: str, received: datetime, at: datetime
    ) -> tuple[str, str, bool | None]:
        row = self._judge(entry, sent_at, received, at)
        if isinstance(row, str):
            return "kept", row, None
        had = self.rows.get(row.uuid)
        if had is None:
            self.rows[row.uuid], self.whose[row.uuid] = row, person
            return "stored", "", row.success
        whose = self.whose[row.uuid]
        if whose.root is not person.root or _said_in(had) != _said_in(row):
            return "kept", "taken", None
        if whose is not person and (whose.is_unheard or person.is_unheard):
            return UNSURE, "", had.success
        return "had", "", had.success

    def _judge(self, entry: Entry, sent_at: str, received: datetime, at: datetime) -> Row | str:
        """The row of a statement, or why there can be none."""
        said = entry.said
        if entry.fault in FAULTS:
            return FAULTS[entry.fault]
        activity, seen = UUID(said["activity"]), said.get("content_hash", "")
        parent, success, response, parent_hash = None, None, None, ""
        if said["verb"] == "answered":
            if (seen, activity) not in self.shelf.keys:
                return "content"
            if entry.fault:
                return entry.fault
            parent, question = self.shelf.keys[seen, activity]
            response = next(parsed for form, parsed in question.answers if form == said["response"])
            success = response == question.answers[question.right][1]
            parent_hash = said.get("parent_hash", "")
        elif "attempt" in said:
            parent_hash = said.get("parent_hash") or seen
        else:
            if (activity, seen) not in self.shelf.lessons:
                return "content"
            success = self.shelf.lessons[activity, seen].quiz is None
        return Row(
            UUID(said["uuid"]),
            said["verb"],
            activity,
            parent,
            parent_hash,
            UUID(said["attempt"]) if "attempt" in said else None,
            response,
            success,
            seen,
            said.get("language", ""),
            happened(said["timestamp"], sent_at, received),
            said["timestamp"],
            at,
        )

    # --- where people stand -----------------------------------------------------------------------------------------

    def chosen(self, person: Person) -> dict[str, str]:
        """What someone prefers: of each choice the last that reached the server for the first time."""
        return {name: value for whose, name, value in self.preferences.values() if whose.root is person.root}

    def standing(self, rows: Iterable[Row]) -> dict[UUID, Standing]:
        """Where someone with these statements stands, in each quiz and lesson that she has begun."""
        rows = list(rows)
        goes = self._goes(rows)
        found = {quiz: _in_quiz(ended) for quiz, ended in goes.items()}
        reads: dict[UUID, list[Row]] = defaultdict(list)
        offered: dict[UUID, set[UUID]] = defaultdict(set)
        for row in rows:
            if row.verb == "completed" and row.attempt is None:
                reads[row.activity].append(row)
        for lesson in self.shelf.lessons.values():
            if lesson.quiz:
                offered[lesson.key].add(lesson.quiz)
        for key in {*reads, *offered}:
            hers = [go for quiz in offered[key] for go in goes.get(quiz, [])]
            if hers or reads[key]:
                found[key] = _in_lesson(hers, reads[key])
        return found

    def _goes(self, rows: list[Row]) -> dict[UUID, list[Ended]]:
        answers: dict[UUID, dict[UUID, list[Row]]] = defaultdict(lambda: defaultdict(list))
        for row in rows:
            if row.verb == "answered" and row.parent and row.attempt:
                answers[row.parent][row.attempt].append(row)
        return {
            quiz: [self._ended(quiz, hers, _named(hers, attempt, quiz, rows)) for attempt, hers in goes.items()]
            for quiz, goes in answers.items()
        }

    def _ended(self, quiz: UUID, answers: list[Row], named: set[str]) -> Ended:
        """A go ends with the largest version that she saw in it, or any if her phone was too old to say, and has all of."""
        first: dict[UUID, Row] = {}
        for row in sorted(answers, key=lambda row: (row.timestamp, row.uuid), reverse=True):
            first[row.activity] = row
        begun = min(row.timestamp for row in answers)
        newest = {one.hash: one for one in self.shelf.quizzes if one.key == quiz and (not named or one.hash in named)}
        whole = [one for one in newest.values() if all(item.id in first for item in one.items)]
        if not whole:
            return Ended(begun)
        counted: QuizEdition = max(whole, key=lambda one: (len(one.items), one.hash))
        hers = [first[item.id] for item in counted.items]
        score = (Decimal(sum(bool(row.success) for row in hers)) / len(hers)).quantize(Decimal("1.0000"), ROUND_HALF_EVEN)
        return Ended(begun, max(row.timestamp for row in hers), score, score >= counted.mastery)


def _named(answers: list[Row], attempt: UUID, quiz: UUID, rows: list[Row]) -> set[str]:
    ends = [row for row in rows if row.verb == "completed" and row.attempt == attempt and row.activity == quiz]
    return {row.parent_hash for row in [*answers, *ends]} - {""}


def _in_quiz(goes: list[Ended]) -> Standing:
    ended = [go for go in goes if go.at]
    first = min((go.at for go in ended if go.at), default=None)
    return Standing(
        begun=min(go.begun for go in goes),
        completed=first,
        passed=min((go.at for go in ended if go.at and go.passed), default=None),
        tries=len(ended),
        first=frozenset(go.score for go in ended if go.at == first and go.score is not None),
        best=max((go.score for go in ended if go.score is not None), default=None),
    )


def _in_lesson(goes: list[Ended], reads: list[Row]) -> Standing:
    ends = [(go.at, go.passed) for go in goes if go.at] + [(row.timestamp, bool(row.success)) for row in reads]
    return Standing(
        begun=min([go.begun for go in goes] + [row.timestamp for row in reads]),
        completed=min((at for at, _ in ends), default=None),
        passed=min((at for at, passed in ends if passed), default=None),
    )


def _said_in(row: Row) -> tuple[Any, ...]:
    return (row.verb, row.activity, row.attempt, row.response, row.content_hash, row.as_sent)


def happened(said: str, sent_at: str, received: datetime) -> datetime:
    """When something happened: the phone's word, set right by how wrong its clock was when it sent."""
    at = datetime.fromisoformat(said)
    if sent_at:
        error = received - datetime.fromisoformat(sent_at)
        if abs(error) > timedelta(minutes=2):
            at += error
    return at if BEFORE_ONWARD <= at <= received else received


def text_of(said: Any) -> str:
    return json.dumps(said, sort_keys=True)
