"""Every kind of answer carries the headers of the best grade, and every cookie is bound to us."""

import json
import os
import re
import shutil
import subprocess

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from accounts import hashing
from tests import install_observatory
from tests.conftest import OURS
from tests.journeys.places import LESSON, question
from tests.makers import make_lesson
from tests.safety.grading import directives, marks, score

together = pytest.mark.xdist_group("production")
LEAST = 130
QUIZ = question("choice").path
PAGES = {
    "door": "/",
    "home": "/en/",
    "lesson": f"/en/{LESSON}",
    "quiz": f"/en/{QUIZ}",
    "my learning": "/ar/my-learning/",
    "my phone": "/en/my-phone/",
    "sign in": "/en/account/login/",
    "make an account": "/en/account/signup/",
    "card": "/en/account/card/",
    "join": "/en/join/",
    "measures": "/en/measures/",
    "admin, for a stranger": "/cms/",
    "not there": "/en/nowhere/",
    "nowhere at all": "/nowhere",
    "uploaded": "/media/a.svg",
    "drawn": "/ruler.svg",
    "worker": "/sw.js",
    "manifest": "/manifest/en/onward.webmanifest",
    "robots": "/robots.txt",
    "sitemap": "/sitemap.xml",
    "answers": "/sync/openapi.json",
}


def heads(answer):
    return {name.lower(): value for name, value in answer.headers}


def static_file(production):
    return re.search(r'"(/static/[^"]+\.js)"', production.ask("/en/").text)[1]


@pytest.fixture(scope="module")
def visitor(production):
    """The cookie of someone who was here before."""
    return production.ask("/language/", {"language": "ar"}).get("Set-Cookie").partition(";")[0]


@together
@pytest.mark.parametrize("name", [*PAGES, "static"])
def test_an_answer_has_every_header_of_the_best_grade(production, visitor, name):
    path = static_file(production) if name == "static" else PAGES[name]
    answer = production.ask(path, **({"Cookie": visitor} if name == "my learning" else {}))
    while answer.status == 302:  # a grader follows, too
        answer = production.ask(answer.get("Location"))
    headers = heads(answer)
    assert score(headers, answer.all("Set-Cookie")) >= LEAST, marks(headers, answer.all("Set-Cookie"))
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert "includesubdomains; preload" in headers["strict-transport-security"].lower()
    assert "server" not in headers or "/" not in headers["server"]
    assert "x-powered-by" not in headers and "access-control-allow-origin" not in headers


@together
@pytest.mark.parametrize("name", [*PAGES, "static"])
def test_an_answer_says_what_it_is(production, name):
    path = static_file(production) if name == "static" else PAGES[name]
    kind = production.ask(path).get("Content-Type")
    needs_charset = kind.startswith("text/") or kind.partition(";")[0].endswith(("xml", "javascript"))
    assert kind and (not needs_charset or "charset" in kind.lower() or name == "uploaded"), kind


@together
def test_http_leads_to_https_at_once(production):
    for path in ("/", "/en/", "/nowhere", "/cms/login/?next=//evil.example", "//evil.example/en/"):
        answer = production.ask(path, secure=False)
        assert answer.status == 301 and answer.get("Location").startswith(f"{production.url}/"), path
        assert not answer.all("Set-Cookie")


@together
def test_the_graders_own_program_says_the_same(production, visitor):
    """MDN's HTTP Observatory, on all of them. Skipped where it is not installed: see tests/install_observatory.py."""
    found = install_observatory.find()
    if not found:
        pytest.skip("MDN's HTTP Observatory is not installed here; our own rules were checked.")
    node, script = found
    shutil.copy(install_observatory.WANTED / "grade.mjs", script)
    paths = [*PAGES.values(), static_file(production)]
    asked = [{"path": path, "cookie": visitor if "my-learning" in path else ""} for path in paths]
    done = subprocess.run(
        [node, str(script), str(production.port)],
        input=json.dumps(asked),
        env=os.environ | {"NODE_EXTRA_CA_CERTS": str(production.authority)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    grades = json.loads(done.stdout)
    for one in grades:
        print(f"{one['score']} {one['grade']:2} {one['status']} {one['path']}")
    assert len(grades) == len(paths)
    assert not [one for one in grades if one["score"] < LEAST or one["grade"] != "A+"]


def every_cookie(production):
    """All that is ever set: a choice, a visit, an account with its card, the admin, a message, and leaving."""
    card = production.ask("/en/account/signup/", {"username": "river8", "password1": "goat-lamp-river"})
    session = card.get("Set-Cookie").partition(";")[0]
    signed_in = "; ".join(cookie.partition(";")[0] for cookie in card.all("Set-Cookie"))
    answers = [
        card,
        production.ask("/language/", {"language": "fr"}),
        production.ask("/sync/", {}, Content_Type="application/json"),
        production.ask("/en/account/code/phone/", {"phone": "+250788123456"}),
        production.ask("/en/account/sign-out-others/", {}, Cookie=signed_in),
        production.ask("/cms/", Cookie=signed_in),
        production.ask("/en/account/logout/", {}, Cookie=signed_in),
        production.ask("/en/measures/", {}, Cookie=session),
    ]
    return [cookie for answer in answers for cookie in answer.all("Set-Cookie")]


@together
def test_every_cookie_is_bound_to_our_host(production):
    cookies = every_cookie(production)
    names = {cookie.partition("=")[0] for cookie in cookies}
    assert names >= {"__Host-session", "__Host-language", "__Host-messages", "__Host-away"}
    for cookie in cookies:
        name, _, rest = cookie.partition("=")
        said = {part.strip().partition("=")[0].lower(): part.strip().partition("=")[2] for part in rest.split(";")[1:]}
        assert name.startswith("__Host-") and "secure" in said and said["path"] == "/" and "domain" not in said, cookie
        assert said["samesite"] in ("Lax", "Strict"), cookie
        # Scripts set the mark of who has left where there is no network. What is deleted needs no mark.
        assert "httponly" in said or name == "__Host-away" or said.get("max-age") == "0", cookie


def test_no_cookie_of_the_settings_is_forgotten():
    """Production's names and marks, as Django will use them."""
    from tests.core.test_settings import manage

    said = manage(
        "shell",
        "-c",
        "from django.conf import settings as s; print([getattr(s, n) for n in dir(s) if n.endswith('COOKIE_NAME')], "
        "[getattr(s, n) for n in dir(s) if n.endswith('COOKIE_SECURE')], s.SESSION_COOKIE_HTTPONLY, s.CSRF_COOKIE_HTTPONLY)",
    )
    assert said.returncode == 0, said.stderr
    names, secure, *http_only = re.fullmatch(r"(?s).*(\[.*?\]) (\[.*?\]) (\w+) (\w+)\s*", said.stdout).groups()
    assert all(name.startswith("__Host-") for name in re.findall(r"'([^']+)'", names))
    assert "False" not in secure and http_only == ["True", "True"]


@pytest.mark.django_db
def test_a_page_that_asks_for_patience_has_them_too(monkeypatch, selam):
    def busy(*args):
        raise hashing.Busy

    monkeypatch.setattr("accounts.models.User.check_password", busy)
    answer = Client(**OURS).post("/en/account/login/", {"login": "selam", "password": "x"})
    headers = {name.lower(): value for name, value in answer.headers.items()} | {
        "strict-transport-security": "max-age=63072000"
    }
    assert answer.status_code == 429 and score(headers) >= LEAST


@pytest.mark.django_db
def test_a_preview_may_be_framed_by_the_admin_and_nothing_else_may(tomas):
    from django.test import RequestFactory

    lesson = make_lesson()
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    preview = lesson.make_preview_request(request, preview_mode="")
    assert directives(preview.headers["Content-Security-Policy"])["frame-ancestors"] == {"'self'"}
    page = Client().get("/en/safety/before/locks/")
    assert directives(page.headers["Content-Security-Policy"])["frame-ancestors"] == {"'none'"}


def test_the_rules_themselves():
    good = {
        "content-security-policy": "default-src 'none'; form-action 'self'; frame-ancestors 'none'",
        "referrer-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "x-content-type-options": "nosniff",
        "strict-transport-security": "max-age=63072000",
    }
    assert score(good) == LEAST
    for name in good:
        assert score({key: value for key, value in good.items() if key != name}) < LEAST, name
    for policy in (
        "default-src 'self'",
        "default-src 'none'; script-src 'unsafe-inline'",
        "default-src 'none'; style-src 'unsafe-inline'",
    ):
        assert score(good | {"content-security-policy": policy}) < LEAST, policy
    assert score(good, ["a=b; Secure; HttpOnly; SameSite=Lax"]) == LEAST + 5
    assert score(good, ["a=b; HttpOnly; SameSite=Lax"]) < LEAST
