"""Each kind of loss is noticed when it is there."""

from uuid import UUID, uuid4

import pytest

from faults.books import Books, Content, Row
from faults.phones import Ledger
from faults.verdict import judge, learner_of

SECRET = "a-phone-of-a-proof-0123456789"
HER = learner_of(SECRET)
QUIZ, ITEM = uuid4(), uuid4()
CONTENT = Content({(QUIZ, "hash"): frozenset([ITEM])}, {})


def said():
    common = {"activity": str(ITEM), "parent": str(QUIZ), "content_hash": "seen", "timestamp": "2026-10-01T12:00:00.000Z"}
    return {"uuid": str(uuid4()), "attempt": str(uuid4())} | common


def found(change):
    """The verdict on two acknowledged answers, after ``change`` has been done to the record."""
    both = [said(), said()]
    ledger = Ledger(secrets={SECRET})
    rows = []
    for one in both:
        uuid = UUID(one["uuid"])
        ledger.sent[uuid], ledger.acknowledged[uuid], ledger.learners[uuid] = one, "stored", HER
        rows.append(Row(uuid, HER, ITEM, QUIZ, UUID(one["attempt"]), "seen", one["timestamp"]))
    books = {"rows": rows, "learners": {HER}, "tries": {(HER, QUIZ): [2]}, "kept": 0}
    change(books)
    return judge(ledger, Books(), Books(**books), CONTENT)


def altered(books):
    first, *rest = books["rows"]
    books["rows"] = [Row(first.uuid, HER, ITEM, QUIZ, first.attempt, "other", first.as_sent), *rest]


def someone_elses(books):
    first, *rest = books["rows"]
    books["rows"] = [Row(first.uuid, uuid4(), ITEM, QUIZ, first.attempt, "seen", first.as_sent), *rest]


def test_a_whole_record_is_good():
    verdict = found(lambda books: None)
    assert verdict.good
    assert (verdict.sent, verdict.acknowledged, verdict.stored) == (2, 2, 2)


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("lost", lambda books: books["rows"].pop()),
        ("lost", altered),
        ("lost", someone_elses),
        ("duplicated", lambda books: books["rows"].append(books["rows"][0])),
        ("alien", lambda books: books["rows"].append(Row(uuid4(), HER, ITEM, None, None, "", ""))),
        ("alien", lambda books: books["learners"].add(uuid4())),
        ("miscounted", lambda books: books["tries"].update({(HER, QUIZ): [3]})),
        ("miscounted", lambda books: books["tries"].update({(HER, QUIZ): [1, 1]})),
        ("miscounted", lambda books: books["tries"].clear()),
        ("kept", lambda books: books.update(kept=1)),
    ],
)
def test_what_is_wrong_is_counted(name, change):
    verdict = found(change)
    assert getattr(verdict, name) > 0
    assert not verdict.good


def test_an_empty_run_is_not_good():
    assert not judge(Ledger(), Books(), Books(), CONTENT).good
