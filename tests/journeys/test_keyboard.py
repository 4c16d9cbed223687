"""Everything can be done with a keyboard alone."""

import pytest

from tests.journeys.places import KINDS, LESSON, question

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture
def page(browser):
    context = browser.new_context(locale="en-GB", viewport={"width": 360, "height": 740})
    yield context.new_page()
    context.close()


def tab_to(page, selector):
    """Press Tab until what is wanted has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"Tab never reaches {selector}")


def follow(page, selector, arrives):
    tab_to(page, selector)
    page.keyboard.press("Enter")
    page.locator(arrives).first.wait_for()
    page.wait_for_load_state()  # scripts too


def answer(page):
    """Answer whatever is asked, somehow, by keys."""
    page.locator("body[data-started]").wait_for()
    if page.locator("button.place").count():
        for _ in range(page.locator("button.place").count()):
            tab_to(page, "button.place[aria-pressed=false]")
            page.keyboard.press("Space")
    elif page.locator(".match").count():
        for place in range(page.locator(".match ul:first-child button").count()):
            tab_to(page, f".match ul:first-child li:nth-child({place + 1}) button")
            page.keyboard.press("Enter")
            tab_to(page, f".match ul:last-child li:nth-child({place + 1}) button")
            page.keyboard.press("Enter")
    else:
        tab_to(page, ".choice input")
        page.keyboard.press("Space")
    follow(page, "form.question > .go", ".feedback")


def test_from_the_door_to_the_next_lesson(site, page):
    page.goto(site.url)
    follow(page, "button.go", ".next")
    follow(page, ".next .go", ".lesson")
    title = page.title()
    follow(page, ".start .go", "form.question")
    while page.locator("form.question").count():
        answer(page)
        follow(page, "main > .go", "form.question, .result")
    follow(page, ".next a, main > .go", ".lesson")
    follow(page, ".pager [rel]" if page.title() == title else ".pager [rel=prev]", ".lesson")


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_question(site, page, kind):
    page.goto(f"{site.url}/en/{question(kind).path}")
    answer(page)


def test_steps_can_be_moved_and_the_focus_stays_with_them(site, page):
    page.goto(f"{site.url}/en/{question('sequencing').path}")
    for _ in range(2):
        tab_to(page, "button.place[aria-pressed=false]")
        page.keyboard.press("Space")
    second = page.evaluate("document.activeElement.textContent.slice(1)")
    tab_to(page, ".move:not(:disabled)")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.textContent") == f"1{second}"


def test_the_first_tab_stop_skips_to_the_content(site, page):
    page.goto(f"{site.url}/en/{LESSON}")
    page.keyboard.press("Tab")
    assert page.locator(".skip").evaluate("link => link === document.activeElement && link.getBoundingClientRect().top >= 0")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


@pytest.mark.parametrize("path", ["", LESSON, question("matching").path, "account/signup/"])
def test_there_is_no_trap(site, page, path):
    page.goto(f"{site.url}/en/{path}")
    for key in ("Tab", "Shift+Tab"):
        for _ in range(80):
            page.keyboard.press(key)
            if page.evaluate("document.activeElement === document.body"):
                break
        else:
            raise AssertionError(f"{key} never leaves the page")


def test_the_languages_open_and_close_by_keys(site, page):
    page.goto(f"{site.url}/en/")
    tab_to(page, ".languages summary")
    page.keyboard.press("Enter")
    tab_to(page, ".language[lang=ar]")
    page.keyboard.press("Enter")
    page.locator("html[lang=ar]").wait_for()
