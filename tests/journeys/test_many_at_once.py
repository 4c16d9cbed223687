"""A class that answers at once: every answer is taken, and each learner's own."""

import http.client
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

import pytest

pytestmark = pytest.mark.xdist_group("browser")
QUESTION = "/en/online-safety/safe-before-you-go/lock-and-password/quiz/1/"
LEARNERS = 48


def call(site, method, path, body=None, headers=None):
    connection = http.client.HTTPConnection(site.host, timeout=60)
    connection.request(method, path, body, {"Sec-Fetch-Site": "same-origin", **(headers or {})})
    answer = connection.getresponse()
    return answer.status, answer.headers, answer.read().decode()


def test_no_answer_is_turned_away(site):
    page = call(site, "GET", QUESTION)[2]
    values = {name: re.search(rf'name="{name}" value="([^"]+)"', page)[1] for name in ("item", "seen")}
    values["answer"] = re.search(r'name="answer" value="([^"]+)"', page)[1]
    together = threading.Barrier(16)

    def learn(number):
        if number < 16:
            together.wait()
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        status, headers, _ = call(site, "POST", QUESTION, urlencode(values), form)
        cookie = headers["Set-Cookie"].split(";")[0]
        feedback = call(site, "GET", headers["Location"], headers={"Cookie": cookie})
        return status, feedback[0], cookie

    with ThreadPoolExecutor(16) as threads:
        learned = list(threads.map(learn, range(LEARNERS)))
    assert [(status, feedback) for status, feedback, _ in learned] == [(303, 200)] * LEARNERS
    assert len({cookie for *_, cookie in learned}) == LEARNERS
