"""When something is not as it should be, it is said kindly, in her language, and nothing is lost."""

import pytest
from django.test import Client

from courses.views import local
from tests.makers import make_home

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("ar", "rtl"), ("rw", "ltr")])
def test_a_fault_of_ours_is_not_blamed_on_her(monkeypatch, language, direction):
    make_home()
    monkeypatch.setattr(local, "render", lambda *args, **kwargs: 1 / 0)
    response = Client(raise_request_exception=False).get(f"/{language}/local/")
    page = response.content.decode()
    assert response.status_code == 500
    assert f'<html lang="{language}" dir="{direction}">' in page and f'href="/{language}/"' in page
    assert "ZeroDivisionError" not in page and response.headers["Cache-Control"] == "no-store"


def test_a_host_that_is_not_ours_gets_nothing(client):
    response = client.get("/en/", HTTP_HOST="evil.example")
    assert response.status_code == 400
    assert "evil.example" not in response.content.decode()


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_pages_are_read_or_answered_and_nothing_else(client, method):
    make_home()
    assert getattr(client, method)("/en/").status_code == 405
