"""A phone whose battery dies, again and again: what its screen said it has is there, once."""

import os
import random
import threading
import time
from collections import Counter
from itertools import pairwise
from uuid import UUID

import pytest
from playwright.sync_api import Error, TimeoutError

from faults.books import books
from tests.journeys.places import LESSON, MODULE, answer, quiz
from tests.offline.phones import (
    LESSONS,
    forget_drafts,
    is_kept,
    opened,
    send_all,
    store,
    take,
    until,
)

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
KILLS = int(os.environ.get("PHONE_KILLS", "16"))  # make kill-phone N=200


def test_a_phone_killed_again_and_again_keeps_every_answer_it_said_it_had(site, network, phone):
    before = {row.uuid for row in books(site).rows}
    chance = random.Random()
    tries: list[tuple[str, int]] = []  # an item that was answered, and how much the screen had said by then
    page = phone.start()
    take(page, network, MODULE)
    until(lambda: is_kept(page, *LESSONS))
    long = 2.0  # seconds that an answer takes on this machine
    for round in range(KILLS):
        if round % 3 == 1:
            network.go_away()
        if round % 2:  # around the answer
            battery = phone.battery = threading.Timer(chance.uniform(0, 0.3 * long), phone.kill)
        else:  # at any time
            battery = threading.Timer(chance.uniform(0, 2.5 * long), phone.kill)
            battery.start()
        try:
            while True:
                began, count = time.monotonic(), len(tries)
                learn(page, network, phone, tries, chance)
                long = (time.monotonic() - began) / max(1, len(tries) - count)
        except TimeoutError:
            raise  # not for the battery
        except Error:
            battery.join()
        network.come_back()
        page = phone.start()
        opened(page, f"{network.url}/en/my-phone/")
        there, said = holds(page, site, before), shown(phone, tries)
        assert {item: times for item, times in said.items() if there[item] < times} == {}, f"lost by kill {round + 1}"
    send_all(page, network)
    rows = [row for row in books(site).rows if row.uuid not in before]
    assert {row.uuid for row in rows} == {UUID(one["uuid"]) for one in store(page, "statements")}
    assert len({row.learner for row in rows}) == 1
    assert len({(row.attempt, row.activity) for row in rows}) == len(rows)
    assert Counter(str(row.activity) for row in rows) <= Counter(item for item, _ in tries)
    print(
        f"{KILLS} kills, {len(tries)} answers begun, {shown(phone, tries).total()} said to be there, {len(rows)} on the server"
    )


def test_an_answer_is_shown_again_though_the_browser_forgot_that_there_is_a_record(network, page):
    question = quiz(LESSON)[0]
    opened(page, f"{network.url}/en/{question.path}")
    answer(page, question)
    page.evaluate("localStorage.clear()")  # a browser writes it to the disk some seconds later: a battery may be quicker
    opened(page, f"{network.url}/en/{question.path}")
    page.locator(".feedback").wait_for()


def learn(page, network, phone, tries, chance):
    """Go through a quiz as far as the battery lasts. Raises Error when it does not."""
    page.evaluate("sessionStorage.clear()")  # “Do it again”
    forget_drafts(page)
    for question in quiz(chance.choice(LESSONS)):
        opened(page, f"{network.url}/en/{question.path}")
        item = page.locator("[name=item]").get_attribute("value")
        if item in open_go(page):
            page.locator(".feedback").wait_for()  # what she answered before the battery was empty
            continue
        tries.append((item, len(phone.heard)))
        answer(page, question, right=chance.random() < 0.7)
        page.locator("[data-receipt] [data-is]:visible").wait_for()


def open_go(page):
    """The items answered in the go that is not over, of the quiz on the page."""
    form = page.locator("form.question")
    quiz, items = form.get_attribute("data-quiz"), set(form.get_attribute("data-items").split())
    statements = [one for one in store(page, "statements") if one["quiz"] == quiz]
    last = {one["item"] for one in statements if one["attempt"] == statements[-1]["attempt"]}
    return set() if last >= items else last


def shown(phone, tries):
    """How many answers to each item the screen has said it has."""
    marks = [*(begin for _, begin in tries), len(phone.heard)]
    heard = [{item for item, said in phone.heard[begin:end] if said != "given"} for begin, end in pairwise(marks)]
    return Counter(item for (item, _), said in zip(tries, heard, strict=True) if item in said)


def holds(page, site, before):
    """How many answers to each item there are, on the phone or on the server."""
    there = {one["uuid"]: one["item"] for one in store(page, "statements")}
    there |= {str(row.uuid): str(row.activity) for row in books(site).rows if row.uuid not in before}
    return Counter(there.values())
