"""What scripts lay over pages that are the same for everyone: her own state, and the numbers of her country."""

import pytest

from tests.journeys.conftest import PHONE
from tests.journeys.places import LESSON, MODULE, NUMBERS, answer, quiz

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

CZECH, NORTHERN_IRISH = "222 717 171", "0800 012 1700"


@pytest.fixture
def page(browser):
    context = browser.new_context(**PHONE, locale="en-GB")
    yield context.new_page()
    context.close()


@pytest.fixture
def half_way(site, page):
    """Her first lesson is done, her second begun: one go, not all right."""
    for lesson, right in ((LESSON, True), (f"{MODULE}second-step/", False)):
        for question in quiz(lesson):
            page.goto(f"{site.url}/en/{question.path}")
            answer(page, question, right=right)
    return page


def test_home_course_and_module_show_what_is_done_and_begun(site, half_way):
    for path, done, begun in (
        ("", ".track .done", ".track .here"),
        ("online-safety/", ".track .done", ".track .here"),
        (MODULE, ".row.done", ".row.begun"),
    ):
        half_way.goto(f"{site.url}/uk/{path}")
        half_way.locator(begun).first.wait_for()
        assert (half_way.locator(done).count(), half_way.locator(begun).count()) == (1, 1)
    assert half_way.locator(".head .count").inner_text() == "Пройдено: 1 з 3"
    assert half_way.locator(".row .state").all_inner_texts()[0].strip() == "Пройдено"


def test_home_offers_to_go_on_where_she_was(site, half_way):
    half_way.goto(f"{site.url}/ar/")
    half_way.locator(".track .done").wait_for()
    card = half_way.locator(".next", has_text="تابعوا")
    card.wait_for()
    card.locator(".go").click()
    half_way.wait_for_url(f"**/ar/{MODULE}second-step/")


def asked(page, site, *paths):
    """What pages ask the server for by script."""
    fetched = []
    page.on("request", lambda request: fetched.append(request.url) if request.resource_type == "fetch" else None)
    for path in paths:
        page.goto(f"{site.url}/en/{path}", wait_until="networkidle")
    return fetched


def test_a_browser_without_a_record_asks_for_nothing(site, page):
    assert asked(page, site, "", "online-safety/", MODULE, LESSON, NUMBERS) == []


def test_a_record_that_is_gone_is_asked_for_once(site, page):
    assert len(asked(page, site, "my-learning/", "", MODULE)) == 1


def choose(page, site, destination):
    page.goto(f"{site.url}/en/local/")
    choose_here(page, destination)


def choose_here(page, destination):
    page.locator(f"[data-destination={destination}]").click()
    page.wait_for_url(f"**/local/{destination}/")
    page.locator("body[data-started]").wait_for()


def test_without_a_country_every_number_says_to_ask(site, page, checked_facts):
    page.goto(f"{site.url}/en/{NUMBERS}", wait_until="networkidle")
    assert set(page.locator("a.fact").all_inner_texts()) == {"Ask your trainer"}


def test_a_checked_number_of_her_country_can_be_called(site, page, checked_facts):
    choose(page, site, "czechia")
    page.goto(f"{site.url}/en/{NUMBERS}")
    known = page.locator(".known[data-fact=emergency]").first
    assert known.get_attribute("href") == "tel:112"
    assert " ".join(known.inner_text().split()) == "112 Czechia, Day and night, Free"
    unknown = page.locator("[data-fact=police]").first
    assert unknown.inner_text() == "Ask your trainer"
    assert unknown.get_attribute("href") == "/en/local/czechia/#police"


def test_a_country_tapped_before_its_script_has_come_is_remembered(site, page, checked_facts):
    page.route("**/js/page.*.js", lambda route: route.abort())
    page.goto(f"{site.url}/en/local/")
    page.unroute_all()
    choose_here(page, "czechia")
    page.goto(f"{site.url}/en/{NUMBERS}")
    page.locator(".known[data-fact=emergency]").first.wait_for()


@pytest.mark.parametrize(
    ("destination", "number"), [("czechia", CZECH), ("northern-ireland", NORTHERN_IRISH), ("rwanda", None)]
)
def test_another_countrys_number_never_appears(site, page, checked_facts, destination, number):
    choose(page, site, destination)
    seen = page.content()
    page.goto(f"{site.url}/en/rights-and-responsibilities/rights-here/exploited-help-exists/", wait_until="networkidle")
    page.locator("body[data-started]").wait_for()
    if number:
        page.locator(".known").first.wait_for()
    for words in (seen, page.content()):
        assert [one for one in (CZECH, NORTHERN_IRISH) if one in words] == ([number] if number else [])
        assert ("tel:999" in words) is (destination == "northern-ireland")


def test_a_change_of_country_changes_the_numbers(site, page, checked_facts):
    for destination, dial in (("czechia", "tel:112"), ("northern-ireland", "tel:999")):
        choose(page, site, destination)
        page.goto(f"{site.url}/ar/{NUMBERS}")
        assert page.locator(".known[data-fact=emergency]").first.get_attribute("href") == dial
