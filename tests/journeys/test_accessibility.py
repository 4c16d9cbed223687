"""axe-core finds nothing on any page: WCAG 2.0 to 2.2, A and AA, and best practice; in light and in dark."""

from importlib.resources import files

import pytest

from tests.journeys.places import places

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ALL = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations", "incomplete"]}
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast"]}, "resultTypes": ["violations"]}
# Where something lies over or behind words (the road, the open list of languages), axe cannot tell what colour is there.
EXPLAINED = {"color-contrast"}


@pytest.mark.parametrize(("place", "language"), places("en", "ar", "uk"), ids=str)
def test_axe_finds_nothing(site, phones, place, language):
    page = phones[place.who]
    place.visit(page, site, language)
    page.evaluate(AXE)
    assert faults(page, ALL) == []
    page.emulate_media(color_scheme="dark")
    try:
        assert faults(page, COLOURS) == []
    finally:
        page.emulate_media(color_scheme="light")


def faults(page, options):
    """What axe minds, and what it cannot tell though it should: rule, element and why."""
    found = page.evaluate("options => axe.run(document, options)", options)
    rules = found["violations"] + [rule for rule in found["incomplete"] if rule["id"] not in EXPLAINED]
    return [f"{rule['id']}: {node['html'][:200]} {node['failureSummary']}" for rule in rules for node in rule["nodes"]]
