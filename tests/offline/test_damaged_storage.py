"""A database that is gone or damaged costs no answer."""

import random
from collections import Counter
from functools import partial

import pytest

from faults.books import books
from tests.journeys.places import LESSON, MODULE, quiz
from tests.offline.phones import (
    LESSONS,
    is_kept,
    offline_answer,
    opened,
    send_all,
    store,
    take,
    until,
    waiting,
)

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_answers_come_back_when_the_database_was_deleted(site, network, page):
    take(page, network, MODULE)
    until(lambda: is_kept(page, *LESSONS))
    network.go_away()
    given = [offline_answer(page, network, question) for question in quiz(LESSON)[:2]]
    page.evaluate("new Promise((done) => { indexedDB.deleteDatabase('onward').onsuccess = () => done(true) })")
    opened(page, f"{network.url}/en/{LESSON}")
    until(lambda: {one["uuid"] for one in waiting(page)} == set(given))
    given.append(offline_answer(page, network, quiz(LESSON)[2]))
    network.come_back()
    send_all(page, network)
    page.locator("[data-restored]:visible").wait_for()
    assert page.locator("[data-restored]").inner_text().endswith("2")
    assert Counter(str(row.uuid) for row in books(site).rows if str(row.uuid) in given) == Counter(given)


CANNOT_OPEN = """const { open, deleteDatabase } = IDBFactory.prototype;
IDBFactory.prototype.open = function (...what) {
  const fault = localStorage.getItem("fault");
  if (fault) throw new DOMException("it cannot be opened", fault);
  return open.apply(this, what);
};
IDBFactory.prototype.deleteDatabase = function (...what) {
  localStorage.removeItem("fault");
  return deleteDatabase.apply(this, what);
};"""


@pytest.mark.parametrize(("fault", "is_begun_anew"), [("UnknownError", True), ("QuotaExceededError", False)])
def test_a_database_that_cannot_be_opened_is_begun_anew_but_not_for_lack_of_room(network, page, fault, is_begun_anew):
    page.add_init_script(CANNOT_OPEN)
    take(page, network, MODULE)
    until(lambda: is_kept(page, LESSON))
    network.go_away()
    given = offline_answer(page, network, quiz(LESSON)[0])
    page.evaluate("fault => localStorage.setItem('fault', fault)", fault)
    opened(page, f"{network.url}/en/my-phone/")
    if is_begun_anew:
        until(lambda: page.evaluate("localStorage.getItem('fault') === null"))
        until(lambda: [one["uuid"] for one in waiting(page)] == [given])
    else:
        page.wait_for_timeout(8000)
        page.evaluate("localStorage.removeItem('fault')")
        opened(page, f"{network.url}/en/my-phone/")
        assert [one["uuid"] for one in waiting(page)] == [given]
        assert store(page, "kept")  # with all that it had


def flip(file):
    """A few bits of what is in the middle are others."""
    data = bytearray(file.read_bytes())
    for place in range(len(data) // 3, len(data), max(1, len(data) // 7)):
        data[place] ^= 0xFF
    file.write_bytes(data)


def shorten(file):
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


DAMAGES = {
    "flipped bits": lambda files: [flip(file) for file in files],
    "short files": lambda files: [shorten(file) for file in files],
    "one file gone": lambda files: max(files, key=lambda file: file.stat().st_size).unlink(),
    "noise": lambda files: [file.write_bytes(random.Random(1).randbytes(5000)) for file in files],
}


def test_a_damaged_database_costs_no_answer_and_no_page(site, network, phone):
    page = phone.start()
    take(page, network, MODULE)
    until(lambda: is_kept(page, *LESSONS))
    questions = iter([question for lesson in LESSONS for question in quiz(lesson)])
    for damage in DAMAGES.values():
        network.go_away()
        given = [offline_answer(page, network, next(questions))]
        phone.close()
        files = [
            file for file in (phone.profile / "Default" / "IndexedDB").rglob("*") if file.is_file() and file.name != "LOCK"
        ]
        damage(files)
        page = phone.start()
        given.append(offline_answer(page, network, next(questions)))
        network.come_back()
        opened(page, f"{network.url}/en/{LESSON}")
        until(partial(sent_once, site, given))
        send_all(page, network)


def sent_once(site, given):
    """Whether the server has these answers. Raises AssertionError if it has one twice."""
    there = [str(row.uuid) for row in books(site).rows if str(row.uuid) in given]
    assert len(there) == len(set(there))
    return set(there) == set(given)
