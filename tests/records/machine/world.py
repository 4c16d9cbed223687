"""One run of the machine: what there is in the beginning, how things are sent, and what must hold."""

import json
import sys
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import uuid5

from hypothesis.stateful import RuleBasedStateMachine, invariant

from accounts.models import Learner, User
from records import api
from records.models import Kept
from records.sync.replay import replay
from tests.makers import NAMES, make_user
from tests.records.machine import checks
from tests.records.machine.content import Draft, Shelf
from tests.records.machine.oracle import UNSURE, Oracle
from tests.records.machine.phone import Entry, Owner, Person, Phone, Sending
from tests.records.machine.server import BEGINNING, Server


class World(RuleBasedStateMachine):
    """Three phones, two accounts, whoever visits; ``steps`` counts what really happened in all runs."""

    steps: Counter[str] = Counter()
    notes: Counter[str] = Counter()
    published: Shelf
    users: dict[str, User]

    @classmethod
    def prepare(cls) -> None:
        """What all runs begin with."""
        cls.published = Shelf()
        cls.published.open(BEGINNING)
        cls.users = {name: make_user(name) for name in ("amal", "berta")}

    def __init__(self) -> None:
        super().__init__()
        self.server, self.shelf = Server(), self.published.copy()
        self.oracle = Oracle(self.shelf)
        self.count = 0
        self.accounts = {name: Person(name) for name in self.users}
        self.phones = [Phone(f"phone {n}", self.new_owner()) for n in range(3)]
        for phone in self.phones:
            phone.quizzes, phone.lessons = dict(self.shelf.quiz_now), dict(self.shelf.lesson_now)
        self.draft: Draft | None = None
        self.changed = False
        self.database = checks.Database()

    def teardown(self) -> None:
        try:
            if sys.exc_info()[0] is None:
                self.settle(Random(self.count))
        finally:
            self.server.close()

    def number(self) -> str:
        self.count += 1
        return str(uuid5(NAMES, f"machine {self.count}"))

    def new_owner(self) -> Owner:
        number = self.number()
        return Owner(Person(f"visitor {self.count}"), secret=f"made-{number}")

    def did(self, what: str) -> None:
        self.steps[what] += 1

    def request(self, phone: Phone, sending: Sending, *, answered: bool = True) -> None:
        """A parcel reaches the server; what the server says is what the oracle expects."""
        self.changed = True
        wanted: list[tuple[str, str, bool | None]] = []
        came = self.server.now

        def done(door: str, at: datetime) -> None:
            nonlocal came
            if door == "receive":
                came = at
                wanted.extend(self.oracle.receives(sending, at))
            elif door == "prefer":
                self.oracle.prefers(sending)

        response = self.server.sync(phone, json.dumps(sending.parcel).encode(), done)
        if self.server.is_full and sending.statements:
            assert response.status_code == 503, "a full disk is not said"
            return
        assert response.status_code == 200, f"the server said {response.status_code}"
        answer = json.loads(response.content)
        found = [(ack["status"], ack.get("reason", ""), ack.get("success")) for ack in answer["acks"]]
        assert len(found) == len(wanted), "not every statement is acknowledged"
        for entry, had, expected in zip(sending.statements, found, wanted, strict=True):
            if expected[0] == UNSURE and had == ("kept", "taken", None):
                self.oracle.holds(entry, sending, came)
            else:
                assert had == expected or (expected[0] == UNSURE and had == ("had", *expected[1:])), f"{had}, not {expected}"
        assert [ack.get("uuid") for ack in answer["acks"]] == [one.uuid for one in sending.statements]
        if answered:
            self.server.remembered(phone, response)
            phone.learns(sending, answer)

    def sendings(self, phone: Phone, how: str, chance: int) -> list[Sending]:
        """What a phone has to send, one parcel for each owner; if nothing waits, all it has once more."""
        random = Random(chance)
        owners = phone.waiting()
        again = how == "all again" or not owners
        found = []
        for owner in list(dict.fromkeys([*owners, *(one.owner for one in phone.log)])) if again else owners:
            statements = [one for one in phone.log if one.owner is owner and (again or not one.safe)]
            preferences = [one for one in phone.preferences if one.owner is owner and (again or not one.safe)]
            if how == "portion":
                statements, preferences = statements[: 1 + random.randrange(3)], preferences[:1]
            elif how == "reversed":
                statements, preferences = statements[::-1], preferences[::-1]
            elif how == "shuffled":
                random.shuffle(statements)
            elif how == "doubled":
                statements, preferences = statements * 2, preferences * 2
                random.shuffle(statements)
            found.append(phone.packs(owner, statements[-150:], preferences, self.server.now))
        return found

    def waits(self, phone: Phone) -> Entry:
        """The last answer on a phone; one is given if there is none."""
        if not phone.log:
            self.answer(phone, "short", right=True)
        return phone.log[-1]

    def answer(self, phone: Phone, quiz: str, *, right: bool, **said: Any) -> Entry:
        return phone.answers(quiz, said.pop("uuid", self.number()), self.number(), right=right, now=self.server.now, **said)

    def sign_in(self, phone: Phone, account: str) -> None:
        if phone.owner.account not in ("", account):
            self.sign_out(phone)
        key = self.server.sign_in(phone, self.users[account])
        phone.signed_in(self.accounts[account], account, key)
        self.changed = True

    def sign_out(self, phone: Phone) -> None:
        """A visitor has nothing to sign out of."""
        if phone.owner.account:
            self.server.sign_out(phone)
            phone.signed_out(self.new_owner())
            self.changed = True

    def replays(self) -> None:
        self.server.tick()
        waiting = (
            Kept.objects.filter(replayed=None).exclude(reason="batch").select_related("learner").order_by("received", "pk")
        )
        replay(waiting, at=self.server.now)
        self.notes["settled by a replay"] += self.oracle.replays(self.server.now)
        self.changed = True

    def publishing(self, publish: Callable[[], None]) -> None:
        """Publish; where that changes what earlier statements mean, staff fold those people's progress anew."""
        people = self.database.rows_by_person()
        before = {person: self.oracle.standing(rows) for person, rows in people.items()}
        publish()
        for person, rows in people.items():
            if self.oracle.standing(rows) != before[person]:
                api.rebuild(Learner.objects.get(pk=person))
                self.notes["folded anew"] += 1
        self.changed = True

    def publish_draft(self) -> None:
        draft, self.draft = self.draft, None
        if draft:
            self.publishing(lambda: self.shelf.publish(draft, self.server.now))

    @invariant()
    def all_is_as_it_must_be(self) -> None:
        if not self.changed:
            return
        self.changed = False
        self.database = database = checks.Database(self.database)
        checks.check_statements(database, self.oracle)
        checks.check_kept(database, self.oracle, checks.check_whose(database, self.oracle))
        checks.check_acknowledged(database, self.phones)
        checks.check_progress(database, self.oracle)
        checks.check_preferences(self.oracle)

    def settle(self, random: Random) -> None:
        """Every phone sends all it has, in any order and in portions; then staff publish and try again what was kept."""
        for phone in random.sample(self.phones * 2, 4):
            how = random.choice(["portion", "reversed", "shuffled", "doubled"])
            for sending in self.sendings(phone, how, random.randrange(100)) if phone.waiting() else ():
                self.request(phone, sending)
        for phone in self.phones:
            phone.app = max(phone.app, 0)
            for sending in self.sendings(phone, "whole", 0) if phone.waiting() else ():
                self.request(phone, sending)
            assert not phone.waiting(), "a phone is never done"
        self.all_is_as_it_must_be()
        self.publish_draft()
        self.server.now += timedelta(hours=1)
        self.replays()
        self.all_is_as_it_must_be()
        database = checks.Database()  # every statement anew: none has changed since it was written
        checks.check_statements(database, self.oracle)
        checks.check_settled(database, self.oracle, self.phones)
        checks.check_rebuilt(database)
