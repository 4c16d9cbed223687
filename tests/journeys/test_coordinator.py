"""A coordinator's group, from opening it to the moment a learner stops sharing; on phones, in a real browser."""

import re

import pytest

from accounts.demo import CODE, PASSWORD
from tests.journeys.conftest import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture
def hana(site, browser):
    """The coordinator's phone, signed in."""
    context = browser.new_context(**PHONE, locale="en-GB")
    page = context.new_page()
    page.goto(f"{site.url}/en/account/login/")
    page.locator("[name=login]").fill("hana")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("form.form .go").first.click()
    page.locator("[name=code]").fill(CODE)
    page.locator("[name=code]").press("Enter")
    page.wait_for_url("**/my-learning/")
    yield page
    context.close()


def open_group(page, site, name):
    page.goto(f"{site.url}/en/my-learning/")
    page.get_by_role("link", name="Office").click()
    page.get_by_role("link", name="Open a group").click()
    page.get_by_label("Name of the group").fill(name)
    page.get_by_label("Last day").fill("2099-12-31")
    page.get_by_label("Safe before you go").check()
    page.locator("form.form .go").click()
    page.get_by_role("heading", name=name).wait_for()
    return page.url


def print_poster(page):
    """Its code, as digits."""
    page.get_by_label("العربية").check()
    page.get_by_role("button", name=re.compile("Make a poster")).click()
    page.locator(".poster .square").wait_for()
    page.get_by_role("button", name="Print").wait_for()  # scripts have come
    return page.locator("[data-digits]").inner_text().replace(" ", "")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_learner_joins_by_a_poster_is_seen_and_stops(site, browser, hana, javascript):
    group = open_group(hana, site, f"Friday {javascript}")
    code = print_poster(hana)

    context = browser.new_context(**PHONE, java_script_enabled=javascript, locale="ar")
    selam = context.new_page()
    selam.goto(f"{site.url}/join/#{code}")
    selam.wait_for_url(re.compile("/ar/join/"))
    if not javascript:  # then the square leads to the page, and she types
        selam.locator("[name=code]").fill(code)
        selam.locator("form.form .go").click()
    selam.locator("[data-agree] [name=called]").fill("Amina")
    assert code not in selam.url
    selam.locator("[data-agree] .go").click()
    selam.locator("#group form[action$='/stop/']").wait_for()

    hana.goto(group)
    hana.get_by_role("link", name="Amina").click()
    hana.get_by_role("heading", name="Amina").wait_for()
    person = hana.url

    selam.goto(f"{site.url}/ar/my-learning/looks/")
    assert selam.get_by_text("Hana").count() == 2  # in the list, and herself
    selam.goto(f"{site.url}/ar/my-learning/")
    selam.locator("#group form[action$='/stop/'] button").click()
    selam.locator("#group form[action$='/again/']").wait_for()

    assert hana.goto(person).status == 404
    hana.goto(group)
    assert hana.get_by_text("Amina").count() == 0
    context.close()


def test_who_changes_the_language_on_the_way_need_not_scan_again(site, browser, hana):
    open_group(hana, site, "Monday")
    code = print_poster(hana)
    context = browser.new_context(**PHONE, locale="en-GB")
    page = context.new_page()
    page.goto(f"{site.url}/join/#{code}")
    page.locator("[data-agree]").wait_for()
    page.locator(".languages summary").click()
    page.locator(".language[lang=fr]").click()
    page.wait_for_url("**/fr/join/")
    page.locator("[data-agree]").wait_for()
    assert page.locator("html").get_attribute("lang") == "fr"
    context.close()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_no_page_of_the_office_is_wider_than_a_phone(site, hana, language):
    for path in ("office/", "my-learning/looks/", "join/"):
        hana.goto(f"{site.url}/{language}/{path}")
        assert hana.evaluate("document.documentElement.scrollWidth - innerWidth") == 0, path
    hana.goto(f"{site.url}/{language}/office/")
    hana.get_by_role("link", name="Tuesday group").click()
    for way in ("tbody th a", ".head .back", "a[href$='/edit/']"):
        hana.locator(way).first.wait_for()
        assert hana.evaluate("document.documentElement.scrollWidth - innerWidth") == 0, hana.url
        hana.locator(way).first.click()
    hana.locator("form.form").wait_for()
    assert hana.evaluate("document.documentElement.scrollWidth - innerWidth") == 0
