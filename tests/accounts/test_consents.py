"""Agreeing, and taking it back."""

from datetime import timedelta
from uuid import uuid4

import pytest

from accounts.api import consented, give_consent, join_visit, withdraw
from accounts.models import Consent
from tests.makers import NOON, later, make_learner, make_user

pytestmark = pytest.mark.django_db
GROUP = Consent.Purpose.GROUP


def agree(learner, about, *, at=NOON, days=10):
    return give_consent(
        learner=learner,
        purpose=GROUP,
        about=about,
        until=(NOON + timedelta(days=days)).date(),
        version=1,
        language="en",
        words="x",
        at=at,
    )


def test_nobody_has_agreed_to_anything_unasked(visitor):
    assert not consented(visitor, GROUP, uuid4(), at=NOON)


def test_what_is_given_holds_until_its_last_day(visitor):
    about = uuid4()
    agree(visitor, about, days=1)
    assert consented(visitor, GROUP, about, at=NOON + timedelta(days=1))
    assert not consented(visitor, GROUP, about, at=NOON + timedelta(days=2))
    assert not consented(visitor, GROUP, uuid4(), at=NOON)


def test_what_is_taken_back_holds_no_more_and_is_not_forgotten(visitor):
    about = uuid4()
    agree(visitor, about)
    assert withdraw(learner=visitor, purpose=GROUP, about=about, at=later(5)) == 1
    assert withdraw(learner=visitor, purpose=GROUP, about=about, at=later(6)) == 0
    assert not consented(visitor, GROUP, about, at=later(7))
    assert Consent.objects.get().withdrawn_at == later(5)


def test_agreeing_again_is_a_new_row(visitor):
    about = uuid4()
    agree(visitor, about)
    agree(visitor, about, at=later(1))
    assert list(Consent.objects.order_by("given_at").values_list("withdrawn_at", flat=True)) == [later(1), None]


def test_what_she_agreed_to_as_a_visitor_she_takes_back_with_her_account(visitor):
    about, own = uuid4(), make_learner(make_user())
    agree(visitor, about)
    join_visit(visitor=visitor, owner=own, at=NOON)
    visitor.refresh_from_db()
    assert consented(own, GROUP, about, at=NOON) and consented(visitor, GROUP, about, at=NOON)
    withdraw(learner=own, purpose=GROUP, about=about, at=NOON)
    assert not consented(visitor, GROUP, about, at=NOON)
