"""Quick exit on a phone that keeps lessons: what goes with her, what stays, what the server hears when there is a network."""

import pytest

from tests.journeys.behind import holding, titles_behind
from tests.journeys.conftest import sign_in
from tests.journeys.places import LESSON, answer, quiz
from tests.offline.keeping import keeps, take
from tests.offline.phones import remember, store, until, waiting

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
MODULE = "online-safety/safe-before-you-go/"
CACHES = """async () => Object.fromEntries(await Promise.all((await caches.keys()).map(async (name) => [
    name, (await (await caches.open(name)).keys()).map((request) => new URL(request.url).pathname)])))"""

ARRIVED = "from records.models import Statement; print(Statement.objects.filter(uuid='{}').count())"


def leave(page, language="en"):
    page.locator(".exit button").click()
    page.wait_for_url(f"**/{language}/measures/")


def come_back(page, site):
    page.goto(site.url)
    page.locator("main .go").click()
    page.locator(".next").wait_for()


def is_empty(page):
    return not any(store(page, name) for name in ("drafts", "kept"))


def answered(page, site, asked, receipt):
    page.goto(f"{site.url}/en/{asked.path}")
    answer(page, asked)
    page.locator(f"[data-is={receipt}]:visible").wait_for()


def test_nothing_on_the_phone_tells_what_she_learned(site, page):
    take(page, site, "en", MODULE)
    answered(page, site, quiz(LESSON)[0], "safe")
    page.goto(f"{site.url}/en/my-learning/")
    page.evaluate("localStorage.setItem('onward.look', 'notes')")  # she has given us another name on her home screen
    leave(page)
    until(lambda: is_empty(page))
    until(lambda: not [path for path in page.evaluate(CACHES).get("onward.files", []) if "illustrations" in path])
    kept = page.evaluate(CACHES)
    assert set(kept) == {"onward.files", "onward.neutral", "onward.away"}
    assert kept["onward.neutral"] == ["/en/measures/"] and kept["onward.away"] == []
    assert all(path.endswith((".js", ".css")) or "icon" in path or "card-pictures" in path for path in kept["onward.files"])
    assert page.evaluate("({ ...localStorage, ...sessionStorage })") == {"onward.look": "notes"}
    assert store(page, "statements") == store(page, "owners") == []
    assert [list(one) for one in store(page, "meta") if isinstance(one, dict)] == []  # only what a release says


def test_where_a_browser_cannot_close_an_answer_it_stays_with_its_key_and_is_sent_later(site, page):
    """Nothing is lost for want of the server's key. With it, see test_done."""
    page.goto(f"{site.url}/en/{LESSON}")
    keeps(page, LESSON)
    answered(page, site, quiz(LESSON)[0], "safe")
    page.context.set_offline(True)
    answered(page, site, quiz(LESSON)[1], "phone")
    remember(page, "seal", "")
    (before,) = waiting(page)
    leave(page)
    until(lambda: is_empty(page))
    assert store(page, "statements") == [before]
    assert [one["id"] for one in store(page, "owners")] == [before["owner"]]
    page.context.set_offline(False)
    come_back(page, site)
    until(lambda: not waiting(page))
    assert "1" in site.manage("shell", "-v0", "-c", ARRIVED.format(before["uuid"])).split()


def test_without_a_network_the_neutral_page_is_in_the_language_of_the_page(site, page):
    for language in ("en", "fr"):
        page.goto(f"{site.url}/{language}/{LESSON}")
        keeps(page, LESSON, language)
    until(lambda: "/fr/measures/" in page.evaluate(CACHES)["onward.neutral"])
    page.context.set_offline(True)
    leave(page, "fr")
    assert page.locator("html").get_attribute("lang") == "fr"
    assert page.title() == "Mesures"


def test_at_the_door_without_a_network_she_is_still_away(site, page):
    page.goto(f"{site.url}/en/{LESSON}")
    keeps(page, LESSON)
    page.context.set_offline(True)
    leave(page)
    page.goto(site.url)
    assert page.url == f"{site.url}/en/measures/"
    page.context.set_offline(False)
    come_back(page, site)
    page.goto(f"{site.url}/en/{LESSON}")
    keeps(page, LESSON)  # she keeps lessons again
    assert "onward.away" not in page.evaluate(CACHES)


def test_other_pages_of_ours_that_are_open_go_where_she_went(site, page):
    page.goto(f"{site.url}/en/{LESSON}")
    keeps(page, LESSON)
    other = page.context.new_page()
    other.goto(f"{site.url}/en/{MODULE}")
    leave(page)
    other.wait_for_url("**/en/measures/")


def test_pages_that_the_browser_holds_for_back_close_themselves_without_a_network(browser, network):
    with holding(browser) as phone:
        page = phone.new_page()
        for path in (LESSON, "", MODULE):
            page.goto(f"{network.url}/en/{path}")
            if path == LESSON:
                keeps(page, LESSON)
        network.go_away()
        leave(page)
        assert set(titles_behind(page)) == {"Measures"}


# ---- Her session ----


def is_signed_in(browser, site, cookie):
    """Whether her old cookie still opens something, in a browser that is not hers."""
    context = browser.new_context()
    try:
        return context.request.get(f"{site.url}/en/account/logout/", headers={"Cookie": f"session={cookie}"}).url.endswith(
            "/logout/"
        )
    finally:
        context.close()


def session(page):
    return next((cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "session"), None)


def test_leaving_ends_her_session_on_the_server(site, browser, page):
    sign_in(page, site, "selam")
    hers = session(page)
    assert is_signed_in(browser, site, hers)
    leave(page)
    until(lambda: not is_signed_in(browser, site, hers))
    until(lambda: [cookie["name"] for cookie in page.context.cookies()] == ["away"])


@pytest.mark.parametrize("path", ["en/", f"en/{LESSON}", ""], ids=["home", "lesson", "the door"])
def test_what_was_left_without_a_network_is_ended_when_there_is_one(site, browser, page, network, path):
    sign_in(page, network, "selam")
    page.goto(f"{network.url}/en/{LESSON}")
    keeps(page, LESSON)
    hers = session(page)
    network.go_away()
    leave(page)
    assert session(page) == hers and is_signed_in(browser, site, hers)  # no script can take it, and there is no network
    network.come_back()
    page.goto(f"{network.url}/{path}")  # the neutral page is on the phone, but asks for its picture
    until(lambda: not is_signed_in(browser, site, hers))
    until(lambda: session(page) is None)


# ---- A browser without workers ----


def test_without_a_worker_the_page_empties_the_phone_itself(site, browser):
    context = browser.new_context(service_workers="block", locale="en-GB")
    page = context.new_page()
    answered(page, site, quiz(LESSON)[0], "safe")
    page.goto(f"{site.url}/en/my-learning/")
    page.locator("body[data-started]").wait_for()
    leave(page)
    until(lambda: not store(page, "statements") and not store(page, "owners"))
    assert page.evaluate("({ ...localStorage })") == {}
    context.close()
