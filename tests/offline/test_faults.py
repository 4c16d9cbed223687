"""Whatever breaks on the phone or on the way, no answer is lost or doubled, and she is told the truth."""

import os
import random
import threading
import time
from collections import Counter
from functools import partial
from uuid import UUID

import pytest
from playwright.sync_api import Error, TimeoutError, expect

from faults.books import books
from faults.proxy import Cut
from tests.journeys.conftest import PHONE
from tests.journeys.places import LESSON, MODULE, NUMBERS, answer, quiz
from tests.offline.keeping import kept
from tests.offline.phones import Phone, forget_drafts, is_kept, network_to, opened, remember, store, take, until, waiting

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
LESSONS = (LESSON, "online-safety/safe-before-you-go/second-step/", "online-safety/safe-before-you-go/fake-jobs-and-visas/")
KILLS = int(os.environ.get("PHONE_KILLS", "16"))  # make kill-phone N=200


@pytest.fixture
def network(site):
    with network_to(site) as network:
        yield network


@pytest.fixture
def phone(browser, tmp_path):
    """A phone that can be killed, or have its storage damaged while it is off."""
    phone = Phone(browser.browser_type, tmp_path / "profile")
    yield phone
    phone.kill()


@pytest.fixture
def page(browser, network):
    """A page on a phone that stays on."""
    context = browser.new_context(**PHONE, base_url=network.url)
    context.set_default_timeout(60000)
    yield context.new_page()
    context.close()


# ---- Killed ----


def test_a_phone_killed_again_and_again_keeps_every_answer_it_said_it_had(site, network, phone):
    before = {row.uuid for row in books(site).rows}
    chance = random.Random()
    tries: list[tuple[str, int]] = []  # an item that was answered, and how much the screen had said by then
    page = phone.start()
    take(page, network, MODULE)
    until(lambda: is_kept(page, *LESSONS))
    long = 2.0  # seconds that an answer takes on this machine
    for round in range(KILLS):
        if round % 3 == 1:
            network.go_away()
        if round % 2:  # around the answer
            battery = phone.battery = threading.Timer(chance.uniform(0, 0.3 * long), phone.kill)
        else:  # at any time
            battery = threading.Timer(chance.uniform(0, 2.5 * long), phone.kill)
            battery.start()
        try:
            while True:
                began, count = time.monotonic(), len(tries)
                learn(page, network, phone, tries, chance)
                long = (time.monotonic() - began) / max(1, len(tries) - count)
        except TimeoutError:
            raise  # not for the battery
        except Error:
            battery.join()
        network.come_back()
        page = phone.start()
        opened(page, f"{network.url}/en/my-phone/")
        there, said = holds(page, site, before), shown(phone, tries)
        assert {item: times for item, times in said.items() if there[item] < times} == {}, f"lost by kill {round + 1}"
    send_all(page, network)
    rows = [row for row in books(site).rows if row.uuid not in before]
    assert {row.uuid for row in rows} == {UUID(one["uuid"]) for one in store(page, "statements")}
    assert len({row.learner for row in rows}) == 1
    assert len({(row.attempt, row.activity) for row in rows}) == len(rows)
    assert Counter(str(row.activity) for row in rows) <= Counter(item for item, _ in tries)
    print(
        f"{KILLS} kills, {len(tries)} answers begun, {shown(phone, tries).total()} said to be there, {len(rows)} on the server"
    )


def test_an_answer_is_shown_again_though_the_browser_forgot_that_there_is_a_record(network, page):
    question = quiz(LESSON)[0]
    opened(page, f"{network.url}/en/{question.path}")
    answer(page, question)
    page.evaluate("localStorage.clear()")  # a browser writes it to the disk some seconds later: a battery may be quicker
    opened(page, f"{network.url}/en/{question.path}")
    page.locator(".feedback").wait_for()


def learn(page, network, phone, tries, chance):
    """Go through a quiz as far as the battery lasts. Raises Error when it does not."""
    page.evaluate("sessionStorage.clear()")  # “Do it again”
    forget_drafts(page)
    for question in quiz(chance.choice(LESSONS)):
        opened(page, f"{network.url}/en/{question.path}")
        item = page.locator("[name=item]").get_attribute("value")
        if item in open_go(page):
            page.locator(".feedback").wait_for()  # what she answered before the battery was empty
            continue
        tries.append((item, len(phone.heard)))
        answer(page, question, right=chance.random() < 0.7)
        page.locator("[data-receipt] [data-is]:visible").wait_for()


def open_go(page):
    """The items answered in the go that is not over, of the quiz on the page."""
    form = page.locator("form.question")
    quiz, items = form.get_attribute("data-quiz"), set(form.get_attribute("data-items").split())
    statements = [one for one in store(page, "statements") if one["quiz"] == quiz]
    last = {one["item"] for one in statements if one["attempt"] == statements[-1]["attempt"]}
    return set() if last >= items else last


def shown(phone, tries):
    """How many answers to each item the screen has said it has."""
    ends = [*(heard for _, heard in tries[1:]), len(phone.heard)]
    heard = [
        {item for item, said in phone.heard[begin:end] if said != "given"} for (_, begin), end in zip(tries, ends, strict=True)
    ]
    return Counter(item for (item, _), said in zip(tries, heard, strict=True) if item in said)


def holds(page, site, before):
    """How many answers to each item there are, on the phone or on the server."""
    there = {one["uuid"]: one["item"] for one in store(page, "statements")}
    there |= {str(row.uuid): str(row.activity) for row in books(site).rows if row.uuid not in before}
    return Counter(there.values())


def send_all(page, network):
    """Send what waits, by hand if need be."""
    opened(page, f"{network.url}/en/my-phone/")

    def is_sent():
        page.evaluate("() => document.querySelector('[data-send]:not([hidden])')?.click()")  # unless it is sent meanwhile
        return not waiting(page)

    until(is_sent)


# ---- A network that breaks ----

PLACES = [
    (True, 0),
    (True, 300),
    (True, 900),
    (False, 0),
    (False, 200),
]  # in the request (up) or the answer, after so many bytes
CUTS = [Cut(up, after, reset) for up, after in PLACES for reset in (True, False)]


def test_wherever_the_sending_breaks_nothing_is_lost_or_doubled_and_it_is_sent_again(site, network, page):
    before = {row.uuid for row in books(site).rows}
    questions = [question for lesson in LESSONS for question in quiz(lesson)] + quiz(NUMBERS)
    for cut, question in zip(CUTS, questions, strict=False):
        opened(page, f"{network.url}/en/{question.path}")
        network.cut = cut
        answer(page, question)
        page.locator("[data-is=safe]:visible").wait_for()
    assert network.cuts_made == len(CUTS)
    rows = [row for row in books(site).rows if row.uuid not in before]
    assert len(rows) == len(CUTS)
    assert len({row.learner for row in rows}) == 1


def test_a_page_that_stays_open_sends_again_when_the_network_is_back_though_nothing_tells_it(network, page):
    opened(page, f"{network.url}/en/{LESSON}")
    until(lambda: is_kept(page, LESSON))
    question = quiz(LESSON)[0]
    opened(page, f"{network.url}/en/{question.path}")
    page.wait_for_timeout(4000)  # what begins with a page has begun
    network.go_away()
    answer(page, question)
    page.locator("[data-is=phone]:visible").wait_for()
    page.wait_for_timeout(500)
    network.come_back()
    page.locator("[data-is=safe]:visible").wait_for()


def test_what_waits_is_sent_by_send_now(network, page):
    take(page, network, MODULE)
    until(lambda: is_kept(page, *LESSONS))
    network.go_away()
    offline_answer(page, network, quiz(LESSON)[0])
    opened(page, f"{network.url}/en/my-phone/")
    page.locator("[data-send]").click()
    page.locator("[data-unsent]:visible").wait_for()
    remember(page, "pause", {"failures": 8, "until": time.time() * 1000 + 500_000})
    network.come_back()
    page.locator("[data-send]").click()
    page.locator("[data-none]:visible").wait_for()
    assert waiting(page) == []


# ---- A phone that is full ----


def used(page):
    return page.evaluate("async () => (await navigator.storage.estimate()).usage")


def room(page, network, whole):
    """Let the phone have only so many bytes; None: as many as it likes."""
    said = {"origin": network.url} | ({} if whole is None else {"quotaSize": whole})
    page.context.new_cdp_session(page).send("Storage.overrideQuotaForOrigin", said)


def is_whole(page):
    """Whether each file it keeps is whole, and no page is left of one that it does not keep."""
    rows = store(page, "kept")
    return all(row.get("complete") for row in rows) and set(kept(page)) == {path for row in rows for path in row["paths"]}


def test_a_full_phone_says_so_stores_nothing_by_halves_and_still_takes_answers(site, network, page):
    before = {row.uuid for row in books(site).rows}
    opened(page, f"{network.url}/en/{MODULE}")
    until(lambda: is_kept(page, frame=False))
    usage, full = used(page), 0
    for more in range(0, 10_000_000, 50_000):
        room(page, network, usage + more)
        if not page.locator("[data-offer]").is_visible():
            page.locator("[data-ask]").click()
        page.locator("[data-offer] .go").click()
        page.locator("[data-fault=full]:visible, [data-taken]:visible").wait_for()
        assert is_whole(page), f"with room for {more} bytes"
        if page.locator("[data-taken]").is_visible():
            break
        full += 1
        assert page.locator("[data-progress]").is_hidden()
        if more == 0:
            question = quiz(LESSON)[0]
            opened(page, f"{network.url}/en/{question.path}")
            answer(page, question)
            until(lambda: len([row for row in books(site).rows if row.uuid not in before]) == 1)
            opened(page, f"{network.url}/en/{MODULE}")
    assert full >= 5
    assert is_kept(page, *LESSONS)


def test_answers_that_find_no_room_take_that_of_lessons(network, phone):
    page = phone.start()
    take(page, network, MODULE)
    until(lambda: is_kept(page, *LESSONS))
    had, usage = len(store(page, "kept")), used(page)
    phone.close()
    network.go_away()
    page = phone.start()
    room(page, network, usage - 50_000)  # before the browser has reckoned how much there is
    given = [offline_answer(page, network, question) for question in quiz(LESSON)[:2]]
    assert [one["uuid"] for one in waiting(page)] == given
    rows = store(page, "kept")
    assert len(rows) < had
    assert f"/en/{LESSON}kept.json" in {row["address"] for row in rows}  # the one she is in goes last
    assert is_whole(page)
    network.come_back()
    send_all(page, network)


# ---- A database that is gone or damaged ----


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


def offline_answer(page, network, question):
    """Answer a question that the phone cannot send now. Returns the answer's uuid."""
    opened(page, f"{network.url}/en/{question.path}")
    had = {one["uuid"] for one in store(page, "statements")}
    answer(page, question)
    page.locator("[data-is=phone]:visible").wait_for()
    (uuid,) = {one["uuid"] for one in store(page, "statements")} - had
    return uuid


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


# ---- A browser that keeps nothing ----

REFUSALS = {
    "indexedDB": "get() { return undefined }",
    "localStorage": "get() { throw new DOMException('no', 'SecurityError') }",
    "sessionStorage": "get() { throw new DOMException('no', 'SecurityError') }",
    "caches": "get() { throw new DOMException('no', 'SecurityError') }",
}
THROWS = """IDBFactory.prototype.open = () => { throw new DOMException("no", "SecurityError") };
for (const name of ["getItem", "setItem", "removeItem"]) {
  Storage.prototype[name] = () => { throw new DOMException("no", "QuotaExceededError") };
}
CacheStorage.prototype.open = CacheStorage.prototype.match = async () => { throw new DOMException("no", "SecurityError") };"""
REFUSES = "".join(f"Object.defineProperty(globalThis, '{name}', {{ {how} }});" for name, how in REFUSALS.items())


@pytest.mark.parametrize("refusing", [REFUSES, THROWS], ids=["nothing there", "everything throws"])
def test_without_storage_lessons_and_quizzes_work_with_a_network_and_my_phone_says_so(site, network, page, refusing):
    before = {row.uuid for row in books(site).rows}
    page.context.add_init_script(refusing)
    opened(page, f"{network.url}/en/{LESSON}")
    page.locator(".start .go").click()
    for question in quiz(LESSON):
        page.locator(f"form[action='/en/{question.path}']").wait_for()
        page.locator("body[data-started]").wait_for()
        answer(page, question)
        page.locator(".feedback.right").wait_for()
        expect(page.locator(".receipt")).to_have_text("Your answer is saved.")
        page.locator("main > .go").click()
    page.locator(".result .stones .done").first.wait_for()
    expect(page.locator(".stones .done")).to_have_count(len(quiz(LESSON)))
    rows = [row for row in books(site).rows if row.uuid not in before]
    assert len([row for row in rows if row.parent]) == len(quiz(LESSON))
    opened(page, f"{network.url}/en/my-phone/")
    page.locator("section[data-refused]:visible").wait_for()
    assert page.locator("[data-answers], [data-lessons]").filter(visible=True).count() == 0


# ---- Taking along that stops and goes on ----


def test_taking_along_goes_on_where_it_stopped(network, page):
    opened(page, f"{network.url}/en/{MODULE}")
    until(lambda: is_kept(page, frame=False))
    page.locator("[data-ask]").click()
    page.context.new_cdp_session(page).send("Network.setCacheDisabled", {"cacheDisabled": True})
    fetched = Counter()
    for more in (2, 9, 5):
        page.locator("[data-offer] .go").wait_for()
        network.asked.clear()
        network.left = more
        page.locator("[data-offer] .go").click()
        page.locator("[data-fault=network]:visible").wait_for()
        assert len(network.asked) == more
        fetched.update(network.asked)
        network.come_back()
        page.locator("[data-ask]").click()
    assert not all(f"/en/{lesson}kept.json" in fetched for lesson in LESSONS)
    network.asked.clear()
    page.locator("[data-offer] .go").click()
    page.locator("[data-taken]:visible").wait_for()
    fetched.update(network.asked)
    assert is_whole(page)
    assert {f"/en/{lesson}kept.json" for lesson in LESSONS} <= set(fetched)
    again = {path for path, times in fetched.items() if times > 1}
    assert again <= {"/en/kept.json"}  # it broke off before all that its pages cannot do without had come


def test_a_lesson_whose_keeping_broke_off_is_whole_when_it_is_opened_again(network, page):
    address = f"/en/{LESSON}kept.json"
    opened(page, f"{network.url}/en/my-phone/")
    until(lambda: is_kept(page, frame=False))
    network.refuses = "illustrations"
    opened(page, f"{network.url}/en/{LESSON}")
    until(lambda: address in {row["address"] for row in store(page, "kept")})
    assert not is_kept(page, LESSON, frame=False)
    network.come_back()
    network.asked.clear()
    opened(page, f"{network.url}/en/{LESSON}")
    until(lambda: is_kept(page, LESSON))
    assert address not in network.asked
    assert is_whole(page)


def test_pictures_she_does_not_want_are_not_fetched(network, page):
    opened(page, f"{network.url}/en/{MODULE}")
    until(lambda: is_kept(page, frame=False))
    page.locator("[data-ask]").click()
    page.locator("[data-offer] [name=pictures]").uncheck()
    network.asked.clear()
    page.locator("[data-offer] .go").click()
    page.locator("[data-taken]:visible").wait_for()
    assert [path for path in network.asked if "illustrations" in path] == []


EDIT = """
from courses.models import LessonPage
page = LessonPage.objects.get(slug="second-step", locale__language_code="en", alias_of=None)
page.objective = page.objective{}
page.save_revision().publish()
"""


def test_only_the_lesson_that_a_trainer_changed_is_fetched_again(site, network, page):
    take(page, network, MODULE)
    until(lambda: is_kept(page, *LESSONS))
    versions = {row["address"]: row["version"] for row in store(page, "kept")}
    site.manage("shell", "-c", EDIT.format(' + "!"'))
    try:
        remember(page, "fresh", 0)
        network.asked.clear()
        opened(page, f"{network.url}/en/{LESSON}")
        changed = f"/en/{LESSONS[1]}kept.json"
        until(lambda: next(row for row in store(page, "kept") if row["address"] == changed)["version"] != versions[changed])
        until(lambda: page.evaluate("() => navigator.serviceWorker.controller !== null"))
        page.wait_for_timeout(1000)
        asked = [path for path in network.asked if path.endswith((".json", ".svg")) and "webmanifest" not in path]
        assert asked == ["/en/versions.json", changed]
        assert is_whole(page)
    finally:
        site.manage("shell", "-c", EDIT.format("[:-1]"))


def test_a_browser_without_a_worker_is_not_told_that_lessons_are_on_it(network, page):
    page.add_init_script("ServiceWorkerContainer.prototype.register = () => Promise.reject(new TypeError('no modules'))")
    opened(page, f"{network.url}/en/{MODULE}")
    page.locator("[data-ask]").click()
    page.locator("[data-fault=browser]:visible").wait_for()
    opened(page, f"{network.url}/en/my-phone/")
    page.locator("[data-cannot]:visible").wait_for()
    opened(page, f"{network.url}/en/{LESSON}")
    page.wait_for_timeout(6000)  # time enough to keep it
    assert store(page, "kept") == []
    assert not page.locator("[data-kept-here]").is_visible()
