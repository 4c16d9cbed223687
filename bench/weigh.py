"""Bytes and requests: what each page costs on a first visit and on the next, and what a whole journey costs."""

from typing import Any

from playwright.sync_api import Browser, BrowserContext

from bench.browser import QUIET, Visit, Wire, chromium, fetch, phone
from bench.pages import BELOW, LANGUAGES, LESSON, address
from bench.report import Limit, Report, Table, kilobytes
from bench.server import Site
from tests.offline.keeping import keeps

PARTS = ("HTML", "CSS", "JS", "icons", "pictures", "other")
JOURNEY = ("door", "home", "module", "lesson", "quiz")
PEERS = "IoGT 261, Moodle 1,355, Kolibri 4,734"
NOTES = [
    "kB of 1000 bytes on the wire, with headers and the tab's icon. cold: an empty cache; warm: the page again, soon after.",
    "blocking: requests that must end before anything is shown. Without what runs behind a page from 2.5 s after it is loaded.",
]
NOTHING_BEHIND = "globalThis.requestIdleCallback = () => {}"  # static/js/page.js begins by it what runs behind a page
KEPT = ("the lesson and its quiz", "the pages around it", "pictures", "scripts, styles, signs", "what has changed")


def measure(site: Site, *, quick: bool = False) -> Report:
    """Weigh every page in English, and the journey in three languages (``quick``: in one)."""
    with chromium() as browser:
        pages = {page: _cold_and_warm(browser, site.url + address(page)) for page in ("door", *BELOW)}
        second = _second(browser, site.url)
        journeys = {language: _journey(browser, site.url, language) for language in LANGUAGES[: 1 if quick else None]}
        kept = _by_itself(browser, site.url, pages["lesson"][0])
    lesson = pages["lesson"][0]
    limits = [
        Limit("lesson, first visit, without pictures and voice", kilobytes(_without_pictures(lesson)), 30, "kB"),
        Limit("second page: lesson after home", kilobytes(second.bytes()), 10, "kB"),
        Limit("heaviest HTML of a page", kilobytes(max(cold.bytes("HTML") for cold, _ in pages.values())), 14, "kB"),
        Limit("requests of a first visit to a lesson", len(lesson.requests), 8, "requests"),
        *(
            Limit(f"journey of five pages, {language}", kilobytes(_sum(visits)), 60, "kB", PEERS)
            for language, visits in journeys.items()
        ),
    ]
    return Report([_pages_table(pages), _second_table(second), _journey_table(journeys), kept], limits)


def _wire(context: BrowserContext) -> Wire:
    context.add_init_script(NOTHING_BEHIND)
    return Wire(context.new_page())


def _cold_and_warm(browser: Browser, url: str) -> tuple[Visit, Visit]:
    with phone(browser) as context:
        wire = _wire(context)
        cold = wire.go(url)
        wire.page.goto("about:blank")
        return cold, wire.go(url)


def _second(browser: Browser, url: str) -> Visit:
    with phone(browser) as context:
        wire = _wire(context)
        wire.go(url + address("home"))
        return wire.go(url + address("lesson"))


def _journey(browser: Browser, url: str, language: str) -> dict[str, Visit]:
    """Five pages with one phone; the language is chosen as a learner does, by tapping it."""
    with phone(browser, language) as context:
        wire = _wire(context)
        visits = {"door": wire.go(url)}
        visits["home"] = wire.visit(lambda: wire.page.click(f"button[name=language][value={language}]"))
        for page in JOURNEY[2:]:
            visits[page] = wire.go(url + address(page, language))
        return visits


def _by_itself(browser: Browser, url: str, lesson: Visit) -> Table:
    """What the phone fetches behind its first lesson, besides what the lesson itself costs."""
    done: list[Any] = []
    with phone(browser) as context:
        context.on("requestfinished", lambda one: done.append(one))
        page = context.new_page()
        page.goto(url + address("lesson"))
        keeps(page, LESSON)
        seen = -1
        while seen < len(done):
            seen = len(done)
            page.wait_for_timeout(6 * QUIET)
        sizes = [(one.url.removeprefix(url), one.sizes()) for one in done if not one.response().from_service_worker]
    came = {one.path for one in lesson.requests}
    parts: dict[str, list[int]] = {name: [] for name in KEPT}
    parts[KEPT[3]].append(fetch(f"{url}/sw.js").sent)  # of this one Chromium does not say
    for path, said in sizes:
        if said["responseBodySize"] > 0 and path not in came:  # else it had it in its cache
            parts[_kept_part(path)].append(said["responseBodySize"] + said["responseHeadersSize"])
    rows = [[name, len(counts), kilobytes(sum(counts))] for name, counts in parts.items()]
    whole = [count for counts in parts.values() for count in counts]
    rows.append(["together", len(whole), kilobytes(sum(whole))])
    notes = [
        "On the wire, with headers, besides what the lesson itself costs (first table). It begins 2.5 s after it is loaded."
    ]
    return Table("What a phone stores by itself after a first lesson", ["what", "requests", "kB"], rows, notes)


def _kept_part(path: str) -> str:
    if path.endswith("kept.json"):
        return KEPT[0 if LESSON in path else 1]
    if path.endswith((".js", ".css")) or "icon" in path:
        return KEPT[3]
    return KEPT[2 if path.startswith("/static/") else 4]


def _without_pictures(visit: Visit) -> int:
    return visit.bytes() - visit.bytes("pictures")


def _sum(visits: dict[str, Visit]) -> int:
    return sum(visit.bytes() for visit in visits.values())


def _pages_table(pages: dict[str, tuple[Visit, Visit]]) -> Table:
    rows = []
    for page, (cold, warm) in pages.items():
        html = next(one for one in cold.requests if one.part == "HTML")
        shown = [kilobytes(cold.bytes(part)) for part in PARTS]
        rows.append(
            [
                page,
                kilobytes(cold.bytes()),
                len(cold.requests),
                *shown,
                f"{html.whole / 1000:.1f} → {html.encoding or 'plain'}",
                cold.blocking,
                kilobytes(warm.bytes()),
                len(warm.requests),
            ]
        )
    columns = ["page", "cold kB", "requests", *PARTS, "HTML before", "blocking", "warm kB", "requests"]
    return Table("Bytes and requests, each page alone", columns, rows, NOTES)


def _second_table(second: Visit) -> Table:
    rows = [[one.path, one.part, one.sent, one.whole, one.encoding or "plain"] for one in second.requests]
    return Table("The second page: a lesson after home", ["request", "part", "bytes", "before", "encoding"], rows)


def _journey_table(journeys: dict[str, dict[str, Visit]]) -> Table:
    rows = [
        [
            language,
            *(kilobytes(visits[page].bytes()) for page in JOURNEY),
            kilobytes(_sum(visits)),
            sum(len(visit.requests) for visit in visits.values()),
            kilobytes(sum(map(_without_pictures, visits.values()))),
        ]
        for language, visits in journeys.items()
    ]
    columns = ["language", *JOURNEY, "whole kB", "requests", "without pictures"]
    notes = ["Peers, sign-in to quiz: IoGT 261 kB in 43 requests; Moodle 1,355 kB; Kolibri 4,734 kB in 66."]
    return Table("A journey of five pages on one phone, kB", columns, rows, notes)
