"""A page is read out by a voice that is on the phone itself, or there is no button."""

import json

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import PHONE
from tests.journeys.places import LESSON, quiz

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

SPEECH = """
const spoken = [], voices = VOICES;
let now = null;
const speech = {
  spoken,
  getVoices: () => voices,
  addEventListener() {},
  speak(utterance) { now = utterance; spoken.push(utterance.text); },
  cancel() { const one = now; now = null; one?.onerror(); },
  say() { const one = now; now = null; one?.onend(); },
};
Object.defineProperty(window, "speechSynthesis", { value: speech });
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
"""
HERE = [{"lang": "en-GB", "localService": True}, {"lang": "ar_EG", "localService": True}]


@pytest.fixture
def phone_with(browser):
    """A page on a phone that has these voices."""
    contexts = []

    def open_it(voices):
        context = browser.new_context(**PHONE)
        context.add_init_script(SPEECH.replace("VOICES", json.dumps(voices)))
        contexts.append(context)
        return context.new_page()

    yield open_it
    for context in contexts:
        context.close()


@pytest.mark.parametrize("voices", [[], [{"lang": "en-GB", "localService": False}], [{"lang": "fr-FR", "localService": True}]])
def test_without_a_voice_of_its_language_there_is_no_button(site, phone_with, voices):
    page = phone_with(voices)
    for path in (LESSON, quiz(LESSON)[0].path):
        page.goto(f"{site.url}/en/{path}")
        assert page.locator("[data-listen]").is_hidden()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_lesson_is_read_from_its_title_on_and_stops(site, phone_with, language):
    page = phone_with(HERE)
    page.goto(f"{site.url}/{language}/{LESSON}")
    button = page.locator("[data-listen]")
    words = button.inner_text()
    button.click()
    assert page.evaluate("speechSynthesis.spoken") == [page.locator("h1").inner_text()]
    assert button.get_attribute("aria-pressed") == "true"
    page.evaluate("speechSynthesis.say()")
    assert page.evaluate("speechSynthesis.spoken[1]") == page.locator(".goal span").inner_text()
    expect(page.locator(".spoken")).to_have_count(1)
    button.click()
    assert page.evaluate("speechSynthesis.say()") is None
    assert (button.get_attribute("aria-pressed"), button.inner_text()) == ("false", words)
    expect(page.locator(".spoken")).to_have_count(0)


def test_a_question_is_read_with_its_choices_to_the_end(site, phone_with):
    page = phone_with(HERE)
    asked = quiz(LESSON)[0]
    page.goto(f"{site.url}/en/{asked.path}")
    page.locator("[data-listen]").click()
    for _ in range(10):
        page.evaluate("speechSynthesis.say()")
    spoken = page.evaluate("speechSynthesis.spoken")
    assert spoken[0] == asked.item["prompt"]
    assert sorted(spoken[1:]) == sorted(choice["text"] for choice in asked.item["choices"])
    assert page.locator("[data-listen]").get_attribute("aria-pressed") == "false"
