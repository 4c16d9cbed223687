"""Quick exit: from every page, by tap or by Shift, at once; nothing of Onward is left, and Back leads nowhere."""

import pytest
from playwright.sync_api import expect

from core.languages import BY_CODE
from tests.journeys.behind import holding, titles_behind
from tests.journeys.conftest import PHONE, sign_in
from tests.journeys.places import LESSON, MODULE, covering, places, question
from tests.offline.keeping import keeps

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
DONE = covering()[0][0].lesson  # a quiz that the learner has done
# What happens in the moment of a tap, and whether anything was still on the page then.
ORDER = """() => {
    const done = [];
    const note = (name) => done.push([name, document.documentElement.childNodes.length]);
    const cookie = Object.getOwnPropertyDescriptor(Document.prototype, "cookie");
    const set = (value) => (note("cookie"), cookie.set.call(document, value));
    Object.defineProperty(document, "cookie", { get: () => cookie.get.call(document), set });
    navigator.sendBeacon = () => note("beacon");
    Storage.prototype.clear = () => note("storage");
    document.querySelector(".exit button").click();
    note("over");
    return done;
}"""
KINDS = {
    "home": "",
    "course": "online-safety/",
    "module": MODULE,
    "lesson": LESSON,
    "question": question("choice").path,
    "feedback": "",
    "result": f"{DONE}quiz/done/",
    "result about nobody": f"{DONE}quiz/kept/",
    "my learning": "my-learning/",
    "my phone": "my-phone/",
    "this phone": "this-phone/",
    "not here": "not-here/",
    "local help": "local/",
    "local card": "local/czechia/",
    "sign up": "account/signup/",
    "sign in": "account/login/",
    "not found": "nowhere/",
    "signed in": "my-learning/",
    "sign out": "account/logout/",
}


def tap(page):
    page.locator(".exit button").click()


def shift(page):
    page.locator("body[data-started]").wait_for()
    for _ in range(3):
        page.keyboard.press("Shift")


def is_gone(page, site, language="en"):
    """She is on the neutral page, and it shows nothing of us."""
    page.wait_for_url(f"**/{language}/measures/")
    assert page.url == f"{site.url}/{language}/measures/"
    expect(page.locator("table")).to_have_count(3)
    assert "Onward" not in page.content()


@pytest.fixture
def phone(browser):
    """Makes phones, with what a browser should be like."""
    contexts = []

    def make(**options):
        contexts.append(browser.new_context(**PHONE | {"locale": "en-GB"} | options))
        contexts[-1].set_default_timeout(20_000)
        return contexts[-1].new_page()

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def page(phone):
    return phone()


@pytest.mark.parametrize("way", [tap, shift], ids=lambda way: way.__name__)
@pytest.mark.parametrize("kind", KINDS)
def test_from_every_kind_of_page(site, phone, phones, kind, way):
    if kind in ("signed in", "sign out"):
        page = phone()
        sign_in(page, site, "selam")
    else:
        page = phone(storage_state=phones["learner"].context.storage_state())
    path = answered(page, site) if kind == "feedback" else KINDS[kind]
    page.goto(f"{site.url}/en/{path}")
    way(page)
    is_gone(page, site)
    page.goto(f"{site.url}/en/{path}")
    is_gone(page, site)


def answered(page, site):
    """Where the feedback on her first answer stands."""
    page.goto(f"{site.url}/en/{DONE}quiz/1/")
    return f"{DONE}quiz/answered/{page.locator('[name=item]').get_attribute('value')}/"


@pytest.mark.parametrize(("place", "language"), places("en", "ar"), ids=str)
def test_it_is_always_in_the_same_place_and_large_enough(site, phones, place, language):
    page = phones[place.who]
    place.visit(page, site, language)
    box = page.locator(".exit button").bounding_box()
    width, height = page.viewport_size["width"], page.viewport_size["height"]
    assert box["width"] >= 48 and box["height"] >= 48
    assert abs(box["y"] + box["height"] - height) < 1  # at the thumb, however far she has scrolled
    at_end = box["x"] if BY_CODE[language].bidi else width - box["x"] - box["width"]
    assert abs(at_end) < 1


def test_the_page_is_empty_before_anything_else_is_tried(site, page):
    page.goto(f"{site.url}/en/{LESSON}")
    page.locator("body[data-started]").wait_for()
    done = page.evaluate(ORDER)
    assert {name for name, _ in done} == {"cookie", "beacon", "storage", "over"}
    assert [left for _, left in done] == [0] * len(done)


def test_a_tap_before_the_scripts_have_come_works_too(site, page):
    page.route("**/page*.js", lambda route: None)  # it never comes
    page.goto(f"{site.url}/en/{LESSON}", wait_until="commit")
    tap(page)
    is_gone(page, site)
    assert [cookie["name"] for cookie in page.context.cookies()] == ["away"]


@pytest.mark.parametrize(
    "keys",
    [["Shift", "Shift"], ["Shift+A"] * 4, ["Shift", "Shift", "a", "Shift"], ["Shift+Tab"] * 3],
    ids=["twice", "capitals", "between letters", "going back by keys"],
)
def test_shift_as_people_use_it_is_no_exit(site, page, keys):
    page.goto(f"{site.url}/en/account/login/")
    page.locator("body[data-started]").wait_for()
    page.get_by_label("Password").focus()
    for key in keys:
        page.keyboard.press(key)
    page.wait_for_timeout(200)
    assert page.url.endswith("/login/")


def test_three_presses_in_more_than_five_seconds_are_no_exit(site, page):
    page.goto(f"{site.url}/en/account/login/")
    page.locator("body[data-started]").wait_for()
    for wait in (2600, 2600, 200):
        page.keyboard.press("Shift")
        page.wait_for_timeout(wait)
    assert page.url.endswith("/login/")


def test_it_is_reached_early_by_keys(site, page):
    page.goto(f"{site.url}/en/{LESSON}")
    for _ in range(6):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.exit button')"):
            break
    page.keyboard.press("Enter")
    is_gone(page, site)


# ---- Back ----


def walk_in(page, site, *, keep):
    page.goto(f"{site.url}/en/")
    page.goto(f"{site.url}/en/{MODULE}")
    page.goto(f"{site.url}/en/{LESSON}")
    if keep:
        keeps(page, LESSON)
        page.reload()
        page.locator(".pager a[rel=next]").click()  # without leaving the page
        page.wait_for_url("**/second-step/")


def shows_nothing(page):
    return page.url == "about:blank" or (page.url.endswith("/measures/") and "Onward" not in page.content())


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
@pytest.mark.parametrize("network", [True, False], ids=["online", "offline"])
def test_back_leads_nowhere(site, phone, scripts, network):
    if not (scripts or network):
        pytest.skip("without both there is nothing to ask: the browser says that there is no network")
    page = phone(java_script_enabled=scripts)
    walk_in(page, site, keep=scripts)
    page.context.set_offline(not network)
    tap(page)
    is_gone(page, site)
    for _ in range(5):
        page.go_back()
        assert shows_nothing(page)
    for _ in range(5):
        page.go_forward()
        assert shows_nothing(page)
    again = page.context.new_page()  # a tab that is opened again
    again.goto(f"{site.url}/en/{LESSON}")
    is_gone(again, site)
    if scripts:
        again.evaluate("history.pushState({}, '', '/en/'); history.back()")
        again.wait_for_timeout(300)
        assert shows_nothing(again)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_pages_that_the_browser_holds_for_back_are_let_go(site, browser, scripts):
    with holding(browser) as phone:
        page = phone.new_context(java_script_enabled=scripts).new_page()
        for path in ("", MODULE, LESSON):
            page.goto(f"{site.url}/en/{path}")
        tap(page)
        is_gone(page, site)
        page.wait_for_timeout(500)
        assert set(titles_behind(page)) == {"Measures"}


def test_back_to_the_door_brings_nobody_back_and_a_choice_there_does(site, page):
    page.goto(site.url)
    page.locator("main .go").click()
    page.locator(".next").wait_for()
    tap(page)
    is_gone(page, site)
    while page.url != "about:blank":
        page.go_back()
    page.goto(f"{site.url}/en/{LESSON}")
    is_gone(page, site)
    page.goto(site.url)
    page.locator("main .go").click()
    page.locator(".next").wait_for()
    page.goto(f"{site.url}/en/{LESSON}")
    page.locator(".lesson").wait_for()
    assert "away" not in [cookie["name"] for cookie in page.context.cookies()]
