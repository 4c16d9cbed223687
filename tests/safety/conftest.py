"""A site as it stands in production: gunicorn, behind a server that ends TLS."""

import http.client
import os
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from bench.server import Site, running_site
from tests.safety.front import front

SECRET = "k7Jq2mZx9vB4nL8wR1tY5uP3sD6fG0hJkQeWcVaXzTbMnYrUoHdPiSgA"
SET_UP = """
from courses.models import *
from accounts.models import User
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
default_storage.save("a.svg", ContentFile(b"<svg xmlns='http://www.w3.org/2000/svg'/>"))
User.objects.create_superuser("adm", password="river-goat-lamp")
"""


def pytest_collection_modifyitems(items: list[Any]) -> None:
    """One process does all that asks this site, so that it is set up once: pytest 9 does not hear xdist's marks of groups."""
    for item in items if "PYTEST_XDIST_WORKER" in os.environ else []:
        if any(mark.args == ("production",) for mark in item.iter_markers("xdist_group")):
            item._id = item.parent.id.child(f"{item.name}@production")


@dataclass
class Answer:
    """What came."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def all(self, name: str) -> list[str]:
        return [value for key, value in self.headers if key.lower() == name.lower()]

    def get(self, name: str) -> str:
        return next(iter(self.all(name)), "")

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass
class Production:
    """The site, and a browser without manners."""

    site: Site
    port: int
    authority: Path

    @property
    def url(self) -> str:
        return f"https://localhost:{self.port}"

    def ask(self, path: str, form: dict[str, str] | None = None, *, secure: bool = True, **headers: str) -> Answer:
        """One request by our own page's manners; ``headers`` with _ for -."""
        context = ssl.create_default_context(cafile=str(self.authority))
        kind: Any = http.client.HTTPSConnection if secure else http.client.HTTPConnection
        connection = kind("localhost", self.port, timeout=60, **({"context": context} if secure else {}))
        sent = {"Sec-Fetch-Site": "same-origin"} | {name.replace("_", "-"): value for name, value in headers.items()}
        if form is not None:
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request("GET" if form is None else "POST", path, urlencode(form) if form is not None else None, sent)
        came = connection.getresponse()
        answer = Answer(came.status, came.getheaders(), came.read())
        connection.close()
        return answer


@pytest.fixture(scope="session")
def production(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Production]:
    """With the starter course, an administrator and an uploaded picture."""
    settings = {
        "ONWARD_ENV": "production",
        "SECRET_KEY": SECRET,
        "ALLOWED_HOSTS": "localhost,127.0.0.1",
        "BASE_URL": "https://localhost",
        "BEHIND_PROXY": "1",
        "SMS_GATEWAY": "tests.safety.gateway.Broken",
    }
    with running_site(env=settings) as site, front(site.host, tmp_path_factory.mktemp("tls")) as (port, authority):
        site.manage("shell", "-c", SET_UP)
        yield Production(site, port, authority)
