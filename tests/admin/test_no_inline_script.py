"""The admin runs without inline script."""

import re

import pytest
from django.test import Client

from tests.admin.reading import text_of

INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")[^>]*>|\son(?:click|load|change|submit)=|javascript:", re.I
)


@pytest.mark.parametrize(
    "path",
    [
        "",
        "pages/",
        "reports/site-history/",
        "reports/locked/",
        "reports/kept/",
        "users/",
        "users/new/",
        "groups/new/",
        "sites/new/",
        "redirects/add/",
        "redirects/",
        "workflows/add/",
        "collections/add/",
        "images/add/",
        "media/audio/add/",
        "media/",
        "documents/multiple/add/",
        "account/",
        "snippets/courses/localfact/add/",
        "snippets/quizzes/quiz/add/",
    ],
)
def test_the_admin_s_pages_hold_no_inline_script(office: Client, path: str) -> None:
    response = office.get(f"/cms/{path}")
    assert response.status_code == 200
    assert not INLINE.findall(text_of(response))
    directives = [part.strip() for part in response["Content-Security-Policy"].split(";")]  # they stand in any order
    assert "script-src 'self'" in directives


def test_a_chooser_is_started_by_a_mark(office: Client) -> None:
    page = text_of(office.get("/cms/redirects/add/"))
    assert 'data-start="PageChooser" data-id="id_redirect_page"' in page
