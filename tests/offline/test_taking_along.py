"""Taking along that stops goes on, and fetches only what is wanted and has changed."""

from collections import Counter

import pytest

from tests.journeys.places import LESSON, MODULE
from tests.offline.keeping import is_whole
from tests.offline.phones import LESSONS, is_kept, opened, remember, store, take, until

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_taking_along_goes_on_where_it_stopped(network, page):
    opened(page, f"{network.url}/en/{MODULE}")
    until(lambda: is_kept(page, frame=False))
    page.locator("[data-ask]").click()
    page.context.new_cdp_session(page).send("Network.setCacheDisabled", {"cacheDisabled": True})
    fetched = Counter()
    for more in (2, 9, 5):
        page.locator("[data-offer] .go").wait_for()
        network.asked.clear()
        network.left = more
        page.locator("[data-offer] .go").click()
        page.locator("[data-fault=network]:visible").wait_for()
        assert len(network.asked) == more
        fetched.update(network.asked)
        network.come_back()
        page.locator("[data-ask]").click()
    assert not all(f"/en/{lesson}kept.json" in fetched for lesson in LESSONS)
    network.asked.clear()
    page.locator("[data-offer] .go").click()
    page.locator("[data-taken]:visible").wait_for()
    fetched.update(network.asked)
    assert is_whole(page)
    assert {f"/en/{lesson}kept.json" for lesson in LESSONS} <= set(fetched)
    again = {path for path, times in fetched.items() if times > 1}
    assert again <= {"/en/kept.json"}  # it broke off before all that its pages cannot do without had come


def test_a_lesson_whose_keeping_broke_off_is_whole_when_it_is_opened_again(network, page):
    address = f"/en/{LESSON}kept.json"
    opened(page, f"{network.url}/en/my-phone/")
    until(lambda: is_kept(page, frame=False))
    network.refuses = "illustrations"
    opened(page, f"{network.url}/en/{LESSON}")
    until(lambda: address in {row["address"] for row in store(page, "kept")})
    assert not is_kept(page, LESSON, frame=False)
    network.come_back()
    network.asked.clear()
    opened(page, f"{network.url}/en/{LESSON}")
    until(lambda: is_kept(page, LESSON))
    assert address not in network.asked
    assert is_whole(page)


def test_pictures_she_does_not_want_are_not_fetched(network, page):
    opened(page, f"{network.url}/en/{MODULE}")
    until(lambda: is_kept(page, frame=False))
    page.locator("[data-ask]").click()
    page.locator("[data-offer] [name=pictures]").uncheck()
    network.asked.clear()
    page.locator("[data-offer] .go").click()
    page.locator("[data-taken]:visible").wait_for()
    assert [path for path in network.asked if "illustrations" in path] == []


EDIT = """
from courses.models import LessonPage
page = LessonPage.objects.get(slug="second-step", locale__language_code="en", alias_of=None)
page.objective = page.objective{}
page.save_revision().publish()
"""


def test_only_the_lesson_that_a_trainer_changed_is_fetched_again(site, network, page):
    take(page, network, MODULE)
    until(lambda: is_kept(page, *LESSONS))
    versions = {row["address"]: row["version"] for row in store(page, "kept")}
    site.manage("shell", "-c", EDIT.format(' + "!"'))
    try:
        remember(page, "fresh", 0)
        network.asked.clear()
        opened(page, f"{network.url}/en/{LESSON}")
        changed = f"/en/{LESSONS[1]}kept.json"
        until(lambda: next(row for row in store(page, "kept") if row["address"] == changed)["version"] != versions[changed])
        until(lambda: page.evaluate("() => navigator.serviceWorker.controller !== null"))
        page.wait_for_timeout(1000)
        asked = [path for path in network.asked if path.endswith((".json", ".svg")) and "webmanifest" not in path]
        assert asked == ["/en/versions.json", changed]
        assert is_whole(page)
    finally:
        site.manage("shell", "-c", EDIT.format("[:-1]"))
