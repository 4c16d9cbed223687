"""A phone that is full: nothing is stored by halves, and answers come before lessons."""

import pytest

from faults.books import books
from tests.journeys.places import LESSON, MODULE, answer, quiz
from tests.offline.keeping import is_whole
from tests.offline.phones import LESSONS, is_kept, offline_answer, opened, send_all, store, take, until, waiting

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def used(page):
    return page.evaluate("async () => (await navigator.storage.estimate()).usage")


def room(page, network, whole):
    """Let the phone have only so many bytes; None: as many as it likes."""
    said = {"origin": network.url} | ({} if whole is None else {"quotaSize": whole})
    page.context.new_cdp_session(page).send("Storage.overrideQuotaForOrigin", said)


def test_a_full_phone_says_so_stores_nothing_by_halves_and_still_takes_answers(site, network, page):
    before = {row.uuid for row in books(site).rows}
    opened(page, f"{network.url}/en/{MODULE}")
    until(lambda: is_kept(page, frame=False))
    usage, full = used(page), 0
    for more in range(0, 10_000_000, 50_000):
        room(page, network, usage + more)
        if not page.locator("[data-offer]").is_visible():
            page.locator("[data-ask]").click()
        page.locator("[data-offer] .go").click()
        page.locator("[data-fault=full]:visible, [data-taken]:visible").wait_for()
        assert is_whole(page), f"with room for {more} bytes"
        if page.locator("[data-taken]").is_visible():
            break
        full += 1
        assert page.locator("[data-progress]").is_hidden()
        if more == 0:
            question = quiz(LESSON)[0]
            opened(page, f"{network.url}/en/{question.path}")
            answer(page, question)
            until(lambda: len([row for row in books(site).rows if row.uuid not in before]) == 1)
            opened(page, f"{network.url}/en/{MODULE}")
    assert full >= 5
    assert is_kept(page, *LESSONS)


def test_answers_that_find_no_room_take_that_of_lessons(network, phone):
    page = phone.start()
    take(page, network, MODULE)
    until(lambda: is_kept(page, *LESSONS))
    had, usage = len(store(page, "kept")), used(page)
    phone.close()
    network.go_away()
    page = phone.start()
    room(page, network, usage - 50_000)  # before the browser has reckoned how much there is
    given = [offline_answer(page, network, question) for question in quiz(LESSON)[:2]]
    assert [one["uuid"] for one in waiting(page)] == given
    rows = store(page, "kept")
    assert len(rows) < had
    assert f"/en/{LESSON}kept.json" in {row["address"] for row in rows}  # the one she is in goes last
    assert is_whole(page)
    network.come_back()
    send_all(page, network)
