"""A learner without an email address keeps what she learned, and opens it on another phone."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import PHONE
from tests.journeys.places import LESSON, answer, quiz
from tests.journeys.test_accessibility import ALL, AXE, faults

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

HERS, OTHER = ["sun", "fish", "sun"], ["fish", "sun", "sun"]
LONG_AGO = """(() => { const real = Date; Date = class extends real {
    constructor(...given) { given.length ? super(...given) : super(0) } static now() { return 0 } } })()"""


@pytest.fixture
def new_phone(browser, site):
    """Phones that have never been here, and what their owners tapped."""
    contexts = []

    def make(locale="en-GB", **more):
        contexts.append(browser.new_context(**PHONE, locale=locale, accept_downloads=True, **more))
        return contexts[-1].new_page()

    yield make
    for context in contexts:
        context.close()


def started(page):
    page.locator("body[data-started]").wait_for()


def tap_pictures(page, names, scripts=True):
    for place, name in enumerate(names, 1):
        page.locator(f"[name=tap][value={name}]").tap()
        expect(page.locator(".slots .tile")).to_have_count(place)


def keep(page, site, language="en", scripts=True):
    """Make a card; returns its code."""
    page.goto(f"{site.url}/{language}/account/keep/")
    if scripts:
        started(page)
    tap_pictures(page, HERS)
    page.locator("[name=done]").tap()
    return code_on(page)


def code_on(page):
    page.locator(".pass").wait_for()
    return "".join(page.locator(".pass li").all_inner_texts())


def open_pictures(page, names=HERS):
    tap_pictures(page, names)
    page.locator("[name=done]").tap()


def test_a_kept_account_is_six_taps_from_the_door_and_opens_on_another_phone(site, new_phone):
    page, taps = new_phone(), 0
    page.goto(f"{site.url}/en/{quiz(LESSON)[0].path}")
    answer(page, quiz(LESSON)[0])
    page.locator("[data-is=safe]:visible").wait_for()
    page.goto(f"{site.url}/en/")
    ways = [
        ".tabs a >> nth=1",
        "main a[href$='/account/keep/']",
        *(f"[name=tap][value={name}]" for name in HERS),
        "[name=done]",
    ]
    for way in ways:
        started(page)
        page.locator(way).tap()
        taps += 1
        if way == ways[1]:
            page.locator("[data-pictures]").wait_for()
    code = code_on(page)
    assert taps == 6
    done = begun(page, site)
    assert done

    other = new_phone()
    other.goto(f"{site.url}/card/#{code}")
    other.get_by_text("Card read").wait_for()
    assert "#" not in other.url and code not in other.content().replace(f'value="{code}"', "")
    started(other)
    open_pictures(other)
    other.wait_for_url("**/en/my-learning/")
    assert begun(other, site) == done


def begun(page, site):
    """The lessons that her record has, as the server tells this phone."""
    return page.request.get(f"{site.url}/en/my-learning/state.json").json()["stages"]


def test_the_code_is_gone_from_the_address_and_from_behind_back(site, new_phone):
    code, page = keep(new_phone(), site), new_phone()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{site.url}/card/#{code}")
    page.get_by_text("Card read").wait_for()
    started(page)
    assert not any(code in url for url in asked if "#" not in url)
    page.goto(f"{site.url}/en/local/")
    page.go_back()
    page.locator("[data-numbers]").wait_for()
    assert code not in page.url and code not in page.content()


def test_the_code_leaves_the_address_before_anything_is_sent(site, new_phone):
    page = new_phone()

    def answer_nothing(route):
        route.fulfill(status=204) if route.request.method == "POST" else route.continue_()

    page.route("**/account/card/", answer_nothing)
    page.goto(f"{site.url}/en/account/card/#{'1' * 28}")
    started(page)
    expect(page.locator("#id_code")).to_have_value("1" * 28)
    assert page.url == f"{site.url}/en/account/card/"


def test_a_worn_square_says_so_and_the_numbers_open_it(site, new_phone):
    code, page = keep(new_phone(), site), new_phone()
    page.goto(f"{site.url}/card/#{code[:17]}")
    expect(page.locator(".error")).to_contain_text("17 of 28")
    started(page)
    page.locator("#id_code").press_sequentially(code)
    expect(page.locator("#id_code")).to_have_value(" ".join(re.findall("....", code)))
    expect(page.locator("[data-count]")).to_have_text("28 of 28")
    page.locator("form .go").tap()
    page.get_by_text("Card read").wait_for()


def test_arabic_digits_on_an_arabic_phone(site, new_phone):
    code, page = keep(new_phone("ar"), site, "ar"), new_phone("ar")
    page.goto(f"{site.url}/card/")
    assert page.url == f"{site.url}/ar/account/card/"
    started(page)
    page.locator("#id_code").press_sequentially("".join(chr(0x660 + int(digit)) for digit in code))
    expect(page.locator("#id_code")).to_have_value(" ".join(re.findall("....", code)))
    page.locator("form .go").tap()
    page.locator("[data-pictures]").wait_for()
    started(page)
    open_pictures(page)
    page.wait_for_url("**/ar/my-learning/")


def test_pictures_stand_in_the_same_place_in_every_language(site, new_phone):
    page, places = new_phone(), set()
    for language in ("en", "ar"):
        page.goto(f"{site.url}/{language}/account/keep/")
        started(page)
        boxes = [page.locator(f"[name=tap][value={name}]").bounding_box() for name in ("sun", "apple", "chair")]
        assert all(box["width"] >= 64 and box["height"] >= 64 for box in boxes)
        places.add(tuple(round(box["x"]) for box in boxes))
    assert len(places) == 1


def test_a_picture_tapped_by_mistake_is_taken_away_by_a_tap(site, new_phone):
    page = new_phone()
    page.goto(f"{site.url}/en/account/keep/")
    started(page)
    tap_pictures(page, ["sun", "cat"])
    expect(page.locator(".tapping [role=status]")).to_have_text("2 of 3: Cat")
    page.get_by_label("Take away: Cat").tap()
    expect(page.locator(".slots .tile")).to_have_count(1)
    tap_pictures(page, [])
    page.locator("[name=done]").tap()
    expect(page.locator(".error")).to_have_text("Choose 3 pictures.")
    expect(page.locator(".slots .tile")).to_have_count(1)


def test_pictures_by_keyboard(site, new_phone):
    page = new_phone()
    page.goto(f"{site.url}/en/account/keep/")
    started(page)
    for name in HERS:
        page.locator(f"[name=tap][value={name}]").focus()
        page.keyboard.press("Enter")
    expect(page.locator("[name=done]")).to_be_focused()
    page.keyboard.press("Enter")
    assert code_on(page)


def test_everything_without_javascript(site, new_phone):
    page = new_phone(java_script_enabled=False)
    code = keep(page, site, scripts=False)
    page.locator("main form .go").tap()
    page.wait_for_url("**/my-learning/")
    other = new_phone(java_script_enabled=False)
    other.goto(f"{site.url}/card/")
    other.locator("#id_code").fill(code)
    other.locator("form .go").tap()
    open_pictures(other, OTHER)
    expect(other.locator(".error")).to_have_text("These are not the pictures of this card. Tries left: 4.")
    open_pictures(other)
    other.wait_for_url("**/my-learning/")


def test_who_is_signed_in_leaves_with_one_tap(site, new_phone):
    code, page = keep(new_phone(), site), new_phone()
    keep(page, site)
    page.goto(f"{site.url}/card/#{code}")
    page.get_by_text("Another account is open on this phone").wait_for()
    started(page)
    page.locator("main .go").tap()
    page.get_by_text("Card read").wait_for()
    started(page)
    open_pictures(page)
    page.wait_for_url("**/my-learning/")


def test_a_phone_whose_clock_is_of_1970(site, new_phone):
    page = new_phone()
    page.add_init_script(LONG_AGO)
    code = keep(page, site)
    other = new_phone()
    other.add_init_script(LONG_AGO)
    other.goto(f"{site.url}/card/#{code}")
    other.get_by_text("Card read").wait_for()
    started(other)
    open_pictures(other)
    other.wait_for_url("**/my-learning/")


def test_a_browser_that_keeps_no_cookies_is_told_so(site, new_phone):
    page = new_phone()
    keep(page, site)
    page.context.clear_cookies()  # as if it had kept none
    page.reload()
    page.get_by_text("Your browser forgot you").wait_for()


def test_the_card_is_saved_as_a_picture_whose_name_says_nothing(site, new_phone):
    page = new_phone()
    keep(page, site)
    started(page)
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save as picture").tap()
    assert saved.value.suggested_filename == "card.png"
    assert saved.value.path().read_bytes().startswith(b"\x89PNG")


def test_only_the_card_is_printed(site, new_phone):
    page = new_phone()
    keep(page, site)
    page.emulate_media(media="print")
    shown = page.locator("body *:visible").evaluate_all(
        "all => all.filter(one => !one.closest('.pass') && !one.querySelector('.pass'))"
    )
    assert shown == []
    box = page.locator(".pass").bounding_box()
    assert (round(box["width"] / 96 * 25.4), round(box["height"] / 96 * 25.4)) == (85, 54)


def test_axe_finds_nothing_on_the_card_and_its_pictures(site, new_phone):
    page, other = new_phone(), new_phone()
    code = keep(page, site)
    other.goto(f"{site.url}/card/#{code}")
    other.get_by_text("Card read").wait_for()
    for one in (page, other):
        started(one)
        for theme in ("light", "dark"):
            one.emulate_media(color_scheme=theme)
            one.evaluate(AXE)
            assert faults(one, ALL) == []
