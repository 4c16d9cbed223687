"""A network that breaks anywhere in a sending: nothing is lost or doubled, and it is sent again."""

import time

import pytest

from faults.books import books
from faults.proxy import Cut
from tests.journeys.places import LESSON, MODULE, NUMBERS, answer, quiz
from tests.offline.phones import LESSONS, is_kept, offline_answer, opened, remember, take, until, waiting

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


PLACES = [
    (True, 0),
    (True, 300),
    (True, 900),
    (False, 0),
    (False, 200),
]  # in the request (up) or the answer, after so many bytes
CUTS = [Cut(up, after, reset) for up, after in PLACES for reset in (True, False)]


def test_wherever_the_sending_breaks_nothing_is_lost_or_doubled_and_it_is_sent_again(site, network, page):
    before = {row.uuid for row in books(site).rows}
    questions = [question for lesson in LESSONS for question in quiz(lesson)] + quiz(NUMBERS)
    for cut, question in zip(CUTS, questions, strict=False):
        opened(page, f"{network.url}/en/{question.path}")
        network.cut = cut
        answer(page, question)
        page.locator("[data-is=safe]:visible").wait_for()
    assert network.cuts_made == len(CUTS)
    rows = [row for row in books(site).rows if row.uuid not in before]
    assert len(rows) == len(CUTS)
    assert len({row.learner for row in rows}) == 1


def test_a_page_that_stays_open_sends_again_when_the_network_is_back_though_nothing_tells_it(network, page):
    opened(page, f"{network.url}/en/{LESSON}")
    until(lambda: is_kept(page, LESSON))
    question = quiz(LESSON)[0]
    opened(page, f"{network.url}/en/{question.path}")
    page.wait_for_timeout(4000)  # what begins with a page has begun
    network.go_away()
    answer(page, question)
    page.locator("[data-is=phone]:visible").wait_for()
    page.wait_for_timeout(500)
    network.come_back()
    page.locator("[data-is=safe]:visible").wait_for()


def test_what_waits_is_sent_by_send_now(network, page):
    take(page, network, MODULE)
    until(lambda: is_kept(page, *LESSONS))
    network.go_away()
    offline_answer(page, network, quiz(LESSON)[0])
    opened(page, f"{network.url}/en/my-phone/")
    page.locator("[data-send]").click()
    page.locator("[data-unsent]:visible").wait_for()
    remember(page, "pause", {"failures": 8, "until": time.time() * 1000 + 500_000})
    network.come_back()
    page.locator("[data-send]").click()
    page.locator("[data-none]:visible").wait_for()
    assert waiting(page) == []


def test_the_worker_sends_what_waits_though_no_page_of_ours_is_open(network, page):
    take(page, network, MODULE)
    until(lambda: is_kept(page, LESSON))
    network.go_away()
    offline_answer(page, network, quiz(LESSON)[0])
    network.come_back()
    network.refuses = "/sync/"  # the page that is left would send it
    page.goto(f"{network.url}/robots.txt")  # of our origin, without a script
    assert len(waiting(page)) == 1
    network.refuses = ""
    registrations = []
    browser = page.context.new_cdp_session(page)
    browser.on("ServiceWorker.workerRegistrationUpdated", lambda said: registrations.extend(said["registrations"]))
    browser.send("ServiceWorker.enable")
    until(lambda: page.evaluate("true") and registrations)
    known = {"origin": network.url, "registrationId": registrations[0]["registrationId"]}
    browser.send("ServiceWorker.dispatchSyncEvent", {**known, "tag": "send", "lastChance": False})
    until(lambda: not waiting(page))
