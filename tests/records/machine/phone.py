"""A phone, modelled: a list of statements that only grows, and whose each is. Pure; the server's side is ``server``."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from tests.records.machine.content import ItemEdition, LessonEdition, QuizEdition
from tests.records.phones import moment


@dataclass(eq=False)
class Person:
    """Someone, in truth: whatever phones and the server take her for. A visitor who signs in turns out to be ``into``."""

    name: str
    into: "Person | None" = None
    visit: "Owner | None" = None  # as whom her phone knew her, if she began as a visitor

    @property
    def is_unheard(self) -> bool:
        """Whether the server may not know yet who she turned out to be: her phone has no answer to her secret."""
        return bool(self.visit and self.visit.secret)

    @property
    def root(self) -> "Person":
        return self.into.root if self.into else self

    def __repr__(self) -> str:
        return self.name


@dataclass(eq=False)
class Owner:
    """Whose statements are, as a phone knows it: by a secret of its own making until the server has given a key."""

    person: Person
    secret: str = ""
    key: str = ""
    account: str = ""

    def __post_init__(self) -> None:
        if self.secret:
            self.person.visit = self


@dataclass(eq=False)
class Entry:
    """A statement or preference on a phone. ``fault``: why the server cannot store it, by how it was made."""

    said: Any
    owner: Owner
    fault: str = ""
    safe: bool = False

    @property
    def uuid(self) -> str | None:
        return self.said.get("uuid") if isinstance(self.said, dict) and self.fault != "no number" else None


@dataclass
class Go:
    """A go under way on a phone, with the quiz as the phone shows it now."""

    attempt: str
    quiz: QuizEdition
    done: list[ItemEdition] = field(default_factory=list)

    @property
    def left(self) -> list[ItemEdition]:
        done = {one.id for one in self.done}
        return [one for one in self.quiz.items if one.id not in done]


@dataclass
class Sending:
    """One request: what a phone sends of one owner."""

    owner: Owner
    statements: list[Entry]
    preferences: list[Entry]
    parcel: dict[str, Any]


@dataclass(eq=False)
class Phone:
    """``wrong``: how far its clock is ahead. ``app``: -1 one version behind, 1 one ahead, 0 as the server expects."""

    name: str
    owner: Owner
    cookies: dict[str, str] = field(default_factory=dict)
    log: list[Entry] = field(default_factory=list)
    preferences: list[Entry] = field(default_factory=list)
    wrong: timedelta = timedelta(0)
    app: int = 0
    quizzes: dict[str, QuizEdition] = field(default_factory=dict)
    lessons: dict[str, LessonEdition] = field(default_factory=dict)
    goes: dict[str, Go] = field(default_factory=dict)
    owners: list[Owner] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.owners.append(self.owner)

    def clock(self, now: datetime) -> str:
        return moment(now + self.wrong)

    def says(self, now: datetime, fault: str = "", **said: Any) -> Entry:
        """Write a statement down. An older app knows fewer fields; a newer one says more than the server understands."""
        values = {"timestamp": self.clock(now), "language": "en", **said}
        if self.app < 0:
            values = {name: value for name, value in values.items() if name not in ("parent_hash", "language", "parent")}
        if self.app > 0:
            values |= {"mood": {"since": [1, 2]}, "score_scaled": 1, "success": True, "passed": True}
        entry = Entry(values, self.owner, fault)
        self.log.append(entry)
        return entry

    def answers(
        self, name: str, uuid: str, attempt: str, *, right: bool, now: datetime, again: bool = False, **said: Any
    ) -> Entry:
        """Answer the next question of a quiz, in the go under way or a new one; ``again``: one that was answered in it."""
        go = self.goes.get(name)
        if go is None or not (go.left or again):
            go = self.goes[name] = Go(attempt, self.quizzes[name])
        if not (again and go.done):
            go.done.append(go.left[0])
        one = go.done[-1]
        fault = said.pop("fault", "")
        form = one.question.answers[one.question.right if right else 1 - one.question.right][0]
        values = {
            "uuid": uuid,
            "verb": "answered",
            "activity": str(one.id),
            "parent": str(go.quiz.key),
            "parent_hash": go.quiz.hash,
            "attempt": go.attempt,
            "response": form,
            "content_hash": one.hash,
        }
        return self.says(now, fault, **(values | said))

    def shows(self, name: str, quiz: QuizEdition) -> None:
        """Take a quiz along; a go under way goes on in it."""
        self.quizzes[name] = quiz
        if name in self.goes:
            self.goes[name].quiz = quiz

    def ends(self, name: str, uuid: str, now: datetime) -> Entry:
        """She came to the end of a go."""
        go = self.goes.pop(name)
        names = "content_hash" if self.app < 0 else "parent_hash"
        return self.says(
            now, uuid=uuid, verb="completed", activity=str(go.quiz.key), attempt=go.attempt, **{names: go.quiz.hash}
        )

    def reads(self, name: str, uuid: str, now: datetime) -> Entry:
        seen = self.lessons[name]
        return self.says(now, uuid=uuid, verb="completed", activity=str(seen.key), content_hash=seen.hash)

    def waiting(self) -> list[Owner]:
        """Whose parcels are due: those whose statements wait, and who signed in before her secret was answered.

        Such a secret may already be known to the server, and nothing else would say that it was hers.
        """
        waiting = [one.owner for one in [*self.log, *self.preferences] if not one.safe]
        return list(dict.fromkeys([*waiting, *(owner for owner in self.owners if owner.secret and owner.key)]))

    def packs(self, owner: Owner, statements: Sequence[Entry], preferences: Sequence[Entry], now: datetime) -> Sending:
        """A request, as this phone's app writes it."""
        parcel: dict[str, Any] = {"statements": [one.said for one in statements], "sent_at": self.clock(now)}
        if owner.key:
            parcel["key"] = owner.key
        if owner.secret:
            parcel["secret"] = owner.secret
        if self.app < 0:
            parcel.pop("sent_at")
        else:
            parcel |= {"version": 1 + self.app, "preferences": [one.said for one in preferences]}
        if self.app > 0:
            parcel["battery"] = {"level": 0.2}
        return Sending(owner, list(statements), list(preferences) if self.app >= 0 else [], parcel)

    def learns(self, sending: Sending, answer: dict[str, Any]) -> None:
        """What the server acknowledged is safe, and its key names the owner from now on, unless she has signed in meanwhile."""
        for one in [*sending.statements, *sending.preferences]:
            one.safe = True
        if sending.owner.key == sending.parcel.get("key", ""):
            sending.owner.key, sending.owner.secret = answer["key"], ""

    def signed_in(self, person: Person, account: str, key: str) -> None:
        """A page has told whose account it is. A visitor's answers are hers; another account's stay that account's."""
        if self.owner.account and self.owner.account != account:
            self.signed_out(Owner(person))
        elif not self.owner.account:
            self.owner.person.into = person
        self.owner.account, self.owner.key = account, key

    def signed_out(self, visitor: Owner) -> None:
        self.owner = visitor
        self.owners.append(visitor)
        self.goes.clear()


def wrong_by(kind: str, now: datetime, other: UUID) -> timedelta:
    """How far a clock is ahead that shows 1970, ten years on, or is a little out; ``other`` varies it."""
    little = timedelta(seconds=other.int % 200 - 100)
    if kind == "1970":
        return datetime(1970, 1, 1, tzinfo=now.tzinfo) - now + abs(little)
    return {"right": timedelta(0), "a little": little, "ten years": timedelta(days=3653), "slow": timedelta(hours=-5)}[kind]
