"""How long quick exit takes: from the tap to an empty page, and to the neutral one; on a first visit, and with no network."""

from statistics import median
from typing import Any

from playwright.sync_api import Browser, Page

from bench.browser import chromium, phone
from bench.pages import LESSON, address
from bench.report import Limit, Report, Table
from bench.server import Site
from tests.offline.keeping import keeps

CALM = 1000  # ms before the tap
# The handler empties the storage of the tab, so what is noted is written down after it.
WATCH = """() => {
  let began;
  const since = () => performance.timeOrigin + performance.now() - began;
  addEventListener("click", (event) => (began = performance.timeOrigin + event.timeStamp), true);
  new MutationObserver(() => {
    sessionStorage.setItem("began", began);
    sessionStorage.setItem("empty", since());
    requestAnimationFrame(() => sessionStorage.setItem("frame", since()));
  }).observe(document.documentElement, { childList: true });
}"""
TOOK = """() => new Promise((done) => {
  const look = () => {
    const [paint] = performance.getEntriesByName("first-contentful-paint");
    if (!paint) return setTimeout(look, 50);
    const [began, empty, frame] = ["began", "empty", "frame"].map((name) => Number(sessionStorage.getItem(name)));
    done([empty, frame || empty, performance.timeOrigin + paint.startTime - began]);
  };
  look();
})"""
PARTS = ("the page is empty", "the next frame", "the neutral page is drawn")
NOTES = [
    "From the tap's own time, on a lesson. empty: nothing is left in the document; next frame: the first that can show it so.",
    "first visit: no worker yet, the neutral page comes from the network. kept: a worker, and no network.",
]


def measure(site: Site, *, quick: bool = False) -> Report:
    """Leave ten times each way, at full and at a quarter of the speed (``quick``: three times, slow only)."""
    times = 3 if quick else 10
    rows, slowest = [], 0.0
    with chromium() as browser:
        for where, is_kept in (("first visit", False), ("kept, no network", True)):
            for rate in (4,) if quick else (1, 4):
                took = [_leave(browser, site, rate, is_kept) for _ in range(times)]
                for part, name in enumerate(PARTS):
                    each = sorted(one[part] for one in took)
                    rows.append([f"{where}: {name}", f"{rate}×", times, round(median(each)), round(each[-1])])
                slowest = max(slowest, median(one[1] for one in took))
    table = Table("Quick exit, ms", ["what", "slower", "times", "median", "most"], rows, NOTES)
    return Report([table], [Limit("quick exit: tap to an empty screen, 4× slower CPU, median", round(slowest), 100, "ms")])


def _leave(browser: Browser, site: Site, rate: int, is_kept: bool) -> list[float]:
    with phone(browser) as context:
        page = context.new_page()
        page.goto(site.url + address("lesson"))
        if is_kept:
            keeps(page, LESSON)
            context.set_offline(True)
            page.reload()
        page.locator("body[data-started]").wait_for()
        context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": rate})
        return _tap(page)


def _tap(page: Page) -> list[float]:
    page.wait_for_timeout(CALM)
    page.evaluate(WATCH)
    page.locator(".exit button").tap()
    page.wait_for_url("**/measures/")
    took: Any = page.evaluate(TOOK)
    return list(took)
