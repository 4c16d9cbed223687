"""Learning goes on with no network: from a cold start, in the middle of a quiz, in two languages, with a network that hangs."""

import json
import time

import pytest
from playwright.sync_api import expect

from tests.journeys.places import LESSON, MODULE, answer, quiz
from tests.offline.keeping import Wire, keeps, kept, take
from tests.offline.phones import remember

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
ELSEWHERE = "life-skills/living-here/first-72-hours/"
COUNTING = "digital-literacy/digital-life-here/official-email/"


def choose_language(page, language):
    page.locator(".languages summary").click()
    page.locator(f".panel .language[lang={language}]").click()
    page.locator(f"html[lang={language}]").wait_for()


def test_a_lesson_once_opened_works_without_a_network_with_its_quiz(site, page):
    page.goto(f"{site.url}/en/{LESSON}")
    keeps(page, LESSON)
    page.locator("[data-kept-here]:visible").wait_for()
    page.context.set_offline(True)
    page.reload()
    page.locator(".start .go").click()
    for asked in quiz(LESSON):
        page.locator(f"form[action='/en/{asked.path}']").wait_for()
        answer(page, asked)
        page.locator(".feedback.right").wait_for()
        page.locator("[data-is=phone]:visible").wait_for()
        page.locator("main > .go").click()
    page.locator(".result .done").first.wait_for()
    expect(page.locator(".stones .done")).to_have_count(len(quiz(LESSON)))
    page.goto(f"{site.url}/en/my-learning/")
    page.locator(".track .done").wait_for()
    expect(page.locator("[data-lessons-done]")).to_contain_text("1 of")
    page.context.set_offline(False)
    page.goto(f"{site.url}/en/my-phone/")
    page.locator("[data-none]:visible").wait_for(timeout=40000)
    assert "Done: 1 of" in page.request.get(f"{site.url}/en/my-learning/").text()


def test_a_browser_started_without_a_network_opens_where_she_was(site, playwright_profile):
    first = playwright_profile()
    page = first.new_page()
    page.goto(f"{site.url}/en/{LESSON}")
    keeps(page, LESSON)
    first.close()
    second = playwright_profile()
    second.set_offline(True)
    page = second.new_page()
    page.goto(f"{site.url}/")
    assert page.url == f"{site.url}/en/"
    page.locator(".next h1", has_text="Lock").wait_for()
    page.locator(".next .go").click()
    page.locator(".lesson").wait_for()
    assert page.url == f"{site.url}/en/{LESSON}"
    second.close()


@pytest.mark.parametrize(("first", "second"), [("ar", "fr"), ("fr", "ar")])
def test_the_language_is_changed_in_the_middle_of_a_quiz_and_answers_stay(site, page, first, second):
    for language in (first, second):
        take(page, site, language, MODULE)
    page.context.set_offline(True)
    page.goto(f"{site.url}/{first}/{LESSON}quiz/1/")
    page.locator("body[data-started]").wait_for()
    page.locator(".choice .face, .place, .side").first.click()
    page.locator("form.question > .go").click()
    page.locator(".feedback").wait_for()
    was = "right" in page.locator(".feedback").get_attribute("class").split()
    choose_language(page, second)
    page.locator(".feedback").wait_for()
    assert ("right" in page.locator(".feedback").get_attribute("class").split()) is was
    page.locator("main > .go").click()
    page.wait_for_url(f"**/{second}/{LESSON}quiz/2/")
    assert page.locator("html").get_attribute("dir") == ("rtl" if second == "ar" else "ltr")


def test_what_she_had_begun_to_choose_stays_when_the_language_changes(site, page):
    lesson = "online-safety/safe-before-you-go/fake-jobs-and-visas/"  # begins with pairs to match
    for language in ("ar", "fr"):
        take(page, site, language, MODULE)
    page.context.set_offline(True)
    page.goto(f"{site.url}/ar/{lesson}quiz/1/")
    page.locator(".match ul").nth(0).locator("button").nth(0).click()
    page.locator(".match ul").nth(1).locator("button").nth(1).click()
    page.locator(".side[data-pair]").first.wait_for()
    page.wait_for_timeout(300)
    choose_language(page, "fr")
    page.locator(".side[data-pair]").first.wait_for()
    assert page.locator(".match ul").nth(0).locator("button").nth(0).get_attribute("data-pair") == "1"
    assert page.locator(".match ul").nth(1).locator("button").nth(1).get_attribute("data-pair") == "1"


def test_in_a_language_that_is_not_here_it_is_said_in_one_that_is(site, page):
    page.goto(f"{site.url}/en/{LESSON}")
    keeps(page, LESSON)
    remember(page, "language", "ar")  # she has looked at a page in Arabic since
    page.context.set_offline(True)
    for path in ("ar/my-learning/", "ti/", ""):
        page.goto(f"{site.url}/{path}")
        page.locator("html[lang=en] [data-not-here]").wait_for()


def test_a_quiz_that_counts_is_answered_without_a_network_and_judged_when_it_arrives(site, page):
    page.goto(f"{site.url}/en/{COUNTING}")
    keeps(page, COUNTING)
    page.context.set_offline(True)
    page.locator(".start .go").click()
    expect(page.locator("main")).to_contain_text("This counts for a certificate")
    for asked in quiz(COUNTING):
        page.locator(f"form[action='/en/{asked.path}']").wait_for()
        answer(page, asked)
        page.locator("[data-judged=later]:visible").wait_for()
        page.locator("main > .go").click()
    page.locator("[data-is=later]:visible").first.wait_for()
    page.context.set_offline(False)
    page.reload()
    page.locator(".result [data-is=mastered]:visible").wait_for(timeout=40000)
    expect(page.locator(".stones .done")).to_have_count(len(quiz(COUNTING)))


def test_nothing_on_the_phone_tells_the_answers_of_a_quiz_that_counts(site, page):
    take(page, site, "en", "digital-literacy/digital-life-here/")
    said = json.dumps(kept(page))
    for asked in quiz(COUNTING):
        assert asked.item["when_right"] not in said
        assert asked.item["when_wrong"] not in said
    assert kept(page)[f"/en/{COUNTING}quiz/key.json"] == "{}"


@pytest.fixture
def wire(site):
    """A way to the site that can be made to hang."""
    wire = Wire(site.host)
    yield wire
    wire.close()


def test_a_network_that_hangs_is_none_within_two_seconds(wire, page):
    page.goto(f"{wire.url}/en/{LESSON}")
    keeps(page, LESSON)
    wire.hangs = True
    began = time.monotonic()
    page.reload(wait_until="commit")
    page.locator(".lesson").wait_for()
    assert time.monotonic() - began < 2
    began = time.monotonic()
    page.goto(f"{wire.url}/en/{ELSEWHERE}", wait_until="commit")
    page.locator("[data-not-here]").wait_for()
    assert time.monotonic() - began < 3  # two, and what a browser needs to draw
    page.locator("[data-here]", has_text="Lock").wait_for()


def test_a_page_that_comes_late_is_opened_when_it_comes(wire, page):
    page.goto(f"{wire.url}/en/{LESSON}")
    keeps(page, LESSON)
    wire.hangs = True
    page.goto(f"{wire.url}/en/{ELSEWHERE}", wait_until="commit")
    page.locator("[data-not-here]").wait_for()
    wire.hangs = False
    page.locator(".lesson h1").wait_for(timeout=40000)


def test_an_answer_on_a_network_that_hangs_is_judged_at_once_and_sent_later(wire, page):
    page.goto(f"{wire.url}/en/{LESSON}")
    keeps(page, LESSON)
    wire.hangs = True
    asked = quiz(LESSON)[0]
    page.goto(f"{wire.url}/en/{asked.path}", wait_until="commit")
    began = time.monotonic()
    answer(page, asked)
    assert time.monotonic() - began < 5
    page.locator("[data-is=phone]:visible, [data-is=sent]:visible").wait_for()
    wire.hangs = False
    page.goto(f"{wire.url}/en/my-phone/")
    page.locator("[data-none]:visible").wait_for(timeout=40000)


def test_pictures_that_she_has_not_seen_leave_their_place_empty(site, page):
    fetched = []
    page.context.on("request", lambda request: fetched.append(request.url) if "/illustrations/" in request.url else None)
    page.goto(f"{site.url}/en/{LESSON}")
    keeps(page, LESSON)
    page.wait_for_timeout(1000)
    assert 0 < len(set(fetched)) < 10  # her lesson's, not those of all courses
    page.context.set_offline(True)
    page.goto(f"{site.url}/en/")
    page.locator(".scene").first.wait_for()
    assert page.evaluate(
        "[...document.images].every((one) => one.loading === 'lazy' || (one.complete && one.naturalWidth > 0))"
    )
