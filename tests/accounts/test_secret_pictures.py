"""Secret pictures: chosen by her, readable by nobody, tried only a few times, and not heard whether there are any."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.db import connection
from django.test import Client

from accounts import secret_pictures
from accounts.hashing import Busy
from accounts.models import Notice, SecretPictures
from accounts.recovery_rules import TRIES
from tests.accounts.test_ways import grow_stale
from tests.conftest import OURS
from tests.makers import NOON, make_learner, make_user

pytestmark = pytest.mark.django_db
HERS, OTHER = ["sun", "tree", "sun"], ["tree", "sun", "sun"]
SECRET = "/en/account/secret/"


@pytest.fixture
def learner(selam):
    return make_learner(selam)


@pytest.fixture
def chosen(learner):
    secret_pictures.choose(learner, HERS, at=NOON)
    return learner


def test_the_right_ones_in_the_right_order_are_hers(chosen):
    assert secret_pictures.are_hers(chosen, HERS)
    for wrong in (OTHER, HERS[:2], [], ["sun,tree", "sun"]):
        assert not secret_pictures.are_hers(chosen, wrong)


def test_fewer_or_others_cannot_be_chosen(learner):
    for bad in (HERS[:2], ["moon", "sun", "sun"], [*HERS, "sun"]):
        with pytest.raises(ValueError, match="Three"):
            secret_pictures.choose(learner, bad, at=NOON)


def test_they_are_kept_under_a_key_that_the_database_does_not_have(chosen, settings):
    kept = SecretPictures.objects.get().hash
    assert "sun" not in kept and "tree" not in kept
    settings.SECRET_KEY_FALLBACKS = []
    settings.SECRET_KEY = "another"
    assert not secret_pictures.are_hers(chosen, HERS)


def test_a_new_key_of_the_site_forgets_nobody(chosen, settings):
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another"
    assert secret_pictures.are_hers(chosen, HERS)


def test_after_a_few_wrong_tries_not_even_the_right_ones_are_looked_at(chosen):
    assert not any(secret_pictures.are_hers(chosen, OTHER) for _ in range(TRIES))
    assert not secret_pictures.are_hers(chosen, HERS)


def test_the_right_ones_forgive_the_wrong_ones(chosen):
    for _ in range(3):
        assert not any(secret_pictures.are_hers(chosen, OTHER) for _ in range(TRIES - 1))
        assert secret_pictures.are_hers(chosen, HERS)


def test_choosing_anew_begins_anew(chosen):
    assert not any(secret_pictures.are_hers(chosen, OTHER) for _ in range(TRIES))
    secret_pictures.choose(chosen, OTHER, at=NOON)
    assert secret_pictures.are_hers(chosen, OTHER) and not secret_pictures.are_hers(chosen, HERS)


def test_they_are_asked_for_by_the_record_that_her_second_one_joined(chosen):
    second = make_learner()
    second.merged_into = chosen
    second.save()
    assert secret_pictures.are_hers(second, HERS)


@pytest.mark.parametrize("state", ["right", "wrong", "none", "too many"])
def test_the_work_is_the_same_whether_she_has_any(learner, settings, monkeypatch, state):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    monkeypatch.setattr(PBKDF2PasswordHasher, "iterations", 10)
    if state != "none":
        secret_pictures.choose(learner, HERS, at=NOON)
    if state == "too many":
        SecretPictures.objects.update(wrong_tries=TRIES)
    worked = []
    encode = PBKDF2PasswordHasher.encode
    monkeypatch.setattr(PBKDF2PasswordHasher, "encode", lambda *args: worked.append(1) or encode(*args))
    assert secret_pictures.are_hers(learner, HERS if state in ("right", "too many") else OTHER) == (state == "right")
    assert len(worked) == len([settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS])


def test_what_nobody_had_time_to_look_at_was_no_try(chosen, monkeypatch):
    def busy(*args):
        raise Busy

    monkeypatch.setattr(secret_pictures, "check_password", busy)
    with pytest.raises(Busy):
        secret_pictures.are_hers(chosen, HERS)
    assert SecretPictures.objects.get().wrong_tries == 0


@pytest.mark.django_db(transaction=True)
def test_many_at_once_get_no_more_tries(selam):
    learner = make_learner(selam)
    secret_pictures.choose(learner, HERS, at=NOON)
    looked_at = []
    check = secret_pictures.check_password

    def slowly(said, kept):
        looked_at.append(kept != secret_pictures.NOBODY_S)
        return check(said, kept)

    def guess(_):
        try:
            return secret_pictures.are_hers(learner, OTHER)
        finally:
            connection.close()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(secret_pictures, "check_password", slowly)
        with ThreadPoolExecutor(4) as pool:
            assert not any(pool.map(guess, range(20)))
    assert sum(looked_at) == TRIES


# ---- Her page ----


def test_she_chooses_changes_and_takes_away(phone, learner):
    phone.force_login(learner.user)
    assert "Choose 3 secret pictures" in phone.get(SECRET).text
    assert phone.post(SECRET, {"picture": HERS[:2], "done": "1"}).status_code == 422
    assert phone.post(SECRET, {"picture": HERS, "done": "1"})["Location"] == "/en/account/"
    assert secret_pictures.are_hers(learner, HERS)
    assert "You have chosen 3." in phone.get("/en/account/").text
    phone.post(SECRET, {"remove": "1"})
    assert not SecretPictures.objects.exists()
    assert Notice.objects.filter(kind=Notice.Kind.SECRET_PICTURES).count() == 2


def test_nobody_shows_which_they_are(phone, chosen):
    phone.force_login(chosen.user)
    page = phone.get("/en/account/").text + phone.get(SECRET).text
    assert 'name="picture"' not in page and "Sun" not in phone.get("/en/account/").text


def test_who_came_in_long_ago_shows_first_that_it_is_she(phone, stranger, chosen):
    assert phone.get(SECRET)["Location"].startswith("/en/account/login/")
    phone.force_login(chosen.user)
    grow_stale(phone)
    assert phone.post(SECRET, {"remove": "1"})["Location"].startswith("/en/account/again/")
    stranger.force_login(chosen.user)
    assert stranger.post(SECRET, {"remove": "1"}).status_code == 403
    assert SecretPictures.objects.exists()


def test_staff_have_none(db):
    desk = Client(**OURS)
    desk.force_login(make_user("tomas", is_staff=True))
    assert desk.post(SECRET, {"picture": HERS, "done": "1"})["Location"] == "/en/account/"
    assert not SecretPictures.objects.exists()
