"""Whatever a request says of the host it was sent to, no page, letter or square of ours repeats it."""

import socket

import pytest
from django.core import mail
from django.test import Client

from accounts import qr
from tests.conftest import OURS
from tests.makers import make_lesson

EVIL = "evil.example"
FORGED = [
    {"X-Forwarded-Host": EVIL},
    {"X-Forwarded-Server": EVIL},
    {"X-Host": EVIL},
    {"X-Original-Host": EVIL},
    {"X-Forwarded-Proto": "gopher"},
    {"X-Forwarded-Port": "666"},
    {"X-Forwarded-Prefix": f"//{EVIL}"},
    {"X-Original-URL": f"//{EVIL}/"},
    {"X-Rewrite-URL": f"//{EVIL}/"},
    {"Forwarded": f"host={EVIL};proto=gopher"},
    {"Script-Name": f"//{EVIL}"},
]
PAGES = [
    "/",
    "/en/",
    "/en/safety/before/locks/",
    "/en/account/login/",
    "/robots.txt",
    "/sitemap.xml",
    "/sw.js",
    "/cms/",
    "/en/nowhere/",
]
PAGES += [
    "/manifest/en/onward.webmanifest",
    "/en/my-learning/",
    "/en/account",
    "/documents/1/a.pdf",
    "/join/",
    "/card/",
    "/kept.json",
]
BAD_HOSTS = [
    EVIL,
    f"testserver.{EVIL}",
    f"{EVIL}:80",
    f"testserver@{EVIL}",
    f"{EVIL}#testserver",
    "[::ffff:1.2.3.4]",
    "testserver, evil.example",
]
BAD_HOSTS += ["testserver:80:80", "testserver/", "", "localhost.evil.example", "*", "\\testserver"]
WORDS = (EVIL, "gopher", ":666")
together = pytest.mark.xdist_group("production")


@pytest.fixture
def known(db):
    make_lesson()


def said(answer):
    return answer.content.decode() + " ".join(f"{name}: {value}" for name, value in answer.headers.items())


@pytest.mark.parametrize("forged", FORGED, ids=lambda headers: next(iter(headers)))
def test_no_page_repeats_it(known, forged):
    for path in PAGES:
        answer, next_one = Client().get(path, headers=forged), Client().get(path)
        assert not [word for word in WORDS if word in said(answer) or word in said(next_one)], path  # nor is it kept
        assert (answer.status_code, answer.headers.get("Location")) == (next_one.status_code, next_one.headers.get("Location"))


@pytest.mark.parametrize("host", BAD_HOSTS)
def test_a_host_that_is_not_ours_gets_a_kind_refusal(known, host):
    for path in PAGES:
        answer = Client().get(path, HTTP_HOST=host)
        assert answer.status_code == 400 and EVIL not in said(answer), path
        assert "<main" in answer.content.decode() and answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("forged", FORGED, ids=lambda headers: next(iter(headers)))
def test_no_letter_repeats_it(known, forged):
    Client(**OURS).post("/en/account/code/", {"email": "amina@example.org"}, headers=forged)
    letter = mail.outbox[-1]
    whole = f"{letter.subject} {letter.body} {letter.from_email} {letter.extra_headers} {letter.message()}"
    assert not [word for word in WORDS if word in whole]
    Client(**OURS).post("/en/account/code/", {"email": "amina@example.org"}, HTTP_HOST=EVIL)
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("forged", FORGED, ids=lambda headers: next(iter(headers)))
def test_no_square_leads_elsewhere(db, monkeypatch, forged):
    """What phones read from a new card."""
    from accounts.card_pictures import PICTURES

    drawn = []
    monkeypatch.setattr("accounts.views.cards.square", lambda address: drawn.append(address) or qr.square(address))
    client = Client(**OURS)
    client.post("/en/account/keep/", {"picture": PICTURES[:3], "done": "1"}, headers=forged)
    assert client.get("/en/account/card/shown/", headers=forged).status_code == 200
    assert drawn and all(address.startswith("http://testserver/card/#") for address in drawn)


def raw(production, request: str) -> str:
    """What gunicorn answers to the very bytes, as if our proxy had sent them."""
    host, port = production.site.host.split(":")
    with socket.create_connection((host, int(port)), timeout=30) as connection:
        connection.sendall(request.replace("\n", "\r\n").encode() + b"\r\n\r\n")
        connection.shutdown(socket.SHUT_WR)
        came = b""
        while more := connection.recv(65536):
            came += more
    return came.decode("latin-1")


RAW = {
    "absolute": f"GET https://{EVIL}/en/ HTTP/1.1\nHost: localhost\nX-Forwarded-Proto: https\nConnection: close",
    "absolute and its host": f"GET https://{EVIL}/en/ HTTP/1.1\nHost: {EVIL}\nX-Forwarded-Proto: https\nConnection: close",
    "two hosts": f"GET /en/ HTTP/1.1\nHost: localhost\nHost: {EVIL}\nX-Forwarded-Proto: https\nConnection: close",
    "two hosts, ours last": f"GET /en/ HTTP/1.1\nHost: {EVIL}\nHost: localhost\nX-Forwarded-Proto: https\nConnection: close",
    "no host": "GET /en/ HTTP/1.0\nX-Forwarded-Proto: https",
    "folded": f"GET /en/ HTTP/1.1\nHost: localhost\n {EVIL}\nX-Forwarded-Proto: https\nConnection: close",
    "space": f"GET /en/ HTTP/1.1\nHost: localhost\nHost : {EVIL}\nX-Forwarded-Proto: https\nConnection: close",
    "script name": f"GET //{EVIL}/en/account HTTP/1.1\nHost: localhost\nSCRIPT_NAME: //{EVIL}\nX-Forwarded-Proto: https",
    "path": f"GET //{EVIL}/en/account HTTP/1.1\nHost: localhost\nX-Forwarded-Proto: https\nConnection: close",
    "smuggled": f"POST /en/ HTTP/1.1\nHost: localhost\nContent-Length: 4\nTransfer-Encoding: chunked\n\n0\n\nGET //{EVIL}/ X",
}


@together
@pytest.mark.parametrize("name", RAW)
def test_nor_do_odd_requests(production, name):
    answer = raw(production, RAW[name])
    status, rest = answer.split(" ", 2)[1:]
    location = [line for line in rest.split("\r\n") if line.lower().startswith("location:")]
    assert status in ("200", "301", "302", "400", "403", "404", "405"), answer[:300]
    assert not any(
        line.split(":", 1)[1].strip().startswith((f"//{EVIL}", f"https://{EVIL}", f"http://{EVIL}")) for line in location
    ), location
    if status == "200":
        assert EVIL not in rest
    assert EVIL not in production.ask("/en/").text and EVIL not in production.ask("/sitemap.xml").text


@together
def test_production_refuses_a_strange_host_in_our_own_look(production):
    for secure in (True, False):
        answer = production.ask("/en/", secure=secure, Host=EVIL)
        assert answer.status == 400 and "<main" in answer.text and EVIL not in answer.text
        assert answer.get("Content-Security-Policy") and not answer.all("Set-Cookie")


@together
def test_what_addresses_name_is_our_own_host(production):
    for path in ("/sitemap.xml", "/robots.txt"):
        answer = production.ask(path, X_Forwarded_Host=EVIL)
        assert f"{production.url}/" in answer.text and EVIL not in answer.text


def test_the_square_can_be_read_as_what_was_drawn():
    """The address stands in the picture: another address, another picture."""
    assert qr.square("https://a.example/") != qr.square("https://b.example/")
