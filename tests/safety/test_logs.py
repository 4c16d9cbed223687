"""Nothing that someone types, sends or is ends up in a log, or in any file but the database."""

import json
import logging
import pickle
import re
import socket
import zlib
from pathlib import Path

import pytest

from accounts.card_pictures import PICTURES
from core.logs import Discreet

ADDRESS = "203.0.113.77"
CANARIES = {
    "name": "canarywren",
    "password": "canary-pass-word",
    "email": "canary.letter@example.org",
    "phone": "+250788987654",
    "answer": "canary-answer-text",
    "code": "4417 1234 5678",
    "browser": "CanaryBrowser/7.0",
    "address": ADDRESS,
    "next": "/en/canary-next/",
    "called": "Canary Called",
}
NOT_KEPT = ("onward.sqlite3",)


@pytest.fixture(scope="module")
def written(production):
    """Everything that the site wrote while somebody did this and that, but for the database; and her card's code."""
    came = {"X_Forwarded_For": ADDRESS, "User_Agent": CANARIES["browser"]}
    ask = production.ask
    sign_in = {"login": CANARIES["name"], "password": CANARIES["password"], "next": CANARIES["next"]}
    made = ask("/en/account/signup/", {"username": CANARIES["name"], "password1": CANARIES["password"]}, **came)
    cookie = made.get("Set-Cookie").partition(";")[0]
    assert made.status == 302
    for _ in range(7):
        ask("/en/account/login/", sign_in | {"password": "wrong"}, **came)
    ask("/en/account/login/", sign_in, **came)
    assert ask("/en/account/code/", {"email": CANARIES["email"]}, **came).status == 200  # could not be sent
    assert ask("/en/account/code/phone/", {"phone": CANARIES["phone"]}, **came).status == 200
    ask("/en/join/", {"code": CANARIES["code"], "called": CANARIES["called"]}, **came)
    sent = ask("/sync/", {"not": CANARIES["answer"]}, Cookie=cookie, **came)
    assert sent.status == 422
    ask(f"/en/{CANARIES['name']}/{CANARIES['answer']}/", **came)
    ask("/en/", Host="canary.example", **came)
    ask("/en/account/ways/", {"a": CANARIES["answer"]}, Sec_Fetch_Site="cross-site", Referer=f"https://x/{CANARIES['name']}")
    code = card(production, came)
    with socket.create_connection(tuple(production.site.host.split(":")), timeout=30) as broken:
        broken.sendall(f"GET /{CANARIES['answer']} HTTP/1.1\r\n{CANARIES['name']}\r\n\r\n".encode())
        broken.recv(1000)
    files = {path: path.read_bytes() for path in production.site.var_dir.rglob("*") if path.is_file()}
    return {path: opened(path, content) for path, content in files.items() if not path.name.startswith(NOT_KEPT)}, code


def card(production, came):
    """Keep with a card; returns its numbers as they are shown."""
    from http.client import HTTPSConnection
    from ssl import create_default_context

    connection = HTTPSConnection("localhost", production.port, context=create_default_context(cafile=str(production.authority)))
    form = "&".join(f"picture={name}" for name in PICTURES[:3]) + "&done=1"
    headers = {name.replace("_", "-"): value for name, value in came.items()} | {"Sec-Fetch-Site": "same-origin"}
    connection.request("POST", "/en/account/keep/", form, headers | {"Content-Type": "application/x-www-form-urlencoded"})
    answer = connection.getresponse()
    answer.read()
    cookies = "; ".join(value.partition(";")[0] for name, value in answer.getheaders() if name.lower() == "set-cookie")
    connection.close()
    assert answer.status == 302
    shown = production.ask("/en/account/card/shown/", Cookie=cookies, **came).text
    return re.search(r"\d{4}(?:\D{1,40}?\d{4}){6}", shown)[0]


def opened(path: Path, content: bytes) -> bytes:
    """A cache's file as what is in it."""
    if path.suffix != ".djcache":
        return path.name.encode() + content
    start = len(pickle.dumps(pickle.loads(content), pickle.HIGHEST_PROTOCOL))
    return path.name.encode() + zlib.decompress(content[start:])


@pytest.mark.xdist_group("production")
def test_nothing_of_hers_is_in_any_file(written):
    files, code = written
    digits = re.sub(r"\D", "", code)
    secrets = {**CANARIES, "card": digits, "card in groups": digits[:4] + " " + digits[4:8], "network": "203.0.113"}
    found = [(str(path), kind) for path, content in files.items() for kind, text in secrets.items() if text.encode() in content]
    assert not found
    assert len(digits) == 28
    assert any(path.parent.name == "limits" for path in files), "limits were counted, and looked at"
    assert any(path.name == "server.log" for path in files)


@pytest.mark.xdist_group("production")
def test_what_went_wrong_is_in_the_log_all_the_same(written):
    files, _ = written
    log = next(content for path, content in files.items() if path.name == "server.log").decode()
    assert log.count("A code could not be sent.") >= 2  # others use this site too
    assert "accounts.sms.NotSent" in log and "ConnectionRefusedError" in log and "accounts/codes.py" in log
    assert "Not Found" not in log and "Invalid request" not in log and "Forbidden" not in log


def test_an_exception_is_logged_without_its_words():
    def fail():
        try:
            raise KeyError("canary one")
        except KeyError as error:
            raise ValueError("canary two") from error

    try:
        fail()
    except ValueError:
        record = logging.LogRecord("a", logging.ERROR, "", 1, "Something broke", (), __import__("sys").exc_info())
    said = Discreet().format(record)
    assert (
        "Something broke" in said and "builtins.ValueError" in said and "builtins.KeyError" in said and "test_logs.py" in said
    )
    assert "canary one" not in said.replace('raise KeyError("canary one")', "")
    assert "canary two" not in said.replace('raise ValueError("canary two")', "")


def test_production_logs_by_these_rules():
    from tests.core.test_settings import manage

    said = manage(
        "shell", "-c", "import json; from django.conf import settings as s; print(json.dumps([s.LOGGING, s.EMAIL_BACKEND]))"
    )
    assert said.returncode == 0, said.stderr
    logging_, letters = json.loads(said.stdout.splitlines()[-1])
    assert logging_["formatters"]["discreet"]["()"] == "core.logs.Discreet"
    assert letters == "django.core.mail.backends.smtp.EmailBackend"  # not the console's, which is a log
