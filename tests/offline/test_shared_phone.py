"""A phone that several people use: each opens her own learning with her pictures."""

import re

import pytest

from tests.journeys.conftest import sign_in
from tests.journeys.places import LESSON
from tests.offline.phones import is_kept, opened, store, until
from tests.offline.sharing import HERS, NOBODYS, OTHERS, READABLE, begin, done, is_closed, keep_lesson, learn, lock, open_, tap

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


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
    lock(page, site.url, says="taken")


def test_other_pictures_the_second_time_are_asked_for_again(site, page):
    lock(page, site.url, again=OTHERS, says="different")
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
