"""What is said when a card does not open, page by page; and when it is somebody else's."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts import card_codes
from accounts.models import LearningCard, User
from tests.accounts.cards import CARD, HERS, OTHER, error_of, is_in, open_with
from tests.makers import make_user

pytestmark = pytest.mark.django_db


# ---- What is said when it does not open ----


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "You wrote 0 of 28 numbers. Look for the rest."),
        ("1234 5678", "You wrote 8 of 28 numbers. Look for the rest."),
        ("1" * 30, "You wrote 30 numbers. Your card has 28."),
        ("1234 abcd", "“a” is not a number. Your card has only numbers."),
        ("1234 é", "“é” is not a number. Your card has only numbers."),
        ("1" * 28, "One number is not right. Compare each group with your card."),
        ("0" * 26 + "98", "No card has these numbers. Compare each group with your card."),
    ],
)
def test_what_was_typed_wrong_is_said_exactly(phone, typed, said):
    response = phone.post(CARD, {"code": typed})
    assert error_of(response) == said
    assert f">{typed}</textarea>" in response.content.decode() and 'aria-invalid="true"' in response.content.decode()


def test_a_worn_square_says_how_much_was_read(phone, code):
    said = "The camera did not read the whole square. It has 17 of 28 numbers. Type the numbers on your card."
    response = phone.post(CARD, {"code": code[:17], "how": "camera"})
    assert error_of(response) == said and "></textarea>" in response.content.decode()


def test_wrong_pictures_say_how_many_tries_are_left(phone, code):
    assert error_of(open_with(phone, code, OTHER)) == "These are not the pictures of this card. Tries left: 4."
    assert not is_in(phone)


def test_no_pictures_are_no_try(phone, code):
    for _ in range(10):
        assert error_of(open_with(phone, code, HERS[:2])) == "Choose 3 pictures."
    assert LearningCard.objects.get().wrong_tries == 0


def test_a_resting_card_says_how_long(phone, code):
    for _ in range(4):
        open_with(phone, code, OTHER)
    assert error_of(open_with(phone, code, OTHER)) == "Too many wrong tries. Try again in 15 minutes."
    assert error_of(open_with(phone, code, HERS)) == "Too many wrong tries. Try again in 15 minutes."
    LearningCard.objects.update(sleeps_until=timezone.now() + timedelta(hours=23, minutes=10))
    assert error_of(phone.post(CARD, {"code": code})) == "Too many wrong tries. Try again in 24 hours."
    LearningCard.objects.update(sleeps_until=timezone.now() + timedelta(seconds=20))
    assert error_of(phone.post(CARD, {"code": code})) == "Too many wrong tries. Try again in 1 minute."


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"wrong_tries": 30}, "There were too many wrong tries. This card is stopped. Ask your trainer for a new card."),
        ({"voided_at": "2026-01-01T00:00Z"}, "There is a newer card. This one does not work any more. Use the newer one."),
        ({"is_active": False}, "This account is closed. Ask your trainer."),
        ({"is_staff": True}, "A card does not open the account of someone who works here. Sign in with your password."),
    ],
)
def test_what_is_the_matter_with_a_card_is_said_to_who_holds_it(phone, selam, code, change, said):
    (LearningCard if {"wrong_tries", "voided_at"} & {*change} else User).objects.update(**change)
    assert error_of(phone.post(CARD, {"code": code})) == said
    assert error_of(open_with(phone, code)) == said
    assert not is_in(phone)


def test_a_stranger_hears_the_same_of_every_code_whoever_exists(phone, selam, code):
    nobody = [phone.post(CARD, {"code": card_codes.make()}) for _ in range(3)]
    said = {re.sub(r">\d{28}<", "><", page.content.decode()) for page in nobody}
    User.objects.all().delete()
    gone = phone.post(CARD, {"code": code})
    assert said == {re.sub(r">\d{28}<", "><", gone.content.decode())}


def test_a_hostel_types_wrong_and_a_machine_is_slowed(phone, code):
    for _ in range(200):  # wrong, but found by the check: no card is looked for
        assert phone.post(CARD, {"code": "1" * 28}).status_code == 422
    codes = [phone.post(CARD, {"code": card_codes.make()}) for _ in range(61)]
    assert [answer.status_code for answer in codes] == [422] * 60 + [429]
    assert codes[-1]["Retry-After"] == "600" and "Too many tries" in codes[-1].content.decode()
    assert open_with(phone, code).status_code == 302  # who has a card comes in all the same


# ---- Another's card ----


def test_her_own_card_when_she_is_in_leads_to_her_learning(phone, selam, code):
    phone.force_login(selam)
    assert phone.post(CARD, {"code": code})["Location"] == "/en/my-learning/"


def test_anothers_card_asks_to_leave_first_and_then_opens(phone, selam, code):
    other = make_user("other")
    phone.force_login(other)
    page = phone.post(CARD, {"code": code})
    assert page.status_code == 409 and "Another account is open on this phone" in page.content.decode()
    assert phone.session["_auth_user_id"] == str(other.pk)
    page = phone.post(CARD, {"code": code, "leave": "1"})
    assert "Tap your 3 pictures" in page.content.decode() and not is_in(phone)
    open_with(phone, code)
    assert phone.session["_auth_user_id"] == str(selam.pk)


def test_pictures_sent_along_do_not_skip_the_question(phone, selam, code):
    other = make_user("other")
    phone.force_login(other)
    assert open_with(phone, code).status_code == 409
    assert phone.session["_auth_user_id"] == str(other.pk)
