"""The cast, and what every test may use."""
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client

from accounts.models import Learner, User
from core import catalogues
from courses.trainers import set_up_trainers
from tests.makers import make_home, make_learner, make_user

OURS = {"HTTP_SEC_FETCH_SITE": "same-origin"}  # what a browser says of a form on one of our own pages


def pytest_configure(config: pytest.Config) -> None:
    catalogues.compile_all()


@pytest.fixture(autouse=True)
def fresh_caches(settings: Any, tmp_path: Any) -> Iterator[None]:
    """No test sees another's pages."""
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": str(tmp_path)},
        "pages": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": f"{tmp_path}/pages"},
    }
    caches["default"].clear()
    caches["pages"].clear()
    yield


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
def phone() -> Client:
    """A browser that posts as browsers do from our own pages, and checks what it is sent."""
    return Client(enforce_csrf_checks=True, **OURS)


@pytest.fixture
def stranger() -> Client:
    """A browser on somebody else's page."""
    return Client(enforce_csrf_checks=True, HTTP_SEC_FETCH_SITE="cross-site", HTTP_ORIGIN="https://elsewhere.example")
