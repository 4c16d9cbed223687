"""When a page is there on a slow phone: 400 kbit/s, 400 ms for each request, a processor four times as slow."""

from statistics import median

from playwright.sync_api import Browser, Page

from bench.browser import chromium, phone
from bench.pages import address
from bench.report import Limit, Report, Table
from bench.server import Site

PAGES = ("door", "home", "lesson", "quiz")
SLOW = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}  # ms, bytes/s
PEERS = "IoGT 1.5–3.3, Moodle 8, Kolibri 20+"
TIMES = """new Promise((resolve) => {
  const said = () => {
    const paint = performance.getEntriesByName("first-contentful-paint")[0];
    const page = performance.getEntriesByType("navigation")[0];
    if (paint && page.loadEventEnd) resolve([paint.startTime, page.domInteractive, page.loadEventEnd]);
    else setTimeout(said, 50);
  };
  said();
})"""
Times = list[float]  # ms: first contentful paint, text in the DOM, everything loaded


def measure(site: Site, *, quick: bool = False) -> Report:
    """Medians of three runs (``quick``: one)."""
    rows, limits = [], []
    with chromium() as browser:
        for page in PAGES:
            runs = [_cold_and_warm(browser, site.url + address(page)) for _ in range(1 if quick else 3)]
            cold, warm = ([round(median(times)) for times in zip(*states, strict=True)] for states in zip(*runs, strict=True))
            rows.append([page, *cold, *warm, " ".join(str(round(run[0][0])) for run in runs)])
            limits.append(Limit(f"first paint of {page}, slow network, cold", round(cold[0] / 1000, 2), 1.0, "s", PEERS))
    columns = ["page", "cold paint", "text", "loaded", "warm paint", "text", "loaded", "cold paints"]
    notes = [
        "400 kbit/s, 400 ms for each request, CPU 4 times slower. paint: first contentful; text: all of it is in the DOM.",
        "Peers, cold paint of a lesson: IoGT 1,824–3,300 ms; Moodle about 8,100 ms; Kolibri about 25,000 ms.",
    ]
    return Report([Table("Slow network and slow phone, ms, medians", columns, rows, notes)], limits)


def _cold_and_warm(browser: Browser, url: str) -> tuple[Times, Times]:
    with phone(browser) as context:
        page = context.new_page()
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", SLOW)
        session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
        cold = _open(page, url)
        page.goto("about:blank")
        return cold, _open(page, url)


def _open(page: Page, url: str) -> Times:
    page.goto(url, wait_until="load", timeout=60_000)
    times: Times = page.evaluate(TIMES)
    return times
