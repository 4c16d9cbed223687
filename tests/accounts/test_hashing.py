"""A flood of sign-ins slows neither lessons nor answers: few passwords are worked on at a time, the rest must come back."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest

from accounts import hashing
from accounts.hashing import Busy, CappedHasher, turn
from tests.journeys.places import LESSON

FORM = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path, monkeypatch):
    settings.VAR_DIR = tmp_path
    monkeypatch.setattr(hashing, "PATIENCE", 0.1)


def hold(n: int):
    """That many turns are taken; returns what ends them."""
    begun, over = threading.Barrier(n + 1), threading.Event()

    def work():
        with turn():
            begun.wait()
            over.wait()

    threads = [threading.Thread(target=work) for _ in range(n)]
    for one in threads:
        one.start()
    begun.wait()

    def end():
        over.set()
        for one in threads:
            one.join()

    return end


def test_it_is_django_s_own_hash():
    hasher = CappedHasher()
    kept = hasher.encode("river-goat-lamp", "salt", iterations=10)
    assert kept.startswith("pbkdf2_sha256$10$") and hasher.verify("river-goat-lamp", kept) and not hasher.verify("x", kept)


def test_who_waits_too_long_is_told_to_come_back(monkeypatch):
    monkeypatch.setattr(hashing, "AT_ONCE", 1)
    end = hold(1)
    with pytest.raises(Busy), turn():
        pass
    end()
    with turn():
        pass


def test_no_more_wait_than_may_so_threads_stay_free_for_lessons(monkeypatch):
    monkeypatch.setattr(hashing, "AT_ONCE", 2)
    end = hold(2)
    began = time.monotonic()
    with pytest.raises(Busy), turn():
        pass
    assert time.monotonic() - began < hashing.PATIENCE  # it did not even wait
    end()


def test_a_fault_gives_the_turn_back():
    for _ in range(5):
        with pytest.raises(ZeroDivisionError), turn():
            raise ZeroDivisionError


def test_the_page_says_when_to_come_back_and_is_kept_by_nobody(phone, db, monkeypatch):
    def busy(*args, **kwargs):
        raise Busy

    monkeypatch.setattr("django.contrib.auth.hashers.MD5PasswordHasher.encode", busy)
    answer = phone.post("/en/account/login/", {"login": "nobody", "password": "river-goat-lamp"})
    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (429, "5", "no-store")
    assert "Wait a moment" in answer.text


@pytest.mark.browser
@pytest.mark.xdist_group("browser")
def test_lessons_are_served_while_machines_try_passwords(site):
    over = threading.Event()

    def try_passwords(n: int) -> list[tuple[int, str | None]]:
        answers = []
        while not over.is_set():
            # From an address of its own: what it tries is not counted against the other tests of this site.
            machine = HTTPConnection(site.host, timeout=60, source_address=(f"127.0.1.{n + 1}", 0))
            body = urlencode({"login": f"nobody{n}", "password": "wrong-wrong"})
            machine.request("POST", "/en/account/login/", body, FORM)
            answer = machine.getresponse()
            answers.append((answer.status, answer.headers["Retry-After"]))
            machine.close()
        return answers

    with ThreadPoolExecutor(20) as pool:
        flood = [pool.submit(try_passwords, n) for n in range(20)]
        lessons = [urlopen(f"{site.url}/en/{LESSON}", timeout=30).status for _ in range(100)]
        over.set()
        answers = [one for each in flood for one in each.result()]
    assert lessons == [200] * 100
    assert {status for status, _ in answers} <= {200, 429}
    assert any(status == 200 for status, _ in answers) and any(status == 429 for status, _ in answers)
    assert all(wait for status, wait in answers if status == 429)
