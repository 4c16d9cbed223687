"""What may happen, in any order: learners, networks, clocks, trainers, apps and people who share a phone."""

import json
from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.records.machine.content import NOWHERE, QUIZZES, edit, quiz_key, written
from tests.records.machine.phone import Entry, Phone, Sending, wrong_by
from tests.records.machine.server import DOORS
from tests.records.machine.world import World

PHONES = st.integers(0, 2)
QUIZ = st.sampled_from(sorted(QUIZZES))
LESSON = st.sampled_from(["plain", "bare", "locks", "short"])
ACCOUNT = st.sampled_from(["amal", "berta"])
CHANCE = st.integers(0, 2**16)
HOW = st.sampled_from(["whole", "whole", "portion", "reversed", "shuffled", "doubled", "all again"])
FATE = st.sampled_from(["arrives", "arrives", "arrives", "not sent", "not answered", "not answered", "disk full"])
GARBAGE: dict[str, dict[str, Any]] = {
    "shape": {"timestamp": "yesterday"},
    "verb": {"verb": "danced"},
    "response": {"response": NOWHERE},
    "content": {"content_hash": "0" * 64},
}


class Machine(World):
    """What may happen; a step is one of these."""

    # --- learners ---------------------------------------------------------------------------------------------------

    @rule(phone=PHONES, quiz=QUIZ, right=st.booleans(), again=st.integers(0, 7))
    def answers(self, phone: int, quiz: str, right: bool, again: int) -> None:
        self.answer(self.phones[phone], quiz, right=right, again=again == 0)
        self.did("answer")

    @rule(phone=PHONES, quiz=QUIZ, right=st.booleans())
    def begins_anew(self, phone: int, quiz: str, right: bool) -> None:
        self.phones[phone].goes.pop(quiz, None)
        self.answer(self.phones[phone], quiz, right=right)
        self.did("begin anew")

    @rule(phone=PHONES, quiz=QUIZ, chance=CHANCE)
    def finishes(self, phone: int, quiz: str, chance: int) -> None:
        """She answers what is left, mostly rightly, and comes to the end."""
        one, random = self.phones[phone], Random(chance)
        self.answer(one, quiz, right=random.random() < 0.7)
        while one.goes[quiz].left:
            self.server.now += timedelta(seconds=random.randrange(40))
            self.answer(one, quiz, right=random.random() < 0.7)
        if random.random() < 0.8:
            one.ends(quiz, self.number(), self.server.now)
        self.did("finish")

    @rule(phone=PHONES, lesson=LESSON)
    def reads(self, phone: int, lesson: str) -> None:
        self.phones[phone].reads(lesson, self.number(), self.server.now)
        self.did("read")

    @rule(
        phone=PHONES,
        name=st.sampled_from(["destination", "audio_preference"]),
        value=st.sampled_from(["rwanda", "czechia", "on"]),
    )
    def prefers(self, phone: int, name: str, value: str) -> None:
        one = self.phones[phone]
        one.preferences.append(Entry({"uuid": self.number(), "name": name, "value": value}, one.owner))
        self.did("prefer")

    @rule(phone=PHONES, kind=st.sampled_from([*GARBAGE, "no number", "nothing", "taken", "copied"]), quiz=QUIZ)
    def writes_garbage(self, phone: int, kind: str, quiz: str) -> None:
        """A fault of the phone's: something that no server of ours can store, or a number that is used already."""
        one = self.phones[phone]
        if kind == "nothing":
            one.log.append(Entry([self.number()], one.owner, "no number"))
        elif kind == "no number":
            self.answer(one, quiz, right=True, uuid=f"no. {self.number()}", fault=kind)
        elif kind in ("taken", "copied"):
            other = self.phones[phone - 1]
            had = next((entry for entry in other.log if not entry.fault), None)
            if had is None:
                self.answer(one, quiz, right=False)
            else:
                said = (
                    had.said if kind == "copied" else had.said | {"timestamp": one.clock(self.server.now - timedelta(days=1))}
                )
                one.log.append(Entry(dict(said), one.owner))
        else:
            self.answer(one, quiz, right=True, fault="" if kind == "content" else kind, **GARBAGE[kind])
        self.did("garbage")

    # --- networks ---------------------------------------------------------------------------------------------------

    @rule(phone=PHONES, chance=CHANCE)
    def sends_all(self, phone: int, chance: int) -> None:
        self.syncs(phone, "whole", "arrives", chance)

    @rule(phone=PHONES, how=HOW, fate=FATE, chance=CHANCE)
    def sends(self, phone: int, how: str, fate: str, chance: int) -> None:
        self.syncs(phone, how, fate, chance)

    def syncs(self, phone: int, how: str, fate: str, chance: int) -> None:
        one = self.phones[phone]
        self.waits(one)
        for sending in self.sendings(one, how, chance):
            if fate != "not sent":
                self.server.is_full = fate == "disk full"
                self.request(one, sending, answered=fate == "arrives")
                self.server.is_full = False
        self.did(f"sync, {fate}")

    @rule(
        phone=PHONES,
        how=HOW,
        door=st.sampled_from(DOORS),
        what=st.sampled_from(["same", "same", "other", "in", "out"]),
        chance=CHANCE,
    )
    def syncs_while(self, phone: int, how: str, door: str, what: str, chance: int) -> None:
        """In the middle of one request another comes: the same batch, another phone's, or a tab where she signs in or out."""
        one = self.phones[phone]
        if what == "in":
            self.is_a_known_visitor(one)
        self.waits(one)
        for sending in self.sendings(one, how, chance):
            self.server.between = door, self.meanwhile(one, sending, what, chance)
            self.request(one, sending, answered=chance % 3 > 0)
            self.server.between = None
        self.did("sync, two at once")

    def is_a_known_visitor(self, phone: Phone) -> None:
        """Someone who has not signed in, and whose first answers have been answered, has one more."""
        self.sign_out(phone)
        for right in (True, False):
            for sending in self.sendings(phone, "whole", 0) if phone.log else ():
                self.request(phone, sending)
            self.answer(phone, "short", right=right)

    def meanwhile(self, phone: Phone, sending: Sending, what: str, chance: int) -> Callable[[], None]:
        def happens() -> None:
            if what == "same":
                self.request(phone, sending, answered=chance % 2 > 0)
            elif what == "other":
                other = self.phones[self.phones.index(phone) - 1]
                for theirs in self.sendings(other, "whole", chance):
                    self.request(other, theirs)
            elif what == "in":
                self.sign_in(phone, ("amal", "berta")[chance % 2])
            else:
                self.sign_out(phone)

        return happens

    @rule(phone=PHONES, cut=st.integers(1, 30))
    def a_parcel_is_cut_short(self, phone: int, cut: int) -> None:
        one = self.phones[phone]
        self.waits(one)
        body = json.dumps(self.sendings(one, "whole", 0)[0].parcel)[:-cut]
        assert self.server.sync(one, body.encode(), lambda *_: None).status_code == 422
        self.oracle.parcels.add(body)
        self.changed = True
        self.did("cut short")

    # --- clocks, apps and people ------------------------------------------------------------------------------------

    @rule(phone=PHONES, kind=st.sampled_from(["right", "a little", "1970", "ten years", "slow"]))
    def a_clock_jumps(self, phone: int, kind: str) -> None:
        self.phones[phone].wrong = wrong_by(kind, self.server.now, UUID(self.number()))
        self.did("clock")

    @rule(hours=st.sampled_from([0.02, 1, 30, 24 * 20, 24 * 365]))
    def time_passes(self, hours: float) -> None:
        self.server.now += timedelta(hours=hours)
        self.did("time")

    @rule(phone=PHONES, version=st.sampled_from([-1, 0, 1]))
    def gets_another_app(self, phone: int, version: int) -> None:
        self.phones[phone].app = version
        self.did("app")

    @rule(phone=PHONES, account=ACCOUNT)
    def signs_in(self, phone: int, account: str) -> None:
        self.sign_in(self.phones[phone], account)
        self.did("sign in")

    @rule(phone=PHONES, account=ACCOUNT, heard=st.booleans(), page=st.booleans())
    def a_visitor_signs_in(self, phone: int, account: str, heard: bool, page: bool) -> None:
        """After a first parcel whose answer came or did not, and perhaps an answer by a form, without our script."""
        one = self.phones[phone]
        self.sign_out(one)
        if page:
            self.answer(one, "short", right=False)
            self.syncs(phone, "whole", "not answered", 0)
            self.server.remembers_visitor(one)
        self.answer(one, "short", right=True)
        one.preferences.append(Entry({"uuid": self.number(), "name": "destination", "value": account}, one.owner))
        self.syncs(phone, "whole", "arrives" if heard else "not answered", 0)
        self.sign_in(one, account)
        self.did("visitor signs in")

    @precondition(lambda self: any(phone.owner.account for phone in self.phones))
    @rule(which=st.integers(0, 2))
    def signs_out(self, which: int) -> None:
        signed_in = [phone for phone in self.phones if phone.owner.account]
        self.sign_out(signed_in[which % len(signed_in)])
        self.did("sign out")

    # --- trainers and staff -----------------------------------------------------------------------------------------

    @rule(quiz=QUIZ, kind=st.sampled_from(["add", "remove", "reword", "key", "mastery", "back"]), chance=CHANCE)
    def a_trainer_edits(self, quiz: str, kind: str, chance: int) -> None:
        edited = edit(self.shelf.drafts[quiz], kind, chance, self.shelf.past)
        self.publishing(lambda: self.shelf.publish(edited, self.server.now))
        self.did("edit")

    @rule(phone=PHONES, quiz=QUIZ, chance=CHANCE)
    def a_trainer_is_of_two_minds(self, phone: int, quiz: str, chance: int) -> None:
        """A key is changed and changed back; then someone sends what she answered all along."""
        one = self.phones[phone]
        one.goes.pop(quiz, None)
        one.shows(quiz, self.shelf.quiz_now[quiz])
        while quiz not in one.goes or one.goes[quiz].left:
            self.answer(one, quiz, right=chance % 2 > 0)
        for _ in range(2):
            self.a_trainer_edits(quiz, "key", chance)
        self.syncs(phone, "whole", "arrives", 0)

    @rule(phone=PHONES, quiz=QUIZ, chance=CHANCE)
    def a_quiz_grows_while_she_is_in_it(self, phone: int, quiz: str, chance: int) -> None:
        one = self.phones[phone]
        one.goes.pop(quiz, None)
        one.shows(quiz, self.shelf.quiz_now[quiz])
        self.answer(one, quiz, right=chance % 2 > 0)
        self.a_trainer_edits(quiz, "add", chance)
        one.shows(quiz, self.shelf.quiz_now[quiz])
        self.finishes(phone, quiz, chance)
        self.syncs(phone, "whole", "arrives", 0)

    @rule(phone=PHONES, quiz=QUIZ)
    def a_draft_gets_out(self, phone: int, quiz: str) -> None:
        """Someone answers what is not published yet, and sends it: it waits for repair."""
        one, self.draft = self.phones[phone], edit(self.shelf.drafts[quiz], "reword", 0, self.shelf.past)
        one.goes.pop(quiz, None)
        one.shows(quiz, written(self.draft)[1])
        self.answer(one, quiz, right=True)
        self.syncs(phone, "whole", "arrives", 0)

    @precondition(lambda self: self.draft is not None)
    @rule()
    def a_trainer_publishes_what_waits(self) -> None:
        self.publish_draft()
        self.did("publish")

    @rule(lesson=st.sampled_from(["plain", "short", "locks again"]), quiz=st.none() | QUIZ, wording=st.integers(0, 2))
    def a_lesson_changes(self, lesson: str, quiz: str | None, wording: int) -> None:
        key = quiz_key(quiz) if quiz else None
        self.publishing(lambda: self.shelf.publish_lesson(lesson, wording, key, self.server.now))
        self.did("lesson")

    @rule(phone=PHONES, quizzes=st.sets(QUIZ))
    def keeps_the_new_content(self, phone: int, quizzes: set[str]) -> None:
        """A phone takes along what is published; the rest stays as it had it."""
        one = self.phones[phone]
        for name in quizzes:
            one.shows(name, self.shelf.quiz_now[name])
        one.lessons |= self.shelf.lesson_now
        self.did("refresh")

    @precondition(lambda self: any(held.open for held in self.oracle.held.values()))
    @rule()
    def what_was_kept_is_tried_again(self) -> None:
        self.replays()
        self.did("replay")
