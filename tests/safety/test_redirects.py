"""Whatever an address says of where to go on, nobody is led away from our site by it."""

import json
import re
import subprocess
from html import unescape
from itertools import count

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.mfa.webauthn.forms import LoginWebAuthnForm
from allauth.mfa.webauthn.internal import flows
from django.core import mail
from django.test import Client

from accounts import card_pictures
from accounts.cards import make_card
from tests.conftest import OURS
from tests.install_browser import find as find_browser
from tests.makers import NOON, make_lesson, make_user
from tests.safety.elsewhere import EVIL, origin, origin_of_host, payloads

pytestmark = pytest.mark.django_db
HERE = "http://testserver"
NUMBERS = count()
PASSWORD = "river-goat-lamp"
PICTURES = card_pictures.PICTURES[:3]
ALL = payloads()
SOME = ALL[::15]  # where one payload takes several requests


def leads(client, answer, base="/en/account/login/"):
    """Where an answer sends a browser; "" if it stays."""
    address = answer.headers.get("Location", "")
    return origin(address, HERE + base) if address else ""


def faults(ask, tries=ALL):
    """The payloads by which an address led away."""
    found = {payload: ask(payload) for payload in tries}
    return {payload: where for payload, where in found.items() if where not in ("", HERE)}


def hers(user=None):
    client = Client(**OURS)
    if user:
        client.force_login(user)
    return client


def test_there_are_enough_and_a_browser_would_follow_them():
    assert len(ALL) >= 300
    assert sum(origin(payload, f"{HERE}/en/") != HERE for payload in ALL) > 200


# Addresses that answer at once: asked with every payload. A new one with `next` is found by the test after these.
@pytest.mark.parametrize(
    ("path", "signed_in"),
    [
        ("/en/account/login/", True),
        ("/en/account/signup/", True),
        ("/en/account/logout/", False),
        ("/en/account/card/opened/", True),
        ("/cms/login/", False),
        ("/cms/login/", True),
    ],
)
def test_by_an_address(selam, path, signed_in):
    client = hers(selam if signed_in else None)
    assert not faults(lambda payload: leads(client, client.get(path, {"next": payload})))


@pytest.mark.parametrize("path", ["/en/account/again/", "/language/"])
def test_by_a_form(selam, path):
    def ask(payload):
        client = hers(selam if "account" in path else None)
        return leads(client, client.post(path, {"next": payload, "language": "fr"}))

    assert not faults(ask, ALL if path == "/language/" else SOME)


@pytest.mark.parametrize("start", ["/en/account/login/", "/en/account/signup/"])
def test_by_signing_in(start):
    make_user("selam")

    def ask(payload):
        answers = {"login": "selam", "password": PASSWORD, "username": f"u{next(NUMBERS)}", "password1": PASSWORD}
        client = hers()
        return leads(client, client.post(start, answers | {"next": payload}))

    assert not faults(ask, SOME)
    assert ask("/en/local/") == HERE


def test_by_a_code_that_was_sent():
    def ask(payload):
        client, address = hers(), f"a{next(NUMBERS)}@example.org"
        client.post("/en/account/code/", {"email": address, "next": payload})
        code = re.search(r"\d{4} \d{4}", mail.outbox[-1].body)[0]
        return leads(client, client.post("/en/account/code/typed/", {"code": code}))

    assert not faults(ask, SOME)


def test_by_a_code_that_adds_an_address(selam):
    def ask(payload):
        client = hers(selam)
        client.post("/en/account/code/", {"email": f"a{next(NUMBERS)}@example.org", "next": payload})
        code = re.search(r"\d{4} \d{4}", mail.outbox[-1].body)[0]
        return leads(client, client.post("/en/account/code/typed/", {"code": code}))

    assert not faults(ask, SOME)


def test_by_a_second_step(monkeypatch, selam):
    monkeypatch.setattr(TOTP, "validate_code", lambda self, code: True)
    TOTP.activate(selam, generate_totp_secret())

    def ask(payload):
        client = hers()
        client.post("/en/account/login/", {"login": "selam", "password": PASSWORD, "next": payload})
        return leads(client, client.post("/en/account/second-step/authenticate/", {"code": "123456"}))

    assert not faults(ask, SOME)


@pytest.mark.parametrize("path", ["/en/account/again/password/", "/en/account/second-step/again/"])
def test_by_showing_again_who_she_is(monkeypatch, selam, path):
    monkeypatch.setattr(TOTP, "validate_code", lambda self, code: True)
    TOTP.activate(selam, generate_totp_secret())
    client = hers(selam)
    answers = {"password": PASSWORD, "code": "123456"}
    assert not faults(lambda payload: leads(client, client.post(path, answers | {"next": payload})), SOME)


def test_by_a_passkey(monkeypatch, selam):
    passkey = Authenticator(user=selam, type=Authenticator.Type.WEBAUTHN, data={})
    monkeypatch.setattr(LoginWebAuthnForm, "clean_credential", lambda self: passkey)
    monkeypatch.setattr(flows, "post_authentication", lambda *args, **kwargs: None)

    def ask(payload):
        client = hers()
        answer = client.post("/en/account/second-step/passkey/come-in/", {"credential": "{}", "next": payload})
        assert answer.status_code == 302
        return leads(client, answer)

    assert not faults(ask, SOME)


def test_by_a_card(selam):
    _card, code = make_card(user=selam, pictures=PICTURES, at=NOON)

    def ask(payload):
        client = hers()
        answer = client.post(
            "/en/account/card/", {"code": code, "done": "1", "picture": PICTURES, "next": payload}, follow=True
        )
        return next((at for at, _ in ((origin(url, HERE), status) for url, status in answer.redirect_chain) if at != HERE), "")

    assert not faults(ask, SOME)


@pytest.mark.parametrize("way", ["lock", "unlock"])
def test_by_the_admin(way):
    lesson = make_lesson()
    client = hers(make_user("adm", is_staff=True, is_superuser=True))
    client.raise_request_exception = False  # Wagtail takes "@" for the name of a view, and fails
    ask = lambda payload: leads(client, client.post(f"/cms/pages/{lesson.pk}/{way}/", {"next": payload}))  # noqa: E731
    assert ask("/en/") == HERE
    assert not faults(ask, SOME)


def test_by_the_path_itself():
    """Django adds a missing slash by a redirect, and we add a language."""
    client = hers()
    paths = [f"/{payload.lstrip('/')}" for payload in SOME] + [f"//{EVIL}/x", f"/\\{EVIL}", f"//{EVIL}/en", f"/en//{EVIL}"]
    assert not faults(lambda payload: leads(client, client.get("/", PATH_INFO=payload.encode().decode("latin-1"))), paths)


def test_every_page_that_says_next_is_asked_here():
    """The addresses that read where to go on, by the templates that hand it on and the code that reads it."""
    from django.conf import settings

    found = {
        path.relative_to(settings.BASE_DIR).as_posix()
        for app in ("accounts", "core", "courses", "programmes", "quizzes", "records")
        for path in (settings.BASE_DIR / app).rglob("*.py")
        if re.search(r"""get_next_redirect_url|(?:GET|POST)[^\n]{0,12}["']next["']|redirect_to_login""", path.read_text())
    }
    assert found <= {
        "accounts/api.py",  # for courses/views/earlier.py: tests/accounts/test_earlier_visits.py
        "accounts/middleware.py",  # the path that was asked for: test_by_the_path_itself, tests/safety/test_sessions.py
        "accounts/views/cards.py",
        "accounts/views/codes.py",
        "accounts/views/passkeys.py",
        "accounts/views/staff.py",
        "accounts/views/ways.py",
        "core/views.py",
        "programmes/views/gate.py",  # the path that was asked for
    }


ASK = """<!doctype html><meta charset="utf-8"><pre></pre><script>
const where = one => { try { return new URL(one, "http://testserver/en/") } catch { return null } };
const said = PAYLOADS.map(where).map(url => !url ? "" : url.origin === "null" ? url.protocol : url.origin);
document.querySelector("pre").textContent = JSON.stringify(said);
</script>"""


@pytest.mark.browser
def test_a_real_browser_goes_where_we_think(tmp_path):
    page = tmp_path / "ask.html"
    page.write_text(ASK.replace("PAYLOADS", json.dumps(ALL).replace("<", "\\u003c")), encoding="utf-8")
    command = [
        find_browser(),
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        f"--user-data-dir={tmp_path}/profile",
        "--dump-dom",
    ]
    shown = subprocess.run([*command, page.as_uri()], capture_output=True, text=True, check=True, timeout=60).stdout
    said = json.loads(unescape(re.search(r"<pre>(.*?)</pre>", shown, re.DOTALL)[1]))
    assert len(said) == len(ALL)
    for payload, there in zip(ALL, said, strict=True):
        ours = origin(payload, f"{HERE}/en/")
        assert ours in (HERE, "") if there == HERE else ours != HERE or not there, (payload, ours, there)
    assert origin_of_host("http", "testserver:80") == HERE
