"""A phone that several people use lets in who has opened her learning there, and nobody else."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from accounts import locked_phones
from accounts.models import Learner, LockedPhone, Notice, SignIn
from tests.accounts.test_visitors import answer
from tests.conftest import OURS
from tests.makers import make_learner, make_lesson, make_user

pytestmark = pytest.mark.django_db
LOCK, OPEN = "/phone/lock/", "/phone/open/"
NOON = timezone.now()


@pytest.fixture
def lesson():
    return make_lesson()


def lock(phone):
    said = phone.post(LOCK)
    assert said.status_code == 200
    return said.json()["secret"]


def open_(phone, secret):
    return phone.post(OPEN, {"secret": secret})


def who(phone):
    return phone.get("/en/my-learning/state.json").json().get("learner")


@pytest.fixture
def hers(phone, selam):
    """Selam's phone, where she is signed in."""
    phone.force_login(selam)
    return phone


@pytest.fixture
def other():
    """Another browser."""
    return Client(enforce_csrf_checks=True, **OURS)


def test_the_phone_is_let_in_again_after_she_was_done(hers, selam):
    secret = lock(hers)
    assert hers.post("/en/start/").status_code == 303
    assert who(hers) is None
    said = open_(hers, secret)
    assert said.status_code == 200 and said.cookies["away"]["max-age"] == 0
    assert who(hers) == str(selam.learner.uuid)


def test_a_visitor_is_let_in_as_the_visitor_that_she_was(phone, lesson):
    answer(phone)
    before = who(phone)
    secret = lock(phone)
    phone.post("/en/start/")
    assert open_(phone, secret).status_code == 200
    assert who(phone) == before is not None


def test_the_database_alone_lets_nobody_in(hers, other):
    secret = lock(hers)
    (kept,) = LockedPhone.objects.all()
    assert secret not in str(vars(kept)) and open_(other, kept.digest).status_code == 403


@pytest.mark.parametrize("secret", ["", "x", "0" * 43])
def test_a_secret_that_is_none_lets_nobody_in(other, secret):
    answer = open_(other, secret)
    assert (answer.status_code, answer.json(), dict(answer.cookies)) == (403, {"error": "unknown"}, {})


def test_nobody_learning_nothing_to_lock(phone):
    assert phone.post(LOCK).json() == {"error": "nobody"}


def test_who_works_here_locks_nothing_and_is_let_in_nowhere(phone, hers, other, selam, tomas):
    secret = lock(hers)
    selam.is_staff = True
    selam.save()
    assert open_(other, secret).status_code == 403
    other.force_login(tomas)
    assert other.post(LOCK).json() == {"error": "staff"}


def test_who_was_suspended_is_not_let_in(hers, other, selam):
    secret = lock(hers)
    selam.is_active = False
    selam.save()
    assert open_(other, secret).status_code == 403


def test_another_ones_visit_on_that_phone_is_not_taken_along(hers, other, selam, lesson):
    """Whoever learned here before her is somebody else: her pictures say so."""
    secret = lock(hers)
    answer(other)
    visit = Learner.objects.get(user=None)
    open_(other, secret)
    assert who(other) == str(selam.learner.uuid)
    visit.refresh_from_db()
    assert visit.user is None and visit.merged_into is None


def test_pictures_do_not_prove_enough_to_change_how_she_comes_in(hers, other):
    secret = lock(hers)
    open_(other, secret)
    again = other.get("/en/account/card/new/")
    assert again.status_code == 302 and "again" in again["Location"]


def test_she_takes_it_away_and_it_ends(hers, other, selam):
    secret = lock(hers)
    open_(other, secret)
    assert hers.post("/en/account/locked/remove/").status_code == 302
    assert who(other) is None and open_(other, secret).status_code == 403
    assert Notice.objects.filter(user=selam, kind=Notice.Kind.PHONE_UNLOCKED).count() == 1


def test_she_is_told_elsewhere_when_a_phone_is_locked_and_not_each_time_it_is_opened(hers, other, selam):
    secret = lock(hers)
    open_(other, secret)
    assert [one.kind for one in Notice.objects.filter(user=selam)] == [Notice.Kind.PHONE_LOCKED]
    assert SignIn.objects.get(user=selam, way=SignIn.Way.PICTURES)
    assert "Phones that pictures open" in hers.get("/en/account/").text


def test_the_phone_that_was_not_opened_for_longest_makes_room(selam):
    learner = make_learner(user=selam)
    secrets = [locked_phones.lock(learner, at=NOON + timedelta(days=n)) for n in range(locked_phones.MOST)]
    locked_phones.learner_of(secrets[0], at=NOON + timedelta(days=40))
    locked_phones.lock(learner, at=NOON + timedelta(days=41))
    assert [bool(locked_phones.learner_of(one, at=NOON)) for one in secrets] == [True, False] + [True] * 8


def test_a_visit_that_became_hers_opens_as_hers(phone, other, selam):
    visit = make_learner()
    secret = locked_phones.lock(visit, at=NOON)
    visit.merged_into = make_learner(user=selam)
    visit.save()
    open_(other, secret)
    assert who(other) == str(selam.learner.uuid)


def test_opening_begins_a_session_of_its_own(hers, other):
    secret = lock(hers)
    other.get("/en/account/code/")
    before = other.session.session_key
    open_(other, secret)
    assert other.session.session_key not in (None, before)
    assert Session.objects.filter(session_key=other.cookies["session"].value).exists()


def test_the_page_is_the_same_for_everyone(hers, other):
    lock(hers)
    assert hers.get("/en/start/").content == other.get("/en/start/").content


def test_amal_is_not_selam(hers, other):
    amal = make_user("amal")
    other.force_login(amal)
    secrets = lock(hers), lock(other)
    open_(hers, secrets[1])
    assert who(hers) == str(amal.learner.uuid)
