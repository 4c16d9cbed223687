"""A newcomer's first lesson, in a real browser."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

PHONE = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True}
LESSON = "online-safety/safe-before-you-go/lock-and-password/"


@pytest.mark.parametrize("language", ["en", "ar", "ti"])
def test_the_first_lesson_is_at_most_three_taps_from_the_door(site, browser, language):
    """Whether the phone is in her language, or she has to choose it; where no lesson is in hers, in the one she is shown."""
    context = browser.new_context(**PHONE, locale="cs-CZ")
    page = context.new_page()
    page.goto(site.url)
    page.locator(f"[name=language][value={language}]").tap()
    taps = 1
    while not page.locator(".lesson h1").count():
        page.locator("main .door a.language, main .next .go").first.tap()
        page.locator(".lesson h1, main .next .go").first.wait_for()
        taps += 1
    assert taps <= 3
    context.close()


@pytest.mark.parametrize("javascript", [True, False])
def test_from_the_door_to_what_comes_next_by_tapping_alone(site, browser, javascript):
    context = browser.new_context(**PHONE, java_script_enabled=javascript, locale="fr-FR")
    page = context.new_page()
    page.goto(site.url)
    assert page.locator("html").get_attribute("lang") == "fr"
    page.locator("button.go").tap()
    page.locator(".next .go").tap()
    page.locator(".lesson h1").wait_for()
    page.locator(".start .go").tap()
    for _ in range(10):
        page.locator("form.question, .result").wait_for()
        if page.locator(".result").count():
            break
        answer(page)
        page.locator(".feedback").wait_for()
        page.locator("main > .go").tap()
    assert page.locator(".stones li").count() >= 2
    page.locator(".tabs a").nth(1).tap()
    page.locator(".track .done, .track .here").wait_for()
    context.close()


def answer(page):
    """Answer whatever is asked, somehow."""
    if page.locator(".choice").count():
        page.locator(".choice .face").first.tap()
    elif page.locator("button.place").count():
        for _ in range(page.locator("button.place").count()):
            page.locator("button.place[aria-pressed=false]").first.tap()
    elif page.locator(".match").count():
        lefts, rights = (page.locator(".match ul").nth(side).locator("button").all() for side in (0, 1))
        for left, right in zip(lefts, rights, strict=True):
            left.tap()
            right.tap()
    else:
        for place, select in enumerate(page.locator("main select").all(), 1):
            select.select_option(index=place)
    page.locator("form.question > .go").tap()
