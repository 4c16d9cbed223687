"""Who works at /cms/, signed in."""

import pytest
from django.test import Client

from accounts.models import User
from tests.makers import make_home


@pytest.fixture
def cms(tomas: User) -> Client:
    """Tomas, signed in."""
    client = Client()
    client.force_login(tomas)
    return client


@pytest.fixture
def office(db: None) -> Client:
    """An administrator, signed in."""
    make_home()
    client = Client()
    client.force_login(User.objects.create_superuser("admin"))
    return client
