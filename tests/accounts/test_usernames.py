"""A username is the same name on every keyboard."""

import pytest

from accounts.models import User
from accounts.usernames import plain
from tests.accounts.test_visitors import sign_in, sign_up


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("River7", "river7"),
        (" river 7 ", "river7"),
        ("نهر٧", "نهر7"),
        ("نهر۷", "نهر7"),
        ("علي", "علی"),
        ("كتاب", "کتاب"),
        ("ｒｉｖｅｒ７", "river7"),
        ("ሩባ7", "ሩባ7"),
    ],
)
def test_looks_alike_is_alike(typed, kept):
    assert plain(typed) == kept == plain(kept)


@pytest.mark.django_db
def test_an_account_opens_however_its_name_is_typed(phone, client):
    sign_up(phone, "نهر٧")
    assert User.objects.get().username == "نهر7"
    phone.post("/en/account/logout/")
    sign_in(phone, " نهر۷")
    assert "_auth_user_id" in phone.session


@pytest.mark.django_db
def test_nobody_takes_a_name_that_looks_the_same(phone):
    sign_up(phone, "River7")
    phone.post("/en/account/logout/")
    assert "Someone has this name already" in sign_up(phone, "river7 ").content.decode()
