"""What is done with a card, for tests."""

import re

HERS, OTHER = ["sun", "fish", "sun"], ["fish", "sun", "sun"]
KEEP, CARD, NEW, SHOWN = (f"/en/account/{path}/" for path in ("keep", "card", "card/new", "card/shown"))


def secret_of(page):
    return page.content.decode().split('name="secret" value="')[1].split('"')[0]


def keep(client, pictures=HERS, **more):
    form = {"secret": secret_of(client.get(KEEP)), "picture": pictures, "done": "1"}
    return client.post(KEEP, form | more)


def open_with(client, code, pictures=HERS, **more):
    return client.post(CARD, {"code": code, "picture": pictures, "done": "1", **more})


def code_on(page):
    return "".join(re.findall(r"<li>(\d{4})</li>", page.content.decode()))


def is_in(client):
    return "_auth_user_id" in client.session


def error_of(response):
    assert response.status_code == 422
    return response.content.decode().split('role="alert">')[1].split("<span>")[1].split("</span>")[0]
