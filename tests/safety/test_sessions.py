"""A session is hers who began it, and ends when it should."""

import time
from unittest.mock import patch

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.test import Client

from accounts.models import Notice, SignIn, User
from accounts.sign_ins import live
from tests.conftest import OURS
from tests.makers import NOON, make_user

pytestmark = pytest.mark.django_db
LOGIN, HERS = "/en/account/login/", "/en/account/"
PASSWORD = "river-goat-lamp"
ADMIN = "/cms/"


def signed_in(user):
    client = Client(**OURS)
    client.force_login(user)
    return client


def is_in(client):
    return client.get(HERS).status_code == 200


def key(client):
    return client.cookies["session"].value


def planted():
    """A session that an attacker began and put on her phone."""
    client = Client(**OURS)
    client.post("/en/account/code/", {"email": "a@example.org"})
    return client, key(client)


def by_password(client):
    return client.post(LOGIN, {"login": "selam", "password": PASSWORD})


def by_second_step(client):
    TOTP.activate(User.objects.get(username="selam"), generate_totp_secret())
    by_password(client)
    with patch.object(TOTP, "validate_code", return_value=True):
        return client.post("/en/account/second-step/authenticate/", {"code": "123456"})


def by_signing_up(client):
    return client.post("/en/account/signup/", {"username": "amina", "password1": PASSWORD})


def by_code(client):
    code = client.session["onward.code"]["code"]
    return client.post("/en/account/code/typed/", {"code": code})


@pytest.mark.parametrize("come_in", [by_password, by_second_step, by_signing_up, by_code])
def test_a_session_that_was_planted_is_not_the_one_she_comes_in_with(selam, come_in):
    client, before = planted()
    assert come_in(client).status_code == 302 and is_in(client)
    assert key(client) != before and not Session.objects.filter(session_key=before).exists()
    thief = Client(**OURS)
    thief.cookies["session"] = before
    assert not is_in(thief)


def test_a_session_key_that_we_did_not_give_is_not_taken(selam):
    client = Client(**OURS)
    client.cookies["session"] = "a" * 32
    by_password(client)
    assert key(client) != "a" * 32


def make_staff(user):
    user.is_staff = True
    user.save()


def make_administrator(user):
    User.objects.get(pk=user.pk).groups.add(Group.objects.get_or_create(name="Trainers")[0])


def close(user):
    user.is_active = False
    user.save(update_fields=["is_active"])


@pytest.mark.parametrize("change", [make_staff, make_administrator, close])
def test_who_may_more_or_less_comes_in_anew(selam, change):
    client = signed_in(selam)
    assert is_in(client)
    change(selam)
    assert not is_in(client) and not SignIn.objects.filter(user=selam).exists()


def test_who_works_here_no_more_comes_in_anew(tomas):
    client = signed_in(tomas)
    tomas.groups.clear()
    assert not is_in(client)
    client = signed_in(tomas)
    tomas.is_staff = False
    tomas.save()
    assert not is_in(client)


def test_other_changes_of_a_person_end_nothing(selam):
    client = signed_in(selam)
    selam.first_name = "S"
    selam.save()
    assert is_in(client)


def test_another_password_ends_every_other_session_and_renews_this_one(selam):
    here, there = signed_in(selam), signed_in(selam)
    before = key(here)
    assert here.post("/en/account/password/", {"password": "goat-lamp-river"}).status_code == 302
    assert is_in(here) and not is_in(there)
    assert key(here) != before and not Session.objects.filter(session_key=before).exists()
    assert [one.session_key for one in live(selam, at=NOON)] == [key(here)]


@pytest.mark.parametrize("leave", ["/en/account/logout/", "/en/measures/"])
def test_leaving_ends_the_session_itself(selam, leave):
    client = signed_in(selam)
    stolen = key(client)
    client.post(leave)
    thief = Client(**OURS)
    thief.cookies["session"] = stolen
    assert not is_in(thief) and not Session.objects.filter(session_key=stolen).exists()


def proved(client, hours_ago):
    """As if she had last shown so long ago who she is."""
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        one | {"at": time.time() - hours_ago * 3600} for one in session[AUTHENTICATION_METHODS_SESSION_KEY]
    ]
    session.save()


def test_a_session_of_staff_ends_after_a_working_day(tomas):
    client = signed_in(tomas)
    proved(client, hours_ago=11.9)
    assert client.get(ADMIN).status_code == 200
    proved(client, hours_ago=12.1)
    answer = client.get("/cms/pages/?p=2")
    assert answer.headers["Location"] == "/en/account/login/?next=/cms/pages/%3Fp%3D2"
    assert not is_in(client) and "_auth_user_id" not in client.session


@pytest.mark.parametrize("path", [HERS, "/en/my-learning/", "/en/office/", "/en/account/password/"])
def test_so_it_does_wherever_she_is(tomas, path):
    client = signed_in(tomas)
    proved(client, hours_ago=13)
    client.get(path)
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("path", ["/en/account/sign-out-others/", "/cms/pages/1/", "/en/office/new/"])
def test_what_she_sends_then_is_not_done(tomas, path):
    client = signed_in(tomas)
    proved(client, hours_ago=13)
    assert client.post(path).headers["Location"].startswith(LOGIN)


def test_showing_again_who_she_is_begins_another_working_day(tomas):
    client = signed_in(tomas)
    proved(client, hours_ago=11.9)
    assert client.post("/en/account/again/password/", {"password": PASSWORD}).status_code == 302
    with patch("accounts.staff.time.time", return_value=time.time() + 3600):
        assert client.get(ADMIN).status_code == 200


def test_showing_again_who_she_is_gives_a_new_key(selam):
    client = signed_in(selam)
    before = key(client)
    assert client.post("/en/account/again/password/", {"password": PASSWORD}).status_code == 302
    assert key(client) != before and is_in(client) and not Session.objects.filter(session_key=before).exists()
    assert [one.session_key for one in live(selam, at=NOON)] == [key(client)]


def test_a_learner_stays_signed_in_for_ninety_days(selam):
    client = Client(**OURS)
    by_password(client)
    assert client.cookies["session"]["max-age"] == 90 * 24 * 3600 == settings.SESSION_COOKIE_AGE
    proved(client, hours_ago=80 * 24)
    assert is_in(client)


def test_a_mail_server_that_is_down_keeps_no_staff_out(tomas, settings):
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = (
        "django.core.mail.backends.smtp.EmailBackend",
        "127.0.0.1",
        1,
    )
    tomas.email = "tomas@example.org"
    tomas.save()
    signed_in(tomas)  # of another sign-in she gets a letter
    assert Client(**OURS).post(LOGIN, {"login": "tomas", "password": PASSWORD}).status_code == 302
    assert Notice.objects.get().kind == Notice.Kind.NEW_SIGN_IN


def test_nobody_is_signed_in_by_what_a_link_says(selam):
    client = Client(**OURS)
    client.get(LOGIN, {"session": key(signed_in(selam)), "sessionid": "x"})
    assert not is_in(client)


def test_sessions_are_random_and_kept_by_us(selam):
    keys = {key(signed_in(make_user(f"u{n}"))) for n in range(20)}
    assert len(keys) == 20 and all(len(one) >= 32 for one in keys)
    assert settings.SESSION_ENGINE == "django.contrib.sessions.backends.db"
