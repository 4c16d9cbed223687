"""How someone comes in to her own account: she sees every way, adds and takes away, and one always remains."""

import time

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone

from accounts.models import Notice, Phone, SignIn, User
from accounts.notices import tell
from tests.conftest import OURS
from tests.makers import make_user

WAYS = "/en/account/"
CHANGES = ["password/", "second-step/passkey/", "second-step/app/", "second-step/codes/"]
POSTS = ["email/remove/", "phone/remove/", "sign-out-others/", "seen/"]


def grow_stale(client: Client) -> None:
    session = client.session
    for record in session[AUTHENTICATION_METHODS_SESSION_KEY]:
        record["at"] -= 3600
    session.save()


@pytest.mark.parametrize("path", ["", *CHANGES, "again/"])
def test_a_stranger_is_sent_to_sign_in(client, db, path):
    assert client.get(WAYS + path)["Location"].startswith("/en/account/login/")


@pytest.mark.parametrize("path", POSTS)
def test_a_stranger_changes_nothing(phone, stranger, selam, path):
    assert phone.post(WAYS + path)["Location"].startswith("/en/account/login/")
    stranger.force_login(selam)
    assert stranger.post(WAYS + path).status_code == 403
    assert phone.get(WAYS + path).status_code in (302, 405)


@pytest.mark.parametrize("path", CHANGES)
def test_who_came_in_long_ago_shows_first_that_it_is_she(phone, selam, path):
    phone.force_login(selam)
    grow_stale(phone)
    assert phone.get(WAYS + path)["Location"].startswith("/en/account/again/password/")


def test_who_has_no_password_comes_in_again_by_her_own_door(phone, selam):
    selam.set_unusable_password()
    selam.save()
    phone.force_login(selam)
    grow_stale(phone)
    again = phone.get(f"{WAYS}password/")["Location"]
    assert again == "/en/account/again/?next=%2Fen%2Faccount%2Fpassword%2F"
    assert phone.post("/en/account/again/", {"next": "/en/account/password/"})["Location"].startswith(
        "/en/account/login/?next="
    )
    assert "_auth_user_id" not in phone.session


def test_the_right_password_lets_her_go_on(phone, selam):
    phone.force_login(selam)
    grow_stale(phone)
    where = phone.get(f"{WAYS}password/")["Location"]
    assert "This is not your password." in phone.post(where, {"password": "wrong"}).text
    assert (
        phone.post(where, {"password": "river-goat-lamp", "next": "/en/account/password/"})["Location"]
        == "/en/account/password/"
    )


def test_a_new_password_ends_her_other_sessions_and_is_told(phone, selam):
    other = Client(**OURS)
    other.force_login(selam)
    phone.force_login(selam)
    phone.post(f"{WAYS}password/", {"password": "three-other-words"})
    assert phone.get(WAYS).status_code == 200
    assert other.get(WAYS).status_code == 302
    assert User.objects.get().check_password("three-other-words")
    assert Notice.objects.filter(kind=Notice.Kind.PASSWORD_CHANGED).exists()


WEAK = [("short", "too short"), ("password123", "Many people use this password"), ("", "Write a password")]


@pytest.mark.parametrize(("password", "words"), WEAK)
def test_a_weak_password_says_why(phone, selam, password, words):
    phone.force_login(selam)
    assert words in phone.post(f"{WAYS}password/", {"password": password}).text
    assert User.objects.get().check_password("river-goat-lamp")


def test_who_came_by_code_chooses_a_name_and_a_password(phone, db):
    user = User.objects.create_user("~nameless")
    EmailAddress.objects.create(user=user, email="a@example.org", verified=True, primary=True)
    phone.force_login(user)
    assert "~nameless" not in phone.get(WAYS).text + phone.get("/en/my-learning/").text
    make_user("river7")
    assert "has this name already" in phone.post(f"{WAYS}password/", {"username": "River 7", "password": "three-words"}).text
    phone.post(f"{WAYS}password/", {"username": "River 8", "password": "three-other-words"})
    user.refresh_from_db()
    assert user.username == "river8" and user.check_password("three-other-words")


def test_the_last_way_in_stays(phone, db):
    user = User.objects.create_user("~nameless")
    EmailAddress.objects.create(user=user, email="a@example.org", verified=True, primary=True)
    phone.force_login(user)
    assert "This is your only way in." in phone.post(f"{WAYS}email/remove/", follow=True).text
    number = Phone.objects.create(user=user, digest="d", added_at=timezone.now())
    phone.post(f"{WAYS}email/remove/")
    assert not EmailAddress.objects.exists()
    assert "This is your only way in." in phone.post(f"{WAYS}phone/remove/", {"phone": number.pk}, follow=True).text


def test_she_sees_where_she_is_signed_in_and_ends_one_or_all(phone, selam):
    others = [Client(**OURS, HTTP_USER_AGENT="Mobile") for _ in range(3)]
    for one in [phone, *others]:
        one.post("/en/account/login/", {"login": "selam", "password": "river-goat-lamp"})
    assert phone.get(WAYS).text.count("A phone") == 3
    here = phone.session.session_key
    one = SignIn.objects.exclude(session_key=here).order_by("pk").first()
    phone.post(f"{WAYS}sign-out-others/", {"sign_in": one.pk})
    assert [client.get(WAYS).status_code for client in [phone, *others]] == [200, 302, 200, 200]
    phone.post(f"{WAYS}sign-out-others/")
    assert [client.get(WAYS).status_code for client in [phone, *others]] == [200, 302, 302, 302]


def test_she_cannot_end_somebody_else_s(phone, selam):
    other = Client(**OURS)
    other.force_login(make_user("miriam"))
    phone.force_login(selam)
    phone.post(f"{WAYS}sign-out-others/", {"sign_in": SignIn.objects.get(user__username="miriam").pk})
    assert other.get(WAYS).status_code == 200


def test_neither_address_nor_browser_is_kept(phone, selam):
    phone.post(
        "/en/account/login/",
        {"login": "selam", "password": "river-goat-lamp"},
        REMOTE_ADDR="203.0.113.9",
        HTTP_USER_AGENT="Canary/9",
    )
    kept = str(list(SignIn.objects.values())) + str(dict(phone.session.items()))
    assert "203.0.113.9" not in kept and "Canary" not in kept


def test_signing_out_takes_the_session_from_the_list(phone, selam):
    phone.post("/en/account/login/", {"login": "selam", "password": "river-goat-lamp"})
    stolen = phone.cookies["session"].value
    phone.post("/en/account/logout/")
    thief = Client(**OURS)
    thief.cookies["session"] = stolen
    assert thief.get(WAYS).status_code == 302


def test_notices_stand_on_my_learning_until_she_has_seen_them(phone, selam):
    phone.force_login(selam)
    notice = tell(selam, Notice.Kind.PASSKEY_ADDED, at=timezone.now())
    assert "A passkey was added to your account." in phone.get("/en/my-learning/").text
    phone.post(f"{WAYS}seen/", {"upto": notice.pk, "from": "my_learning"})
    assert "A passkey was added" not in phone.get("/en/my-learning/").text


def test_a_notice_of_somebody_else_is_not_hers_to_put_away(phone, selam):
    notice = tell(make_user("miriam"), Notice.Kind.PASSKEY_ADDED, at=timezone.now())
    phone.force_login(selam)
    phone.post(f"{WAYS}seen/", {"upto": notice.pk})
    notice.refresh_from_db()
    assert notice.seen_at is None


def test_that_she_came_in_here_is_no_news_here(phone, selam):
    first = Client(**OURS)
    for one in (first, phone):
        one.post("/en/account/login/", {"login": "selam", "password": "river-goat-lamp"})
    assert "Someone came in" not in phone.get(WAYS).text
    assert "Someone came in" in first.get(WAYS).text


def test_coming_in_changes_the_session(phone, selam):
    phone.get("/en/account/code/")
    session = phone.session
    session["x"] = time.time()
    session.save()
    phone.cookies["session"] = before = session.session_key
    phone.post("/en/account/login/", {"login": "selam", "password": "river-goat-lamp"})
    assert phone.cookies["session"].value != before
