"""The cast, and what every test may use."""

import os
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import hypothesis
import pytest
from allauth.account.internal.flows.login import record_authentication
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.test import Client
from django.utils import timezone

from accounts.models import Learner, Role, User
from bench.server import Site, running_site
from core import catalogues
from courses.trainers import set_up_trainers
from programmes.models import Membership
from tests.install_browser import find as find_browser
from tests.makers import make_home, make_learner, make_user
from tests.programmes.worlds import make_member, make_office

OURS = {"HTTP_SEC_FETCH_SITE": "same-origin"}  # what a browser says of a form on one of our own pages


def pytest_configure(config: pytest.Config) -> None:
    catalogues.compile_all()
    # How long an example takes depends on the machine; figures about time are `make bench`'s.
    hypothesis.settings.register_profile("onward", deadline=None)
    hypothesis.settings.load_profile("onward")


@pytest.fixture(autouse=True)
def fresh_caches(settings: Any, tmp_path: Any) -> Iterator[None]:
    """No test sees another's pages."""
    backend = "django.core.cache.backends.locmem.LocMemCache"
    settings.ERASED_FILE = tmp_path / "erased" / "tombstones"
    settings.CACHES = {name: {"BACKEND": backend, "LOCATION": f"{tmp_path}/{name}"} for name in ("default", "pages", "memory")}
    yield


@pytest.fixture(scope="session")
def site(django_db_setup: Any, django_db_blocker: Any) -> Iterator[Site]:
    """A whole site of its own, served by gunicorn as in production, with the starter course and the demo people."""
    from django.db import connection

    if connection.vendor == "sqlite":
        with running_site() as running:
            yield running
        return
    name = f"onward_site_{uuid4().hex[:8]}"
    with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    try:
        with running_site(database_url=urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()) as running:
            yield running
    finally:
        with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A real Chromium."""
    from playwright.sync_api import sync_playwright

    arguments = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-sync"]
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=find_browser(), args=arguments)
        yield chromium
        chromium.close()


@receiver(user_logged_in)
def has_done_her_second_step(sender: Any, request: Any, user: Any, **kwargs: Any) -> None:
    """A test that signs someone in by force means that she came in as she should; its request is of no page."""
    if not request.path:
        record_authentication(request, user, method="mfa", type="totp")


@pytest.fixture
def selam(db: None) -> User:
    """A learner with an account."""
    return make_user("selam")


@pytest.fixture
def visitor(db: None) -> Learner:
    """A learner without an account."""
    return make_learner()


@pytest.fixture
def tomas(db: None) -> User:
    """A trainer."""
    make_home()
    user = make_user("tomas", is_staff=True)
    user.groups.add(set_up_trainers())
    return user


@pytest.fixture
def hana(db: None) -> Membership:
    """A coordinator in Kigali."""
    return make_member("hana")


@pytest.fixture
def peter(db: None) -> Membership:
    """The head of the office in Kigali."""
    return make_member("peter", Role.LEAD)


@pytest.fixture
def carol(db: None) -> Membership:
    """A coordinator elsewhere, who must see nothing of Kigali."""
    return make_member("carol", office=make_office("Belfast", "GB"))


@pytest.fixture
def suspended(db: None) -> Membership:
    """A coordinator in Kigali whose account is closed."""
    return make_member("sami", is_active=False)


@pytest.fixture
def leaver(db: None) -> Membership:
    """A coordinator in Kigali who left yesterday."""
    member = make_member("lea")
    member.until = timezone.now() - timedelta(days=1)
    member.save()
    return member


@pytest.fixture
def phone() -> Client:
    """A browser that posts as browsers do from our own pages, and checks what it is sent."""
    return Client(enforce_csrf_checks=True, **OURS)


@pytest.fixture
def stranger() -> Client:
    """A browser on somebody else's page."""
    return Client(enforce_csrf_checks=True, HTTP_SEC_FETCH_SITE="cross-site", HTTP_ORIGIN="https://elsewhere.example")
