"""Limits count whoever knocks by where she really comes from, stop guessing, and stop no hostel."""

import itertools
import time
from unittest.mock import patch

import pytest
from allauth.core.internal import ratelimit
from django.core.cache import caches
from django.test import Client

from accounts import hashing
from accounts.models import User
from core.counts import Counts, keyed
from tests.conftest import OURS
from tests.makers import make_user

pytestmark = pytest.mark.django_db
LOGIN = "/en/account/login/"
PASSWORD = "river-goat-lamp"
TOO_MANY = "Too many tries"
FORGED = [
    {name: value.format(n)}
    for name in (
        "X-Forwarded-For",
        "Forwarded",
        "X-Real-IP",
        "X-Client-IP",
        "True-Client-IP",
        "CF-Connecting-IP",
        "X-Cluster-Client-IP",
    )
    for n, value in enumerate(
        ("198.51.100.{}", "198.51.100.{}, 203.0.113.1", "for=198.51.100.{};proto=https", "[2001:db8::{}]:443")
    )
]


@pytest.fixture
def few(settings):
    """Three wrong passwords a minute from one address."""
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "3/m/ip,5/300s/key", "login": "1000/m/ip"}


def guess(n=0, client=None, name=None, password="wrong-wrong", **more):
    return (client or Client(**OURS)).post(LOGIN, {"login": name or f"nobody{n}", "password": password}, **more)


def knocks(headers_of, tries=6):
    """How many of some guesses at as many accounts were refused because there were too many."""
    return sum(TOO_MANY in guess(n, **headers_of(n)).text for n in range(tries))


@pytest.mark.parametrize("forged", FORGED, ids=lambda headers: " ".join(*headers.items()))
def test_a_forged_address_gets_nobody_round_a_limit(few, forged):
    (name, value) = next(iter(forged.items()))
    assert knocks(lambda n: {"headers": {name: value.replace("198.51.100.", f"198.51.{n}.")}}) == 3


@pytest.mark.parametrize("proxies", [1, 2])
def test_behind_our_proxies_what_they_add_counts_and_not_what_came_with_it(few, settings, proxies):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    own = ", 10.0.0.9" * (proxies - 1)
    assert knocks(lambda n: {"headers": {"X-Forwarded-For": f"198.51.{n}.1, 203.0.113.7{own}"}}) == 3


def test_behind_a_proxy_two_people_are_not_counted_as_one(few, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert knocks(lambda n: {"headers": {"X-Forwarded-For": "203.0.113.7"}}) == 3
    assert TOO_MANY not in guess(9, headers={"X-Forwarded-For": "203.0.113.8"}).text


def test_a_whole_network_of_version_6_is_one_address(few):
    assert knocks(lambda n: {"REMOTE_ADDR": f"2001:db8:1:2::{n + 1}"}) == 3


def test_guessing_at_one_account_ends_wherever_it_comes_from(selam):
    told = [guess(n, name="selam", REMOTE_ADDR=f"198.51.100.{n}").text for n in range(12)]
    assert [TOO_MANY in text for text in told] == [False] * 5 + [True] * 7
    refused = guess(name="selam", password=PASSWORD, REMOTE_ADDR="203.0.113.1")
    assert refused.status_code == 200 and TOO_MANY in refused.text


def test_after_a_while_the_right_password_opens_again(selam):
    for n in range(8):
        guess(n, name="selam")
    with patch.object(ratelimit.time, "time", return_value=time.time() + 301):
        assert guess(name="selam", password=PASSWORD).status_code == 302


def test_who_signs_in_well_between_guesses_does_not_start_the_count_anew(selam):
    make_user("mallory")
    refused = 0
    for _ in range(8):
        refused += TOO_MANY in guess(name="selam").text
        assert guess(name="mallory", password=PASSWORD).status_code == 302
    assert refused == 3


def test_a_hostel_behind_one_address_comes_in_within_a_minute(monkeypatch):
    """Of 200 people each third is told that many are coming in; each comes in at the next try."""
    turns, check = itertools.count(), User.check_password

    def sometimes_busy(self, password):
        if next(turns) % 3 == 0:
            raise hashing.Busy
        return check(self, password)

    people = [make_user(f"guest{n}").username for n in range(200)]
    monkeypatch.setattr(User, "check_password", sometimes_busy)
    waited = 0
    for name in people:
        client = Client(**OURS)
        answer = guess(client=client, name=name, password=PASSWORD)
        while answer.status_code == 429 and TOO_MANY not in answer.text:
            assert int(answer.headers["Retry-After"]) <= 5
            waited += 1
            answer = guess(client=client, name=name, password=PASSWORD)
        assert (answer.status_code, answer.headers.get("Location")) == (302, "/en/my-learning/")
    assert waited > 50


def test_that_many_come_at_once_counts_as_no_wrong_password(monkeypatch, selam):
    def busy(*args, **kwargs):
        raise hashing.Busy

    with monkeypatch.context() as patched:
        patched.setattr("accounts.models.User.check_password", busy)
        assert {guess(name="selam", password=PASSWORD).status_code for _ in range(8)} == {429}
    assert guess(name="selam", password=PASSWORD).status_code == 302


@pytest.fixture
def counts(settings, tmp_path):
    """Limits counted as in production: in files."""
    folder = tmp_path / "limits"
    settings.CACHES |= {"default": {"BACKEND": "core.counts.Counts", "LOCATION": folder, "KEY_FUNCTION": "core.counts.keyed"}}
    return folder


def test_nobody_reads_in_the_counts_who_came_from_where(counts, selam):
    from hashlib import md5

    guess(name="selam", REMOTE_ADDR="203.0.113.77")
    Client(**OURS).post("/en/account/code/", {"email": "amina@example.org"}, REMOTE_ADDR="203.0.113.77")
    files = list(counts.glob("*.djcache"))
    assert len(files) >= 4
    whole = b"".join(path.name.encode() + path.read_bytes() for path in files)
    assert not [secret for secret in (b"203.0.113", b"selam", b"amina") if secret in whole]
    guessed = ":1:allauth:rl:allauth.account:login_failed:100/60.0/ip:ip:203.0.113.77"
    assert md5(guessed.encode()).hexdigest().encode() not in whole  # addresses are few: a plain digest could be looked up
    assert keyed("a", "", 1) != keyed("b", "", 1) and "203" not in keyed("ip:203.0.113.77", "", 1)[3:9]


def test_counts_are_gone_within_a_day(counts, selam):
    from django.core.management import call_command

    guess(name="selam")
    Client(**OURS).post("/en/account/code/", {"email": "amina@example.org"})
    assert list(counts.glob("*.djcache"))
    with patch("django.core.cache.backends.filebased.time.time", return_value=time.time() + 24 * 3600 + 1):
        call_command("tidy")
    assert not list(counts.glob("*.djcache"))


def test_filling_the_counts_lets_nobody_start_anew(counts, selam):
    for n in range(5):
        guess(n, name="selam")
    for n in range(2000):  # Django's own would have thrown a third of all away, seventeen times
        caches["default"].set(f"other{n}", n, 60)
    assert TOO_MANY in guess(name="selam").text
    assert isinstance(caches["default"], Counts)


def test_a_class_comes_in_by_passkey_behind_one_address():
    path, form = "/en/account/second-step/passkey/come-in/", {"credential": "{}"}
    assert 429 not in {Client(**OURS).post(path, form).status_code for _ in range(60)}
