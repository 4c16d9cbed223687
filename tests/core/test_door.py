"""The first page, and the choice of a language."""

import pytest
from django.conf import settings

from tests.makers import make_home, make_lesson

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("asked", "shown"), [("uk,en;q=0.5", "uk"), ("ti-ER,en", "ti"), ("prs,fa-AF", "fa-af"), ("xx", "en"), ("", "en")]
)
def test_the_door_speaks_the_browsers_language(client, asked, shown):
    page = client.get("/", HTTP_ACCEPT_LANGUAGE=asked)
    assert f'<html lang="{shown}"' in page.content.decode()
    assert "Accept-Language" in page.headers["Vary"]
    assert not page.cookies


def test_every_language_stands_in_its_own_script(client):
    page = client.get("/").content.decode()
    for name in (
        "العربية",
        "ትግርኛ",
        "Soomaali",
        "አማርኛ",
        "فارسی",
        "دری",
        "پښتو",
        "Ikinyarwanda",
        "Українська",
        "Čeština",
        "Tiếng Việt",
    ):
        assert name in page


def test_a_choice_is_remembered_and_leads_straight_on(phone):
    response = phone.post("/language/", {"language": "ps"})
    assert response.headers["Location"] == "/ps/"
    assert response.cookies[settings.LANGUAGE_COOKIE_NAME].value == "ps"
    assert phone.get("/").headers["Location"] == "/ps/"


def test_the_same_page_in_the_other_language_with_the_way_back(phone):
    make_lesson()
    make_lesson(language="ar")
    response = phone.post("/language/", {"language": "ar", "next": "/en/safety/before/locks/quiz/2/"})
    assert response.headers["Location"] == "/ar/safety/before/locks/quiz/2/#from-en"
    assert 'id="from-en"' in phone.get("/ar/safety/before/locks/").content.decode()


@pytest.mark.parametrize(
    "path",
    ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)", "evil", "/nowhere/at/all/here/x/"],
)
def test_a_choice_never_leads_off_the_site(phone, path):
    location = phone.post("/language/", {"language": "fr", "next": path}).headers["Location"]
    assert location.startswith("/") and not location.startswith(("//", "/\\"))


def test_an_unknown_language_leads_to_the_door(phone):
    assert phone.post("/language/", {"language": "xx"}).headers["Location"] == "/"


def test_someone_elses_page_cannot_choose_for_her(stranger):
    assert stranger.post("/language/", {"language": "fr"}).status_code == 403


@pytest.mark.parametrize("language", ["en", "ar", "ti", "ps", "fa-af", "vi"])
def test_an_unknown_address_is_answered_kindly_in_her_language(client, language):
    make_home()
    response = client.get(f"/{language}/nothing/here/")
    assert response.status_code == 404
    assert f'<html lang="{language}"' in response.content.decode()


def test_search_engines_find_the_sitemap(client):
    assert "Sitemap: http://testserver/sitemap.xml" in client.get("/robots.txt").content.decode()
