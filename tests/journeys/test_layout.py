"""Every page holds on a small phone: with long words, with large letters, with more air, and from right to left."""

from pathlib import Path

import pytest

from tests.journeys.places import PLACES, places, without_lessons

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

MEASURE = Path(__file__).with_name("layout.js").read_text(encoding="utf-8")
SMALL, USUAL = {"width": 320, "height": 640}, {"width": 360, "height": 740}
AIRY = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
p { margin-block-end: 2em !important }"""
LARGE = "html { font-size: 200% }"
BY_NAME = {place.name: place for place in PLACES}


@pytest.fixture(scope="module")
def small(site, phones):
    """Opens places on phones that are 320 px wide, ready to be measured."""
    for page in phones.values():
        page.set_viewport_size(SMALL)

    def open_it(place, language):
        page = phones[place.who]
        place.visit(page, site, language)
        page.evaluate(MEASURE)
        return page

    yield open_it
    for page in phones.values():
        page.set_viewport_size(USUAL)


def faults(page):
    """Nothing scrolls sideways, no words are cut, none lie on others."""
    return page.evaluate("[layout.wide(), ...layout.clipped(), ...layout.overlapping()]")


@pytest.mark.parametrize(("place", "language"), [*places("en", "ar", "uk"), *without_lessons("vi")], ids=str)
def test_a_page_fits_a_small_phone(small, place, language):
    page = small(place, language)
    assert faults(page) == [0]
    assert page.evaluate("layout.small()") == []


@pytest.mark.parametrize(("place", "language"), places("en", "ar"), ids=str)
def test_words_have_room_to_grow(small, place, language):
    page = small(place, language)
    for css in (AIRY, LARGE):
        page.evaluate("css => layout.style(css)", css)
        assert (css, faults(page)) == (css, [0])
    page.evaluate("layout.style(''); layout.lengthen()")
    assert faults(page) == [0]


FOCUSED = [
    "door",
    "home with the languages open",
    "home with a record",
    "course",
    "module",
    "lesson with numbers",
    "question choice",
    "question true-false",
    "question sequencing half done",
    "question matching",
    "feedback right choice",
    "my learning, nothing yet",
    "local help",
    "local card",
    "sign up with errors",
    "not found",
]


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("name", FOCUSED)
def test_what_has_the_focus_is_seen_and_not_covered(small, name, language):
    page = small(BY_NAME[name], language)
    stops = []
    for _ in range(80):
        page.keyboard.press("Tab")
        stop = page.evaluate("layout.focus()")
        if stop is None or stop["id"] in [seen["id"] for seen in stops]:
            break
        stops.append(stop)
    assert len(stops) > 2
    assert [stop for stop in stops if not stop["visible"] or stop["hidden"]] == []


def middle(page, selector):
    """Where the middle of something is, as a share of the page's width."""
    box = page.locator(selector).first.bounding_box()
    return (box["x"] + box["width"] / 2) / page.viewport_size["width"]


@pytest.mark.parametrize(("language", "mirrored"), [("en", False), ("ar", True), ("ps", True)])
def test_pages_from_right_to_left_are_mirrored(small, language, mirrored):
    page = small(BY_NAME["local card"], language)
    starts = {name: middle(page, name) > 0.5 for name in (".mark", ".back", ".tabs a", "h2 .icon")}
    assert starts == dict.fromkeys(starts, mirrored)
    assert (middle(page, ".languages summary") < 0.5) is mirrored
    turned = page.locator(".flip:visible").evaluate_all(
        "icons => icons.map(icon => new DOMMatrix(getComputedStyle(icon).transform).a)"
    )
    assert set(turned) == {-1 if mirrored else 1}


@pytest.mark.parametrize(("language", "mirrored"), [("en", False), ("ar", True)])
@pytest.mark.parametrize(
    ("name", "mark"),
    [
        ("module", ".road .thumb"),
        ("lesson", ".goal .icon"),
        ("question choice", ".choice input"),
        ("question sequencing", ".badge"),
    ],
)
def test_the_marks_of_lessons_are_mirrored(small, name, mark, language, mirrored):
    assert (middle(small(BY_NAME[name], language), mark) > 0.5) is mirrored
