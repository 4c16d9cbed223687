"""A card, and another phone to open it on."""

import pytest
from django.test import Client
from django.utils import timezone

from accounts.cards import make_card
from tests.accounts.cards import HERS
from tests.conftest import OURS


@pytest.fixture
def code(selam):
    return make_card(user=selam, pictures=HERS, at=timezone.now())[1]


@pytest.fixture
def other_phone():
    return Client(enforce_csrf_checks=True, **OURS)
