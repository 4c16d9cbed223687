"""Phones for the browser tests: of somebody new, with a record, of who is signed in as what, and halfway through a door."""

from collections.abc import Iterator
from typing import Any

import pytest

from accounts.demo import CODE, PASSWORD
from tests.journeys.places import answer, covering

PHONE = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True, "reduced_motion": "reduce"}
CHECK_FACTS = """
from datetime import date, timedelta
from courses.models import LocalFact
today = date.today()
checked = LocalFact.objects.filter(key__in=["emergency", "exploitation_help"])
for fact in checked.exclude(destination="rwanda"):
    fact.verified_on, fact.review_after, fact.verified_by = today, today + timedelta(90), "A test"
    fact.full_clean()
    fact.save()
"""


@pytest.fixture(scope="session")
def checked_facts(site: Any) -> None:
    """Somebody has checked two numbers in Czechia and two in Northern Ireland; nothing in Rwanda."""
    site.manage("shell", "-c", CHECK_FACTS)


@pytest.fixture(scope="session")
def phones(site: Any, browser: Any, checked_facts: None) -> Iterator[dict[str, Any]]:
    """A page on each phone, by who holds it. Tests share them and leave them as they are."""
    people = ("stranger", "learner", "selam", "hana", "peter", "keeper", "halfway", "asked")
    pages = {who: browser.new_context(**PHONE).new_page() for who in people}
    learn(pages["learner"], site)
    for name in ("selam", "hana", "peter"):
        sign_in(pages[name], site, name)
    come_in_after_somebody(pages["asked"], site)
    yield pages
    for page in pages.values():
        page.context.close()


def learn(page: Any, site: Any) -> None:
    """Do a few quizzes all right and a few others all wrong, with every kind of question among each; choose a country."""
    for right, quizzes in ((True, covering()), (False, covering(last=True))):
        for question in (one for questions in quizzes for one in questions):
            page.goto(f"{site.url}/en/{question.path}")
            answer(page, question, right=right)
            page.locator(".receipt:visible").wait_for()
    page.locator("[data-is=safe]:visible").wait_for()  # the server has all of it
    page.goto(f"{site.url}/en/local/")
    page.locator("[data-destination=czechia]").click()
    page.wait_for_url("**/local/czechia/")


def come_in_after_somebody(page: Any, site: Any) -> None:
    """Somebody answers a question on this phone; then Selam comes in, and has not said yet whether it was she."""
    page.goto(f"{site.url}/en/{covering()[0][0].path}")
    answer(page, covering()[0][0])
    page.locator("[data-is=safe]:visible").wait_for()
    page.goto(f"{site.url}/en/account/login/")
    page.locator("[name=login]").fill("selam")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("form.form .go").click()
    page.wait_for_url("**/my-learning/earlier/**")


def sign_in(page: Any, site: Any, name: str) -> None:
    page.goto(f"{site.url}/en/account/login/")
    page.get_by_label("The name you chose").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.locator("form.form .go").click()
    if name != "selam":  # who works here shows a second time who she is
        page.locator("[name=code]").fill(CODE)
        page.locator("form.form .go").click()
        page.wait_for_url(lambda url: "/account/" not in url)
        page.goto(f"{site.url}/en/my-learning/")
    page.wait_for_url("**/my-learning/**")
    if page.url.split("?")[0].endswith("/earlier/"):  # somebody had learned on this phone: it was she
        page.locator("[name=yes]").click()
    page.wait_for_url("**/my-learning/")
