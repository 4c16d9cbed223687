"""No other site can do anything in the name of someone who is signed in here: every address, every method that changes."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.urls import resolve

from tests.makers import make_lesson, make_user
from tests.safety.addresses import addresses

METHODS = ("POST", "PUT", "PATCH", "DELETE")
WHO: dict[str, dict[str, str]] = {
    "cross-site": {"HTTP_SEC_FETCH_SITE": "cross-site", "HTTP_ORIGIN": "https://elsewhere.example"},
    "sibling": {"HTTP_SEC_FETCH_SITE": "same-site", "HTTP_ORIGIN": "http://evil.testserver"},
    "silent": {},  # neither Origin nor Sec-Fetch-Site nor Referer: no browser, or one from before 2020
}
FORM = "application/x-www-form-urlencoded"
REFUSED = {403, 405}  # not from there; not by this method, from nowhere
# What may answer otherwise than 403, and why. By the name of the pattern, or how it is written.
EXCEPTIONS: dict[str, str] = {}
WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")
SESSIONS = f'"{Session._meta.db_table}"'


@pytest.fixture
def admin(db: None) -> Client:
    """The browser of an administrator who is signed in, with all its cookies."""
    make_lesson()
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(make_user("adm", is_staff=True, is_superuser=True))
    assert client.get("/cms/").status_code == 200 and "csrf" in client.cookies
    return client


@contextmanager
def written() -> Iterator[list[str]]:
    """What is written to the database meanwhile, but for sessions."""
    seen: list[str] = []

    def hear(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip().upper().startswith(WRITES) and SESSIONS not in sql:
            seen.append(sql[:80])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(hear):
        yield seen


def fingerprint() -> str:
    """All that the database holds, but for sessions."""
    whole = hashlib.sha256()
    with connection.cursor() as cursor:
        for table in sorted(set(connection.introspection.table_names(cursor)) - {Session._meta.db_table}):
            cursor.execute(f'SELECT * FROM "{table}"')
            whole.update(repr((table, sorted(map(repr, cursor.fetchall())))).encode())
    return whole.hexdigest()


@pytest.mark.parametrize(
    ("who", "method"), [*((who, method) for who in ("cross-site", "silent") for method in METHODS), ("sibling", "POST")]
)
def test_nothing_is_done_for_another_site(admin, who, method):
    before, faults, asked = fingerprint(), [], 0
    for address in addresses():
        with written() as writes:
            status = admin.generic(method, address.path, b"a=1", FORM, **WHO[who]).status_code
        asked += 1
        if writes or (status not in REFUSED and address.name not in EXCEPTIONS):
            faults.append((address.name, address.path, status, writes))
    assert not faults
    assert fingerprint() == before
    assert asked > 250


def test_the_same_forms_are_taken_from_our_own_pages(admin):
    """That all is refused proves nothing if all is always refused."""
    ours = {"HTTP_SEC_FETCH_SITE": "same-origin"}
    taken = [
        address.name
        for address in addresses()
        if address.name.startswith(("account_", "mfa_", "sync")) and admin.post(address.path, **ours).status_code != 403
    ]
    assert len(taken) > 20


def test_each_sample_leads_to_a_view():
    found = list(addresses())
    assert len(found) > 250 and len({address.path for address in found}) > 230
    for address in found:
        resolve(address.path)


def test_every_exception_is_still_needed():
    assert set(EXCEPTIONS) <= {address.name for address in addresses()} and all(EXCEPTIONS.values())
