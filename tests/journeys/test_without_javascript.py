"""Everything works without JavaScript."""

from functools import partial
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.journeys import places
from tests.journeys.conftest import PHONE
from tests.journeys.places import KINDS, LESSON, NUMBERS, check, question, quiz

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


answer = partial(places.answer, scripts=False)


@pytest.fixture
def page(browser):
    context = browser.new_context(**PHONE, locale="en-GB", java_script_enabled=False)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_question_is_asked_again_and_then_judged(site, page, kind):
    asked = question(kind)
    page.goto(f"{site.url}/en/{asked.path}")
    with page.expect_response(lambda response: response.request.method == "POST") as posted:
        check(page)
    assert posted.value.status == 422
    expect(page.locator(".errors[role=alert]:visible")).to_have_count(1)
    answer(page, asked, right=False)
    expect(page.locator(".feedback")).to_contain_text("Not quite")
    page.goto(f"{site.url}/en/{asked.path}")
    answer(page, asked)
    page.locator(".answers .right").first.wait_for()


def test_from_a_lesson_to_its_result_and_on(site, page):
    page.goto(f"{site.url}/en/{LESSON}")
    page.locator(".start .go").click()
    for asked in quiz(LESSON):
        answer(page, asked)
        page.locator("main > .go").click()
    expect(page.locator(".stones .done")).to_have_count(len(quiz(LESSON)))
    page.locator(".next .go").click()
    page.locator(".lesson").wait_for()
    page.locator(".tabs a").nth(1).click()
    expect(page.locator(".track .done")).to_have_count(1)


def choose_language(page, language):
    page.locator(".languages summary").click()
    page.locator(f".panel .language[lang={language}]").click()
    page.locator(f"html[lang={language}]").wait_for()


def test_a_change_of_language_in_the_middle_of_a_quiz_keeps_the_answers(site, page):
    first, second, third = quiz(LESSON)
    page.goto(f"{site.url}/en/{first.path}")
    answer(page, first)
    choose_language(page, "ar")
    page.locator(".feedback.right").wait_for()
    page.locator("main > .go").click()
    choose_language(page, "en")
    assert page.url.startswith(f"{site.url}/en/{second.path}")
    answer(page, second)
    page.locator("main > .go").click()
    answer(page, third)
    choose_language(page, "uk")
    page.goto(f"{site.url}/uk/{LESSON}quiz/done/")
    expect(page.locator(".stones .done")).to_have_count(3)


@pytest.mark.parametrize("cookie", [None, "vi"])
def test_the_way_back_to_her_language_is_one_tap_on_the_same_page(site, page, cookie):
    """Also when the page is in another language than the one she chose last: somebody sent her its address."""
    if cookie:
        page.context.add_cookies([{"name": "language", "value": cookie, "url": site.url}])
    page.goto(f"{site.url}/ar/{LESSON}")
    assert not page.locator(".undo button").locator("visible=true").count()
    choose_language(page, "fr")
    assert page.url == f"{site.url}/fr/{LESSON}#from-ar"
    back = page.locator(".undo button").locator("visible=true")
    expect(back).to_have_text(["العربية"])
    back.click()
    page.locator("html[lang=ar]").wait_for()
    assert page.url == f"{site.url}/ar/{LESSON}#from-fr"


def test_an_account_is_made_and_left(site, page):
    name = f"river{uuid4().hex[:8]}"
    page.goto(f"{site.url}/en/account/signup/")
    page.locator("form.form .go").click()
    expect(page.locator(".errors a")).to_have_text(["Write a name.", "Write a password."])
    page.get_by_label("A name only you know").fill(name)
    page.get_by_label("Password").fill("three-words-together")
    page.locator("form.form .go").click()
    page.locator("[data-done] button").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Who learns now?")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Who learns now?")
    assert name not in page.content()
    page.get_by_role("button", name="Begin").click()
    page.locator(".next").wait_for()


def test_numbers_are_one_plain_link_away(site, page, checked_facts):
    page.goto(f"{site.url}/en/{NUMBERS}")
    page.locator("a.fact").first.click()
    page.locator("[data-destination=czechia]").click()
    page.locator("#emergency a[href='tel:112']").wait_for()
