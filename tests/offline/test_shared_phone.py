"""A phone that several people use: each opens her own learning with her pictures; who is done leaves nothing to read."""

import json
import re

import pytest

from tests.journeys.conftest import sign_in
from tests.journeys.places import LESSON, answer, quiz
from tests.offline.keeping import keeps
from tests.offline.phones import is_kept, opened, store, until, waiting

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
HERS, OTHERS, NOBODYS = ("sun", "cat", "key", "cup"), ("cat", "sun", "key", "cup"), ("sun", "cat", "key", "ball")
TITLES = ["Lock and password", "Safe before you go", "lock-and-password", "safe-before-you-go"]
# Everything that a script of ours can read on this phone, as one text.
READABLE = """async () => {
    const found = [document.documentElement.outerHTML, JSON.stringify({ ...localStorage, ...sessionStorage }), document.cookie];
    const parts = (value) => Object.entries(value).flatMap(([name, one]) => [name, words(one)]).join("\\n");
    const words = (value) => {
        if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return new TextDecoder("latin1").decode(value);
        return value && typeof value === "object" && !(value instanceof CryptoKey) ? parts(value) : String(value);
    };
    for (const { name } of await indexedDB.databases()) {
        const db = await new Promise((done) => (indexedDB.open(name).onsuccess = ({ target }) => done(target.result)));
        for (const store of db.objectStoreNames) {
            const all = db.transaction(store).objectStore(store).getAll();
            found.push(words(await new Promise((done) => (all.onsuccess = () => done(all.result)))));
        }
        db.close();
    }
    for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const request of await cache.keys()) found.push(request.url, await (await cache.match(request)).text());
    }
    return found.join("\\n");
}"""
HELD = """(path) => fetch(path, { cache: "only-if-cached", mode: "same-origin" }).then((answer) => answer.status, () => 0)"""
ARRIVED = """from records.models import Statement
print(*(str(one.learner.user) for one in Statement.objects.filter(uuid__in={!r}).select_related("learner__user")))"""


def tap(page, pictures):
    page.locator("[data-choose]:visible").wait_for()
    for name in pictures:
        page.locator(f"[name=tap][value={name}]").click()
    page.locator("[data-go]").click()


def lock(page, url, pictures=HERS):
    opened(page, f"{url}/en/lock/")
    tap(page, pictures)
    page.locator("[data-say=again]:visible").wait_for()
    tap(page, pictures)
    page.locator("[data-say=locked]:visible").wait_for()


def done(page, url):
    opened(page, f"{url}/en/my-learning/")
    page.locator("[data-done] button").click()
    is_closed(page)


def is_closed(page):
    page.wait_for_url("**/en/start/")
    page.locator("[data-choose]:visible").wait_for()
    until(lambda: not page.locator("[data-say=moment]:visible").count() and not store(page, "statements"))


def open_(page, pictures=HERS):
    tap(page, pictures)
    page.wait_for_url("**/en/my-learning/")
    page.locator("body[data-started]").wait_for()


def begin(page):
    page.get_by_role("button", name="Begin").click()
    page.locator(".next").wait_for()


def learn(page, url, place=0, receipt="safe"):
    """Answer a question of the lesson. Returns the answer's uuid."""
    opened(page, f"{url}/en/{quiz(LESSON)[place].path}")
    had = {one["uuid"] for one in store(page, "statements")}
    answer(page, quiz(LESSON)[place])
    page.locator(f"[data-is={receipt}]:visible").wait_for()
    (uuid,) = {one["uuid"] for one in store(page, "statements")} - had
    return uuid


def keep_lesson(page, url):
    page.goto(f"{url}/en/{LESSON}")
    keeps(page, LESSON)


def whose(site, *uuids):
    return site.manage("shell", "-v0", "-c", ARRIVED.format(list(uuids))).split()


def test_each_opens_her_own_and_only_her_own(site, page):
    keep_lesson(page, site.url)
    hers = learn(page, site.url)
    lock(page, site.url)
    done(page, site.url)
    begin(page)
    keep_lesson(page, site.url)
    others = learn(page, site.url)
    lock(page, site.url, OTHERS)
    done(page, site.url)
    open_(page)
    assert [one["uuid"] for one in store(page, "statements")] == [hers]
    done(page, site.url)
    open_(page, OTHERS)
    assert [one["uuid"] for one in store(page, "statements")] == [others]


def test_who_is_done_leaves_nothing_that_can_be_read(site, page):
    sign_in(page, site, "selam")
    keep_lesson(page, site.url)
    uuid = learn(page, site.url)
    (owner,) = store(page, "owners")
    secrets = [uuid, owner["id"], owner["learner"], owner["key"], "selam", *TITLES]
    readable = page.evaluate(READABLE)
    assert all(one in readable for one in secrets if one != "selam")
    lock(page, site.url)
    done(page, site.url)
    until(lambda: page.evaluate("caches.has('onward.pages')") is False)
    readable = page.evaluate(READABLE)
    assert [one for one in secrets if one in readable] == []
    assert [cookie["name"] for cookie in page.context.cookies()] == ["away"]
    for path in ("", LESSON, f"{LESSON}quiz/1/", "my-learning/", "my-learning/state.json"):
        assert page.evaluate(HELD, f"/en/{path}") in (0, 504), path
    for _ in range(5):
        page.go_back()
        page.wait_for_timeout(300)
        assert page.title() in ("Start · Onward", ""), page.url


def test_it_all_works_without_a_network(site, page):
    keep_lesson(page, site.url)
    lock(page, site.url)
    opened(page, f"{site.url}/en/my-learning/")
    until(lambda: "/en/start/" in page.evaluate(READABLE))  # the page to open it with is here
    page.context.set_offline(True)
    uuid = learn(page, site.url, receipt="phone")
    done(page, site.url)
    readable = page.evaluate(READABLE)
    assert not [one for one in (uuid, *TITLES) if one in readable]
    assert not [cookie for cookie in page.context.cookies() if cookie["name"] == "onward.who"]
    open_(page)
    assert [one["uuid"] for one in waiting(page)] == [uuid]
    page.goto(f"{site.url}/en/{LESSON}")
    assert "Lock and password" in page.content()  # her lessons are here again
    page.context.set_offline(False)
    opened(page, f"{site.url}/en/my-learning/")
    until(lambda: not waiting(page))
    assert whose(site, uuid) == ["None"]


def test_she_who_has_an_account_is_signed_in_again(site, page):
    sign_in(page, site, "selam")
    learn(page, site.url)
    lock(page, site.url)
    done(page, site.url)
    assert "session" not in [cookie["name"] for cookie in page.context.cookies()]
    open_(page)
    page.get_by_role("link", name="My account").wait_for()


def test_opened_without_a_network_she_is_signed_in_once_there_is_one(site, page):
    sign_in(page, site, "selam")
    keep_lesson(page, site.url)
    learn(page, site.url)
    lock(page, site.url)
    opened(page, f"{site.url}/en/my-learning/")
    until(lambda: "/en/start/" in page.evaluate(READABLE))
    done(page, site.url)
    page.context.set_offline(True)
    open_(page)
    before = store(page, "owners")
    page.context.set_offline(False)
    opened(page, f"{site.url}/en/my-learning/")
    page.get_by_role("link", name="My account").wait_for()
    assert [one["id"] for one in store(page, "owners")] == [one["id"] for one in before]


def test_what_waits_is_sent_though_nobody_opens_it_again(site, page, network):
    keep_lesson(page, network.url)
    sign_in(page, network, "selam")
    keep_lesson(page, network.url)
    network.refuses = "/sync/"
    uuid = learn(page, network.url, 1, receipt="phone")
    lock(page, network.url)
    done(page, network.url)
    network.come_back()
    begin(page)
    until(lambda: whose(site, uuid) == ["selam"])
    assert not store(page, "statements")


def test_a_letter_that_does_not_come_through_is_sent_again(site, page, network):
    keep_lesson(page, network.url)
    network.refuses = "/sync/"
    uuid = learn(page, network.url, 1, receipt="phone")
    lock(page, network.url)
    done(page, network.url)
    network.refused.clear()
    begin(page)
    until(lambda: any("/sync/sealed/" in path for path in network.refused))
    network.come_back()
    opened(page, f"{network.url}/en/my-learning/")
    until(lambda: whose(site, uuid) == ["None"])


def test_the_exit_closes_what_waits_and_it_is_sent_later(site, page):
    keep_lesson(page, site.url)
    page.context.set_offline(True)
    uuid = learn(page, site.url, 1, receipt="phone")
    page.locator(".exit button").click()
    page.wait_for_url("**/en/measures/")
    until(lambda: not store(page, "statements"))
    assert uuid not in page.evaluate(READABLE)
    page.context.set_offline(False)
    page.goto(site.url)
    page.locator("main .go").click()
    page.locator(".next").wait_for()
    until(lambda: whose(site, uuid) == ["None"])


def test_after_the_exit_her_pictures_still_open_what_she_learned(site, page):
    keep_lesson(page, site.url)
    uuid = learn(page, site.url)
    lock(page, site.url)
    keep_lesson(page, site.url)
    page.locator(".exit button").click()
    page.wait_for_url("**/en/measures/")
    until(lambda: not store(page, "statements"))
    page.goto(site.url)
    page.locator("main .go").click()
    page.locator(".next").wait_for()
    page.goto(f"{site.url}/en/my-learning/")
    page.get_by_role("link", name="Open with pictures").click()
    open_(page)
    assert [one["uuid"] for one in store(page, "statements")] == [uuid]


def test_wrong_pictures_open_nothing_and_must_rest_after_five(site, page):
    lock(page, site.url)
    done(page, site.url)
    for _ in range(5):
        tap(page, NOBODYS)
        page.locator("[data-say=wrong]:visible").wait_for()
    tap(page, HERS)
    page.locator("[data-say=rest]:visible").wait_for()
    assert re.search(r"Minutes to wait: 1", page.locator("[data-say=rest]").inner_text())
    assert page.url.endswith("/en/start/")


def test_nobody_can_take_pictures_that_open_something_already(site, page):
    lock(page, site.url)
    done(page, site.url)
    begin(page)
    opened(page, f"{site.url}/en/lock/")
    tap(page, HERS)
    page.locator("[data-say=again]:visible").wait_for()
    tap(page, HERS)
    page.locator("[data-say=taken]:visible").wait_for()


def test_other_pictures_the_second_time_are_asked_for_again(site, page):
    opened(page, f"{site.url}/en/lock/")
    tap(page, HERS)
    page.locator("[data-say=again]:visible").wait_for()
    tap(page, OTHERS)
    page.locator("[data-say=different]:visible").wait_for()
    assert not [one for one in store(page, "meta") if isinstance(one, dict) and "id" in one]


def test_new_pictures_take_the_place_of_the_old_ones(site, page):
    keep_lesson(page, site.url)
    uuid = learn(page, site.url)
    lock(page, site.url)
    lock(page, site.url, OTHERS)
    done(page, site.url)
    tap(page, HERS)
    page.locator("[data-say=wrong]:visible").wait_for()
    open_(page, OTHERS)
    assert [one["uuid"] for one in store(page, "statements")] == [uuid]


def test_a_phone_left_lying_closes_by_itself(site, page):
    keep_lesson(page, site.url)
    uuid = learn(page, site.url)
    lock(page, site.url)
    page.evaluate("localStorage.setItem('onward.lock', Date.now() - 31 * 60 * 1000)")
    page.goto(f"{site.url}/en/{LESSON}")
    is_closed(page)
    open_(page)
    assert [one["uuid"] for one in store(page, "statements")] == [uuid]


def test_a_page_that_was_left_open_makes_way_when_the_phone_is_looked_at_again(site, page):
    keep_lesson(page, site.url)
    lock(page, site.url)
    opened(page, f"{site.url}/en/{LESSON}")
    page.evaluate("""() => {
        localStorage.setItem("onward.lock", Date.now() - 31 * 60 * 1000);
        document.dispatchEvent(new Event("visibilitychange"));
    }""")
    is_closed(page)


def test_who_could_never_open_it_again_is_asked_twice(site, page):
    learn(page, site.url)
    opened(page, f"{site.url}/en/my-learning/")
    page.locator("[data-done] button").click()
    page.locator("[data-sure]:visible").wait_for()
    assert page.url.endswith("/en/my-learning/")
    page.locator("[data-done] button").click()
    is_closed(page)


def test_who_is_done_without_pictures_and_without_a_network_leaves_nothing_either(site, page):
    """The page to begin with is not on this phone: what is there instead has no script, so the worker empties the phone."""
    keep_lesson(page, site.url)
    page.context.set_offline(True)
    uuid = learn(page, site.url, receipt="phone")
    opened(page, f"{site.url}/en/my-learning/")
    page.locator("[data-done] button").click()
    page.locator("[data-sure]:visible").wait_for()
    page.locator("[data-done] button").click()
    page.wait_for_url("**/en/start/")
    assert page.title() == "Measures"
    until(lambda: not store(page, "statements"))
    assert not [one for one in (uuid, *TITLES) if one in page.evaluate(READABLE)]
    page.context.set_offline(False)
    page.goto(site.url)
    begin(page)
    until(lambda: whose(site, uuid) == ["None"])


def test_before_somebodys_learning_is_closed_for_good_the_next_one_is_told(site, page):
    opened(page, f"{site.url}/en/start/")
    page.locator("[data-choose]:visible").wait_for()
    assert not page.locator("[data-unlocked]:visible").count()
    learn(page, site.url)
    opened(page, f"{site.url}/en/start/")
    page.locator("[data-unlocked]:visible").wait_for()
    lock(page, site.url)
    opened(page, f"{site.url}/en/start/")
    page.locator("[data-choose]:visible").wait_for()
    assert not page.locator("[data-unlocked]:visible").count()


def test_closing_that_was_broken_off_goes_on_when_the_phone_is_opened_again(site, network, phone):
    page = phone.start()
    page.goto(f"{network.url}/en/{LESSON}")
    until(lambda: is_kept(page, LESSON))
    uuid = learn(page, network.url)
    lock(page, network.url)
    opened(page, f"{network.url}/en/my-learning/")
    page.locator("[data-done] button").click()
    page.wait_for_url("**/en/start/")
    phone.kill()  # in the middle of it, or just before
    page = phone.start()
    page.goto(f"{network.url}/en/my-learning/")
    is_closed(page)
    assert uuid not in page.evaluate(READABLE)
    open_(page)
    assert [one["uuid"] for one in store(page, "statements")] == [uuid]


# ---- What is on the disk ----

# What no page can read or clear: the browser's own lists of what was opened; and databases of a kind that only marks what was
# deleted, until the browser tidies up. “Staying safe on this phone” says so.
BROWSERS_OWN = (
    *("History", "Visited Links", "Favicons", "Top Sites", "Sessions", "Shortcuts", "Web Data", "Preferences"),
    *("IndexedDB", "Local Storage", "Session Storage"),
)


def test_nothing_of_hers_is_in_what_the_browser_has_kept_of_pages_and_cookies(site, network, phone):
    page = phone.start()
    sign_in(page, network, "selam")
    page.goto(f"{network.url}/en/{LESSON}")
    until(lambda: is_kept(page, LESSON))
    uuid = learn(page, network.url)
    network.refuses = "/sync/"
    unsent = learn(page, network.url, 1, receipt="phone")
    (owner,) = store(page, "owners")
    lock(page, network.url)
    done(page, network.url)
    until(
        lambda: not list(phone.profile.rglob("todelete_*"))
    )  # what Chromium calls a file that something of ours still holds open
    phone.close()
    found = {}
    for file in phone.profile.rglob("*"):
        if file.is_file() and not any(name in str(file.relative_to(phone.profile)) for name in BROWSERS_OWN):
            content = file.read_bytes()
            for one in (uuid, unsent, owner["id"], owner["learner"], owner["key"], "Lock and password"):
                if one.encode() in content or one.encode("utf-16-le") in content:
                    found.setdefault(str(file.relative_to(phone.profile)), []).append(one[:8])
    assert not found, json.dumps(found, indent=1)
