"""Pages ask nobody else for anything, break no policy of theirs, log no error, and say what language they are in."""

import re

import pytest

from core.languages import LANGUAGES
from tests.journeys.conftest import PHONE
from tests.journeys.places import ANSWERED, LESSON, MODULE, PLACES, answer, places, question

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

TELL = """addEventListener("securitypolicyviolation", event => {
    console.error(`CSP: ${event.violatedDirective} ${event.blockedURI}`);
})"""
PICTURE_FROM_ELSEWHERE = """new Promise(done => {
    const image = new Image();
    image.onerror = done;
    image.src = "https://elsewhere.example/dot.png";
})"""
TEXT_AS_MARKUP = "(() => { try { document.body.innerHTML = '<b>' } catch (error) { return error.name } })()"
PUBLIC = [
    "",
    "online-safety/",
    MODULE,
    LESSON,
    question("choice").path,
    question("matching").path,
    "local/",
    "local/czechia/",
    "nowhere/",
]
HTML = re.compile(r'<html lang="([\w-]+)" dir="(ltr|rtl)">')


class Ear:
    """Hears what a page should not do."""

    def __init__(self, page, site):
        self.ours, self.noise = site.url, []
        page.on("request", self.request)
        page.on("console", self.console)
        page.on("pageerror", lambda error: self.noise.append(str(error)))
        page.add_init_script(TELL)

    def request(self, request):
        if not request.url.startswith(f"{self.ours}/"):
            self.noise.append(request.url)

    def console(self, message):
        if message.type in ("error", "warning"):
            self.noise.append(message.text)

    def hear(self):
        """What it heard since the last time."""
        heard, self.noise = self.noise, []
        return heard


@pytest.fixture(scope="module")
def ears(site, phones):
    return {who: Ear(page, site) for who, page in phones.items()}


@pytest.mark.parametrize(("place", "language"), places("en", "ar"), ids=str)
def test_a_page_makes_no_noise(site, phones, ears, place, language):
    ears[place.who].hear()
    place.visit(phones[place.who], site, language)
    refused = f"status of {place.status} "  # Chromium says of every page that is not there that it is not there
    assert [noise for noise in ears[place.who].hear() if place.status == 200 or refused not in noise] == []


def test_the_ear_hears_what_breaks_the_policy(site, phones, ears):
    page, ear = phones["stranger"], ears["stranger"]
    page.goto(f"{site.url}/en/")
    ear.hear()
    page.evaluate(PICTURE_FROM_ELSEWHERE)
    assert any(noise.startswith("CSP: img-src https://elsewhere.example") for noise in ear.hear())
    assert page.evaluate(TEXT_AS_MARKUP) == "TypeError"


def test_no_cookie_before_the_first_answer(site, browser):
    context = browser.new_context(**PHONE, locale="en-GB")
    page = context.new_page()
    page.goto(site.url)
    for path in [*PUBLIC, "my-learning/"]:
        page.goto(f"{site.url}/en/{path}")
    assert context.cookies() == []
    page.goto(f"{site.url}/en/{question('choice').path}")
    answer(page, question("choice"))
    page.locator("[data-is=safe]:visible").wait_for()
    (cookie,) = context.cookies()
    assert (cookie["name"], cookie["httpOnly"], cookie["sameSite"]) == ("visitor", True, "Lax")
    context.close()


def test_a_choice_of_language_is_one_cookie(site, browser):
    context = browser.new_context(**PHONE, locale="ps")
    page = context.new_page()
    page.goto(site.url)
    page.locator(".language[lang=uk]").click()
    page.locator("html[lang=uk]").wait_for()
    assert [cookie["name"] for cookie in context.cookies()] == ["language"]
    context.close()


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
def test_every_page_says_its_language_and_direction(site, phones, language):
    hers = [place.path for place in PLACES if place.name.startswith("result")] + [*ANSWERED.values()][:2] + ["my-learning/"]
    for who, paths in (("stranger", [*PUBLIC, "my-learning/", "account/signup/", "account/login/"]), ("learner", hers)):
        for path in paths:
            answer = phones[who].request.get(f"{site.url}/{language.code}/{path}")
            assert HTML.search(answer.text()).groups() == (language.code, language.direction), path
