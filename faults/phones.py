"""Phones that answer quizzes and send until they are told that it is on disk."""

import http.client
import json
import random
import secrets
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from faults.books import Content
from quizzes.items import TRUE_FALSE, Item

STATUSES = {"stored", "had", "kept"}
HEADERS = {"Content-Type": "application/json", "Sec-Fetch-Site": "same-origin"}
LEAST, MOST = 1, 10  # statements in a batch
AGAIN = 0.1  # how often a batch carries an answer that was acknowledged before
PATIENCE = 60  # seconds a phone waits for an answer
Said = dict[str, Any]


class WrongAnswer(Exception):
    """The server said yes to something else than what it was sent."""


@dataclass
class Ledger:
    """What all phones sent and heard. Each phone writes under the lock."""

    sent: dict[UUID, Said] = field(default_factory=dict)
    secrets: set[str] = field(default_factory=set)
    acknowledged: dict[UUID, str] = field(default_factory=dict)  # the first status
    learners: dict[UUID, UUID] = field(default_factory=dict)  # of each statement acknowledged, whose it is by the answer
    answers: dict[str, int] = field(default_factory=dict)  # by status, or by what went wrong
    stored_unheard: int = 0  # statements on disk whose answer never arrived, as their first acknowledgement shows
    batches: int = 0  # acknowledged
    under_way: int = 0  # requests sent and not answered
    wrong: list[str] = field(default_factory=list)
    heard_at: float = field(default_factory=time.monotonic)
    longest_silence: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def begin(self, batch: list[Said]) -> None:
        """A phone is about to send."""
        with self.lock:
            self.under_way += 1
            self.sent.update((UUID(said["uuid"]), said) for said in batch)

    def end(self, outcome: str) -> None:
        """It was answered, or never will be."""
        with self.lock:
            self.under_way -= 1
            self.answers[outcome] = self.answers.get(outcome, 0) + 1

    def hear(self, acks: list[Said], learner: UUID) -> None:
        """A batch is acknowledged."""
        with self.lock:
            now = time.monotonic()
            self.longest_silence = max(self.longest_silence, now - self.heard_at)
            self.heard_at = now
            self.batches += 1
            for ack in acks:
                uuid = UUID(ack["uuid"])
                self.stored_unheard += uuid not in self.acknowledged and ack["status"] == "had"
                self.acknowledged.setdefault(uuid, ack["status"])
                self.learners.setdefault(uuid, learner)


@dataclass
class Phone:
    """One phone: a secret of its own, then the key from the first answer; a cookie as a browser keeps it."""

    host: str
    content: Content
    ledger: Ledger
    chance: random.Random
    secret: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    key: str = ""
    cookie: str = ""
    outbox: list[Said] = field(default_factory=list)
    last: Said | None = None
    learning: bool = True  # else it only sends what it has
    connection: http.client.HTTPConnection | None = None

    def learn(self) -> None:
        """Give all the answers of a go at some quiz; they wait in the outbox."""
        (quiz, quiz_hash), items = self.chance.choice(list(self.content.quizzes.items()))
        attempt, at = uuid4(), datetime.now(UTC) - timedelta(seconds=self.chance.randrange(86400, 30 * 86400))
        for place, item in enumerate(sorted(items)):
            content_hash, data = self.chance.choice(self.content.items[item])
            self.outbox.append(
                {
                    "uuid": str(uuid4()),
                    "verb": "answered",
                    "activity": str(item),
                    "parent": str(quiz),
                    "parent_hash": quiz_hash,
                    "attempt": str(attempt),
                    "response": self._response(Item.from_dict(data)),
                    "content_hash": content_hash,
                    "language": "en",
                    "timestamp": (at + timedelta(seconds=20 * place)).isoformat(timespec="milliseconds"),
                }
            )

    def _response(self, item: Item) -> dict[str, list[str]]:
        wrong = item.interaction_type == TRUE_FALSE and self.chance.random() < 0.3
        return {"answer": ["false" if item.answer else "true"]} if wrong else item.form_key

    def next_batch(self, size: int | None = None) -> list[Said]:
        """The oldest answers in the outbox, which it leaves only when they are acknowledged; now and then an old one too."""
        while self.learning and len(self.outbox) < MOST:
            self.learn()
        batch = self.outbox[: size or self.chance.randint(LEAST, MOST)]
        return [*batch, self.last] if self.last and not size and self.chance.random() < AGAIN else batch

    def body(self, batch: list[Said]) -> bytes:
        """The request that carries a batch."""
        name = {"key": self.key} if self.key else {"secret": self.secret}
        return json.dumps({"version": 1, "sent_at": datetime.now(UTC).isoformat(), "statements": batch} | name).encode()

    def deliver(self, batch: list[Said], until: float) -> int:
        """Send a batch until it is acknowledged. Returns how often it was sent; raises TimeoutError if it never was."""
        for times in range(1, 1_000_000):
            if self.send(batch):
                return times
            if time.monotonic() > until:
                raise TimeoutError("a batch was never acknowledged")
            time.sleep(self.chance.uniform(0.005, 0.05))  # it should wait longer: this is an impatient phone
        raise AssertionError

    def send(self, batch: list[Said]) -> bool:
        """Send a batch once; whether it was acknowledged. After a fault the next one takes a new connection."""
        self.ledger.secrets.add(self.secret)
        self.ledger.begin(batch)
        outcome = "cut off"
        try:
            status, said = self._post(self.body(batch))
            answer = json.loads(said) if status == 200 else {}
            outcome = str(status)
            return status == 200 and self._heard(batch, answer)
        except TimeoutError:
            outcome = f"none in {PATIENCE} s"
        except ConnectionRefusedError:
            outcome = "refused: no server"
        except (OSError, http.client.HTTPException, json.JSONDecodeError):  # cut among its headers, an answer has no body
            pass
        except (WrongAnswer, ValueError, KeyError, TypeError) as wrong:
            self.ledger.wrong.append(f"{type(wrong).__name__}: {wrong}")
        finally:
            self.ledger.end(outcome)
            if outcome != "200":
                self.hang_up()
        return False

    def _post(self, body: bytes) -> tuple[int, bytes]:
        if self.connection is None:
            self.connection = http.client.HTTPConnection(self.host, timeout=PATIENCE)
        self.connection.request("POST", "/sync/", body, HEADERS | ({"Cookie": self.cookie} if self.cookie else {}))
        answer = self.connection.getresponse()
        said = answer.read()
        if answer.status == 503 and not answer.getheader("Retry-After"):
            self.ledger.wrong.append("a 503 that does not say when to come again")
        if cookie := answer.getheader("Set-Cookie"):
            self.cookie = cookie.split(";")[0]
        return answer.status, said

    def _heard(self, batch: list[Said], answer: Said) -> bool:
        acks = answer["acks"]
        if [ack["uuid"] for ack in acks] != [one["uuid"] for one in batch] or not {ack["status"] for ack in acks} <= STATUSES:
            raise WrongAnswer("the acknowledgements are not those of the batch")
        self.key = answer["key"]
        self.ledger.hear(acks, UUID(answer["learner"]))
        gone = {one["uuid"] for one in batch}
        self.outbox = [one for one in self.outbox if one["uuid"] not in gone]
        self.last = batch[0]
        return True

    def hang_up(self) -> None:
        """The next request takes a new connection."""
        if self.connection:
            self.connection.close()
        self.connection = None
