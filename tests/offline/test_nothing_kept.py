"""A browser that keeps nothing, or has no worker: all works with a network, and she is told."""

import pytest
from playwright.sync_api import expect

from faults.books import books
from tests.journeys.places import LESSON, MODULE, answer, quiz
from tests.offline.phones import opened, store

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


REFUSALS = {
    "indexedDB": "get() { return undefined }",
    "localStorage": "get() { throw new DOMException('no', 'SecurityError') }",
    "sessionStorage": "get() { throw new DOMException('no', 'SecurityError') }",
    "caches": "get() { throw new DOMException('no', 'SecurityError') }",
}
THROWS = """IDBFactory.prototype.open = () => { throw new DOMException("no", "SecurityError") };
for (const name of ["getItem", "setItem", "removeItem"]) {
  Storage.prototype[name] = () => { throw new DOMException("no", "QuotaExceededError") };
}
CacheStorage.prototype.open = CacheStorage.prototype.match = async () => { throw new DOMException("no", "SecurityError") };"""
REFUSES = "".join(f"Object.defineProperty(globalThis, '{name}', {{ {how} }});" for name, how in REFUSALS.items())


@pytest.mark.parametrize("refusing", [REFUSES, THROWS], ids=["nothing there", "everything throws"])
def test_without_storage_lessons_and_quizzes_work_with_a_network_and_my_phone_says_so(site, network, page, refusing):
    before = {row.uuid for row in books(site).rows}
    page.context.add_init_script(refusing)
    opened(page, f"{network.url}/en/{LESSON}")
    page.locator(".start .go").click()
    for question in quiz(LESSON):
        page.locator(f"form[action='/en/{question.path}']").wait_for()
        page.locator("body[data-started]").wait_for()
        answer(page, question)
        page.locator(".feedback.right").wait_for()
        expect(page.locator(".receipt")).to_have_text("Your answer is saved.")
        page.locator("main > .go").click()
    page.locator(".result .stones .done").first.wait_for()
    expect(page.locator(".stones .done")).to_have_count(len(quiz(LESSON)))
    rows = [row for row in books(site).rows if row.uuid not in before]
    assert len([row for row in rows if row.parent]) == len(quiz(LESSON))
    opened(page, f"{network.url}/en/my-phone/")
    page.locator("section[data-refused]:visible").wait_for()
    assert page.locator("[data-answers], [data-lessons]").filter(visible=True).count() == 0


def test_a_browser_without_a_worker_is_not_told_that_lessons_are_on_it(network, page):
    page.add_init_script("ServiceWorkerContainer.prototype.register = () => Promise.reject(new TypeError('no modules'))")
    opened(page, f"{network.url}/en/{MODULE}")
    page.locator("[data-ask]").click()
    page.locator("[data-fault=browser]:visible").wait_for()
    opened(page, f"{network.url}/en/my-phone/")
    page.locator("[data-cannot]:visible").wait_for()
    opened(page, f"{network.url}/en/{LESSON}")
    page.wait_for_timeout(6000)  # time enough to keep it
    assert store(page, "kept") == []
    assert not page.locator("[data-kept-here]").is_visible()
