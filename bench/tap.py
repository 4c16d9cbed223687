"""How long a tap takes on a phone that has a module with it, with no network: to the next lesson, and to feedback."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle, islice
from statistics import median
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page

from bench.browser import chromium, phone
from bench.pages import LESSON, MODULE
from bench.report import Limit, Report, Table
from bench.server import Site
from tests.journeys.places import answer, quiz
from tests.offline.keeping import take

LESSONS = ("lock-and-password", "second-step", "fake-jobs-and-visas")  # of that module, in their order
FORTH_AND_BACK = ("next", "next", "prev", "prev")
CALM = 1000  # ms before each tap
BEHIND = 4500  # ms after a page is loaded: what runs behind it is over
CHOSEN = ("true-false", "choice", "multiple-choice")  # questions that one tap answers
WATCH = """(selector) => {
  const before = document.querySelector(selector);
  let began;
  globalThis.took = undefined;
  addEventListener("click", (event) => (began = event.timeStamp), { capture: true, once: true });
  const observer = new MutationObserver(() => {
    const now = document.querySelector(selector);
    if (!now || now === before) return;
    observer.disconnect();
    requestAnimationFrame(() => requestAnimationFrame(() => (globalThis.took = performance.now() - began)));
  });
  observer.observe(document.body, { childList: true, subtree: true });
}"""
TOOK = """() => new Promise((done) => {
  const look = () => (globalThis.took ? done(globalThis.took) : setTimeout(look, 50));
  look();
})"""
ASSIGN = """(path) => {
  sessionStorage.setItem("left", performance.timeOrigin + performance.now());
  location.assign(path);
}"""
PAINTED = """() => new Promise((done) => {
  const look = () => {
    const [paint] = performance.getEntriesByName("first-contentful-paint");
    if (paint) done(performance.timeOrigin + paint.startTime - Number(sessionStorage.getItem("left")));
    else setTimeout(look, 50);
  };
  look();
})"""
WALKED, OPENED = "tap to the next stored lesson", "the same, opened anew (location.assign)"
CHECKED, WENT_ON = "“Check” to feedback", "feedback to the next question"
NOTES = [
    "Offline, a module taken along, the page at rest before each tap. From the tap's own time to the second animation frame",
    "after the change is in the document: a proxy for the paint, one frame late at most. opened anew: to the first content.",
    "The tap has no length here: on a phone the page is being read while the finger is still down. The worker is not slowed.",
]
Took = dict[str, list[float]]  # what was tapped → ms


def measure(site: Site, *, quick: bool = False) -> Report:
    """Fifteen taps forth and back and three quizzes, at full and at a quarter of the speed (``quick``: fewer, slow only)."""
    with chromium() as browser:
        slow = _all(browser, site, 4, quick)
        rates = {4: slow} if quick else {1: _all(browser, site, 1, quick), 4: slow}
    rows = [
        [what, f"{rate}×", len(times), round(median(times)), round(sorted(times)[int(0.9 * len(times))]), round(max(times))]
        for what in (WALKED, OPENED, CHECKED, WENT_ON)
        for rate, took in rates.items()
        if (times := took[what])
    ]
    limits = [Limit("tap to the next stored lesson, 4× slower CPU, median", round(median(slow[WALKED])), 100, "ms")]
    table = Table("Taps without a network, ms", ["what", "slower", "taps", "median", "p90", "most"], rows, NOTES)
    return Report([table], limits, {"taps": rates})


def _all(browser: Browser, site: Site, rate: int, quick: bool) -> Took:
    with phone(browser) as context:
        page = context.new_page()
        take(page, site, "en", MODULE)
        context.set_offline(True)
        with _slower(context.new_cdp_session(page), rate):
            page.goto(f"{site.url}/en/{LESSON}")
            page.wait_for_timeout(BEHIND)
            took = {WALKED: [_walk(page, where) for where in islice(cycle(FORTH_AND_BACK), 4 if quick else 15)]}
            took[OPENED] = [_open(page, f"/en/{MODULE}{one}/") for one in islice(cycle(LESSONS), 3 if quick else 9)]
            took[CHECKED], took[WENT_ON] = [], []
            for lesson in LESSONS[: 1 if quick else None]:
                _quiz(page, site, f"{MODULE}{lesson}/", took)
            return took


@contextmanager
def _slower(session: CDPSession, rate: int) -> Iterator[None]:
    session.send("Emulation.setCPUThrottlingRate", {"rate": rate})
    yield
    session.send("Emulation.setCPUThrottlingRate", {"rate": 1})


def _walk(page: Page, where: str) -> float:
    return _tap(page, f".pager a[rel={where}]", "#main")


def _tap(page: Page, link: str, changed: str) -> float:
    """Tap, and wait until something else is what a selector finds. Raises Error if the page was left."""
    page.locator(link).scroll_into_view_if_needed()
    page.wait_for_timeout(CALM)
    page.evaluate(WATCH, changed)
    page.locator(link).tap()
    took: float = page.evaluate(TOOK)
    return took


def _open(page: Page, path: str) -> float:
    page.wait_for_timeout(CALM)
    with page.expect_navigation(wait_until="load"):
        page.evaluate(ASSIGN, path)
    took: float = page.evaluate(PAINTED)
    return took


def _quiz(page: Page, site: Site, lesson: str, took: Took) -> None:
    """Answer a lesson's questions, whatever is right."""
    questions: list[Any] = quiz(lesson)
    page.goto(f"{site.url}/en/{lesson}quiz/1/")
    page.wait_for_timeout(BEHIND)
    for place, asked in enumerate(questions):
        page.locator(f"form[action='/en/{asked.path}']").wait_for()
        if asked.kind in CHOSEN:
            page.locator(".choice .face").first.tap()
            took[CHECKED].append(_tap(page, "form.question > .go", ".feedback"))
        else:
            answer(page, asked)
        if place + 1 < len(questions):
            took[WENT_ON].append(_tap(page, "main > .go", "#main"))
