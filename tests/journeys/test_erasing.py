"""Somebody takes everything along and erases herself: then her phone knows her no more, and she can begin anew on it."""

import json
from pathlib import Path

import pytest

from tests.journeys.conftest import PHONE
from tests.journeys.places import LESSON, answer, quiz
from tests.offline.phones import store, until

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_she_takes_everything_along_and_erases_herself_by_thumb(site, browser, language):
    context = browser.new_context(**PHONE, accept_downloads=True)
    page = context.new_page()
    question = quiz(LESSON)[0]
    learn(page, site, question)
    page.goto(f"{site.url}/{language}/my-learning/")
    page.locator("a[href$='/about-you/']").tap()
    for name, word in (("copy.html", "<html"), ("copy.json", '"onward-copy"')):
        with page.expect_download() as download:
            page.locator(f"a[download][href*='{name.replace('.html', '/')}']").tap()
        assert download.value.suggested_filename == name and word in Path(download.value.path()).read_text(encoding="utf-8")
    said = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    assert said["chapters"]["answers"][0]["question"] == question.item["prompt"]
    first = said["chapters"]["account"][0]["record"]
    page.locator("a[href$='/about-you/erase/']").tap()
    page.locator("label.choice").tap()
    page.locator("form .go").tap()
    page.locator("[data-erased]").wait_for()
    until(lambda: not store(page, "statements"))
    assert not [cookie for cookie in context.cookies() if cookie["name"] in ("visitor", "session")]
    assert first not in json.dumps(context.storage_state())
    begin_anew(page, site, question, first)
    context.close()


def learn(page, site, question):
    page.goto(f"{site.url}/en/{question.path}")
    answer(page, question, right=True)
    page.locator("[data-is=safe]:visible").wait_for()


def begin_anew(page, site, question, first):
    """Her next answer on this phone counts, and is somebody else's."""
    learn(page, site, question)
    owners = store(page, "owners")
    assert [one["learner"] for one in owners if one.get("learner")] and first not in json.dumps(owners)
    page.goto(f"{site.url}/en/my-learning/about-you/")
    with page.expect_download() as download:
        page.locator("a[download][href$='copy.json']").tap()
    said = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    assert len(said["chapters"]["answers"]) == 1 and said["chapters"]["account"][0]["record"] != first


def test_her_other_phone_forgets_her_when_it_sends(site, browser):
    """Answers that waited there are refused, told to nobody as safe, and the next person on it begins for herself."""
    context = browser.new_context(**PHONE)
    page = context.new_page()
    question = quiz(LESSON)[0]
    learn(page, site, question)
    uuid = next(one["learner"] for one in store(page, "owners") if one.get("learner"))
    site.manage("shell", "-v0", "-c", ERASE.format(uuid=uuid))
    page.goto(f"{site.url}/en/{quiz(LESSON)[1].path}")
    answer(page, quiz(LESSON)[1], right=True)
    until(lambda: uuid not in json.dumps(store(page, "owners")))
    assert not [one for one in store(page, "statements") if one.get("waiting")]
    context.close()


ERASE = """
from django.utils import timezone
from accounts.erasing import erase
from accounts.models import Learner
from accounts.person import person_of_learner
erase(person_of_learner(Learner.objects.get(uuid="{uuid}")), at=timezone.now())
"""
