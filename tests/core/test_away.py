"""Quick exit, on the server: what it ends, and what is closed while she is away."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.db import DatabaseError
from django.test import Client

from accounts.models import Learner
from core.languages import LANGUAGES
from tests.makers import make_lesson, make_user

pytestmark = pytest.mark.django_db
EXIT = "/en/measures/"
LESSON = "/en/safety/before/locks/"
PAGES = [
    "/en/",
    "/en/safety/",
    "/en/safety/before/",
    LESSON,
    f"{LESSON}quiz/1/",
    f"{LESSON}quiz/done/",
    f"{LESSON}quiz/kept/",
    "/en/my-learning/",
    "/en/my-phone/",
    "/en/this-phone/",
    "/en/not-here/",
    "/en/local/czechia/",
    "/en/account/login/",
    "/en/nowhere/",
    "/cms/",
    "/documents/1/paper.pdf",
]
OPENS = {"HTTP_SEC_FETCH_MODE": "navigate"}
ASKS = {"HTTP_SEC_FETCH_MODE": "cors", "HTTP_ACCEPT": "*/*"}


@pytest.fixture
def away(phone):
    """A phone whose owner has just left."""
    phone.post(EXIT)
    return phone


def signed_in(user, **headers):
    client = Client(enforce_csrf_checks=True, HTTP_SEC_FETCH_SITE="same-origin", **headers)
    client.force_login(user)
    return client


def test_who_leaves_sees_the_neutral_page(phone):
    response = phone.post(EXIT)
    assert (response.status_code, response.headers["Location"]) == (303, EXIT)
    assert response.headers["Cache-Control"] == "no-store"


def test_leaving_ends_the_session_for_good(selam):
    client = signed_in(selam)
    stolen = client.cookies["session"].value
    client.post(EXIT)
    assert not Session.objects.exists()
    thief = Client()
    thief.cookies["session"] = stolen
    assert not thief.get("/en/my-learning/").context["user"].is_authenticated


def test_leaving_takes_every_cookie_and_leaves_one(selam):
    client = signed_in(selam)
    names = ("session", "visitor", "messages", "language", "csrf")
    for name in names[1:]:
        client.cookies[name] = "x"
    cookies = client.post(EXIT).cookies
    assert {name for name, cookie in cookies.items() if cookie["max-age"] == 0} == set(names)
    assert (cookies["away"].value, cookies["away"]["httponly"], cookies["away"]["samesite"]) == ("measures", "", "Lax")
    assert cookies["away"]["max-age"] >= 7 * 24 * 3600


def test_in_production_the_cookie_is_bound_to_the_host(phone, settings):
    settings.AWAY_COOKIE_NAME, settings.SESSION_COOKIE_SECURE = "__Host-away", True
    cookie = phone.post(EXIT).cookies["__Host-away"]
    assert (cookie["secure"], cookie["path"], cookie["domain"]) == (True, "/", "")


def test_what_the_browser_kept_is_cleared_but_not_the_cookie_that_is_set_here(phone):
    assert phone.post(EXIT).headers["Clear-Site-Data"] == '"cache"'


def test_nobody_elses_page_makes_her_leave(stranger, selam):
    stranger.force_login(selam)
    response = stranger.post(EXIT)
    assert response.status_code in (403, 405)
    assert "away" not in response.cookies
    assert Session.objects.exists()


@pytest.mark.parametrize("address", PAGES)
def test_while_she_is_away_every_page_is_closed(away, address, django_assert_num_queries):
    make_lesson()
    Client().get(address)  # the page may be kept
    with django_assert_num_queries(0):
        response = away.get(address, **OPENS)
    assert (response.status_code, response.headers["Cache-Control"]) == (302, "no-store")
    assert response.headers["Location"] == EXIT


def test_a_browser_that_does_not_say_that_it_opens_a_page_is_known_by_what_it_wants(away):
    assert away.get(LESSON, HTTP_ACCEPT="text/html,*/*;q=0.8").headers["Location"] == EXIT
    assert away.get("/en/versions.json", HTTP_ACCEPT="*/*").status_code == 200


def test_a_form_that_is_sent_again_is_closed_too(away):
    make_lesson()
    response = away.post(f"{LESSON}quiz/1/", **OPENS)
    assert response.headers["Location"] == EXIT
    assert not Learner.objects.exists()


def test_what_waits_on_the_phone_can_still_be_sent(away):
    response = away.post(
        "/sync/", {"version": 1, "sent_at": "2026-11-21T12:00:00Z", "statements": []}, "application/json", **ASKS
    )
    assert response.status_code == 200


def test_the_neutral_page_is_in_the_language_of_the_page(away):
    assert away.get("/ar/safety/", **OPENS).headers["Location"] == "/ar/measures/"
    assert away.get("/cms/", HTTP_ACCEPT_LANGUAGE="uk", **OPENS).headers["Location"] == "/uk/measures/"


@pytest.mark.parametrize("headers", [OPENS, ASKS], ids=["a page", "a script"])
@pytest.mark.parametrize("address", ["/", LESSON, EXIT, "/en/my-learning/state.json"])
def test_a_session_that_comes_along_while_she_is_away_is_ended_first(selam, address, headers):
    """She left without a network: a script could not take this cookie."""
    make_lesson()
    client = signed_in(selam)
    client.cookies["away"] = "1"
    response = client.get(address, **headers)
    assert not Session.objects.exists()
    assert response.cookies["session"]["max-age"] == 0
    assert selam.username not in response.content.decode()


def test_a_full_disk_keeps_nobody_here(selam, monkeypatch):
    def full(*args):
        raise DatabaseError

    client = signed_in(selam)
    monkeypatch.setattr("django.contrib.sessions.backends.db.SessionStore.delete", full)
    assert client.post(EXIT).status_code == 303
    assert client.get(LESSON, **OPENS).headers["Location"] == EXIT


def test_the_door_is_open_and_choosing_a_language_is_coming_back(away):
    make_lesson()
    assert away.get("/", **OPENS).status_code == 200
    assert away.get(LESSON, **OPENS).status_code == 302  # seeing the door is not coming back: Back may lead there too
    response = away.post("/language/", {"language": "en"}, **OPENS)
    assert response.cookies["away"]["max-age"] == 0
    assert away.get(LESSON, **OPENS).status_code == 200


def test_nobody_elses_page_brings_her_back(away):
    response = away.post("/language/", {"language": "en"}, HTTP_SEC_FETCH_SITE="cross-site", **OPENS)
    assert response.status_code == 403
    assert "away" not in response.cookies


def test_a_kept_page_costs_no_query_while_nobody_is_away(client, django_assert_num_queries):
    make_lesson()
    client.force_login(make_user())
    client.get(LESSON)
    with django_assert_num_queries(0):
        client.get(LESSON)


def test_the_browsers_own_cache_asks_before_it_shows_a_page_by_back(client):
    make_lesson()
    assert "Cookie" in client.get(LESSON).headers["Vary"]
    assert "Cookie" in client.get("/en/nowhere/").headers["Vary"]
    assert "Cookie" not in client.get(EXIT).headers["Vary"]


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
def test_the_neutral_page_gives_nothing_away(client, language):
    response = client.get(f"/{language.code}/measures/")
    page = response.content.decode()
    assert f'<html lang="{language.code}" dir="{language.direction}">' in page
    assert not re.search('onward|<script|<a |href="/|manifest|/static/|#0a545f', page, re.IGNORECASE)
    assert len(re.findall("<tr>", page)) > 10
    assert len(page.encode()) < 4000
    assert not response.cookies
    assert response.headers["Cache-Control"].startswith("public")


def test_what_the_browser_holds_for_back_is_let_go_only_while_she_is_away(client, away):
    assert "Clear-Site-Data" not in client.get("/ruler.svg").headers
    assert away.get("/ruler.svg").headers["Clear-Site-Data"] == '"cache"'
