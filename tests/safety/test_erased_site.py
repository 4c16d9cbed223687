"""On a site as in production, nothing of who erased herself is in any file that it writes: database, logs, counts, pages."""

import json
import re

import pytest

from tests.safety.test_logs import opened

NAME, PASSWORD, ODD = "erasedwren", "canary-erased-pass", "canary-erased-odd"
BROWSER, ADDRESS = "ErasedBrowser/9.1", "203.0.113.99"
HERS = {"User_Agent": BROWSER, "X_Forwarded_For": ADDRESS}
SECRET = "erased-canary-secret-of-her-phone-01"


def cookies(answer):
    return "; ".join(value.partition(";")[0] for value in answer.all("Set-Cookie"))


@pytest.fixture(scope="module")
def her(production):
    """What she is known by, and what was in the files before and after she erased herself."""
    ask = production.ask
    assert ask("/en/account/signup/", {"username": NAME, "password1": PASSWORD}, **HERS).status == 302
    for _ in range(3):
        ask("/en/account/login/", {"login": NAME, "password": "wrong"}, **HERS)
    came = ask("/en/account/login/", {"login": NAME, "password": PASSWORD}, **HERS)
    assert came.status == 302
    session = cookies(came)
    sent = ask_json(production, {"secret": SECRET, "statements": [{"odd": ODD}]}, Cookie=session, **HERS)
    learner = re.search(r'"learner": "([0-9a-f-]{36})"', sent)[1]
    ask_json(production, {"statements": 7, "odd": ODD, "secret": SECRET}, Cookie=session, **HERS)
    assert NAME in ask("/en/my-learning/about-you/copy.json", Cookie=session, **HERS).text
    canaries = [NAME, PASSWORD, ODD, BROWSER, ADDRESS, SECRET, learner, learner.replace("-", ""), session.split("=")[1][:20]]
    before = everything(production.site.var_dir)
    erased = ask("/en/my-learning/about-you/erase/", {"sure": "1"}, Cookie=session, **HERS)
    assert erased.status == 200 and "data-erased" in erased.text
    late = ask_json(production, {"secret": SECRET, "statements": [{"odd": ODD}]}, **HERS)
    return canaries, before, everything(production.site.var_dir), late


def ask_json(production, said, **headers):
    """Send a parcel as a phone does."""
    from http.client import HTTPSConnection
    from ssl import create_default_context

    connection = HTTPSConnection("localhost", production.port, context=create_default_context(cafile=str(production.authority)))
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    sent |= {"Sec-Fetch-Site": "same-origin", "Content-Type": "application/json"}
    connection.request("POST", "/sync/", json.dumps(said), sent)
    text = connection.getresponse().read().decode()
    connection.close()
    return text


def everything(folder):
    """Every file that the site has written, by name."""
    return {str(path): opened(path, path.read_bytes()) for path in folder.rglob("*") if path.is_file()}


def hits(canaries, files):
    return sorted({(path, one) for path, content in files.items() for one in canaries if one.encode() in content})


@pytest.mark.xdist_group("production")
def test_nothing_of_hers_is_in_any_file(her):
    canaries, before, after, _ = her
    assert len({one for _, one in hits(canaries, before)}) >= 4, "it was there"
    assert hits(canaries, after) == []
    assert {"onward.sqlite3", "server.log", "tombstones"} <= {path.rpartition("/")[2] for path in after}


@pytest.mark.xdist_group("production")
def test_what_her_phone_sends_afterwards_is_refused(her):
    *_, late = her
    assert json.loads(late)["acks"] == [{"status": "erased"}] and "key" not in json.loads(late)
