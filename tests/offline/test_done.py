"""Who is done on a phone leaves nothing to read on it, and what waits is sent all the same."""

import json

import pytest

from tests.journeys.conftest import sign_in
from tests.journeys.places import LESSON
from tests.offline.phones import is_kept, opened, store, until, waiting
from tests.offline.sharing import HELD, READABLE, TITLES, begin, done, is_closed, keep_lesson, learn, lock, open_, whose

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


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
