"""What makes, opens, replaces, rests and stops a learning card."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from accounts import card_codes, card_pictures
from accounts.cards import DoesNotOpen, OldForm, Why, choose_pictures, keep, look_at, make_card, open_card
from accounts.models import LearningCard, User
from tests.makers import NOON, later, make_user

pytestmark = pytest.mark.django_db

HERS = ["sun", "fish", "sun"]
OTHER = ["fish", "sun", "sun"]
SECRET = "s" * 22


@pytest.fixture
def code(selam):
    return make_card(user=selam, pictures=HERS, at=NOON)[1]


def why(act, *args, **values):
    with pytest.raises(DoesNotOpen) as caught:
        act(*args, **values)
    return caught.value


def try_wrong(code, times, at=NOON):
    return [why(open_card, code=code, pictures=OTHER, at=at).why for _ in range(times)]


def wear_down(code, wrong):
    """That many wrong tries in a row, as slowly as they are let; returns when the last one was."""
    at = NOON
    for _ in range(wrong):
        until = LearningCard.objects.get(digest=card_pictures.digest(code)).sleeps_until
        at = max(at, until or at)
        why(open_card, code=code, pictures=OTHER, at=at)
    return at


# ---- Opening ----


def test_the_code_and_the_pictures_open_her_account(selam, code):
    assert open_card(code=code, pictures=HERS, at=NOON) == selam


@pytest.mark.parametrize("pictures", [OTHER, HERS[:2], [*HERS, "sun"], [], ["sun", "fish", "moon"], ["sun,fish", "sun"]])
def test_other_pictures_do_not(code, pictures):
    assert why(open_card, code=code, pictures=pictures, at=NOON).why == Why.WRONG_PICTURES


def test_a_code_that_is_no_card_is_unknown(code):
    assert why(open_card, code=card_codes.make(), pictures=HERS, at=NOON).why == Why.UNKNOWN
    assert why(look_at, code=card_codes.make(), at=NOON).why == Why.UNKNOWN


def test_codes_that_are_no_card_lock_nobody_out(selam, code):
    for _ in range(50):
        why(open_card, code=card_codes.make(), pictures=HERS, at=NOON)
    assert open_card(code=code, pictures=HERS, at=NOON) == selam


def test_nothing_that_is_kept_shows_the_code_or_the_pictures(code):
    row = str(LearningCard.objects.values().get())
    assert code not in row and not any(name in row for name in card_pictures.PICTURES)


def test_the_same_pictures_are_kept_differently_on_each_card(code):
    other = make_card(user=make_user("other"), pictures=HERS, at=NOON)[0]
    assert other.opener != LearningCard.objects.get(user__username="selam").opener


def test_a_closed_account_stays_closed(selam, code):
    User.objects.filter(pk=selam.pk).update(is_active=False)
    assert why(open_card, code=code, pictures=HERS, at=NOON).why == Why.CLOSED


# ---- Staff ----


@pytest.mark.parametrize("role", [{"is_staff": True}, {"is_superuser": True}])
def test_staff_get_no_card_and_come_in_by_none(selam, code, role):
    User.objects.filter(pk=selam.pk).update(**role)
    assert why(open_card, code=code, pictures=HERS, at=NOON).why == Why.STAFF
    assert why(make_card, user=selam, pictures=HERS, at=NOON).why == Why.STAFF


def test_nor_does_whoever_may_see_the_admin(tomas):
    User.objects.filter(pk=tomas.pk).update(is_staff=False)
    assert why(make_card, user=tomas, pictures=HERS, at=NOON).why == Why.STAFF


# ---- Replacing ----


def test_a_new_card_voids_the_old_one(selam, code):
    new = make_card(user=selam, pictures=OTHER, at=later(1))[1]
    assert why(open_card, code=code, pictures=HERS, at=later(2)).why == Why.REPLACED
    assert open_card(code=new, pictures=OTHER, at=later(2)) == selam


def test_the_database_allows_one_good_card_of_a_person(selam, code):
    with pytest.raises(IntegrityError), transaction.atomic():
        LearningCard.objects.create(user=selam, digest="x", made_at=NOON)


def test_a_card_that_cannot_be_made_leaves_the_old_one_good(selam, code):
    with pytest.raises(ValueError):
        make_card(user=selam, pictures=HERS[:2], at=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_card(user=selam, pictures=HERS, at=NOON, code=code)
    assert open_card(code=code, pictures=HERS, at=NOON) == selam


# ---- Wrong pictures ----


def test_she_is_told_how_many_tries_are_left(code):
    assert [why(open_card, code=code, pictures=OTHER, at=NOON).left for _ in range(4)] == [4, 3, 2, 1]


def test_after_five_wrong_tries_the_card_rests_for_15_minutes(selam, code):
    assert try_wrong(code, 5) == [Why.WRONG_PICTURES] * 4 + [Why.SLEEPING]
    resting = why(open_card, code=code, pictures=HERS, at=later(14.9))
    assert (resting.why, resting.until) == (Why.SLEEPING, later(15))
    assert open_card(code=code, pictures=HERS, at=later(15)) == selam


def test_what_is_tried_while_it_rests_is_not_counted(selam, code):
    try_wrong(code, 60)
    assert LearningCard.objects.get().wrong_tries == 5


@pytest.mark.parametrize(("wrong", "rest"), [(5, 15), (10, 15), (15, 24 * 60), (20, 24 * 60), (25, 24 * 60)])
def test_it_rests_longer_when_it_goes_on(code, wrong, rest):
    at = wear_down(code, wrong)
    assert LearningCard.objects.get().sleeps_until - at == timedelta(minutes=rest)


def test_after_thirty_it_is_stopped_for_good(selam, code):
    at = wear_down(code, 30)
    assert why(open_card, code=code, pictures=HERS, at=at + timedelta(days=3650)).why == Why.STOPPED
    new = make_card(user=selam, pictures=HERS, at=at)[1]
    assert open_card(code=new, pictures=HERS, at=at) == selam


def test_coming_in_forgets_the_wrong_tries(code):
    try_wrong(code, 4)
    open_card(code=code, pictures=HERS, at=NOON)
    assert try_wrong(code, 4) == [Why.WRONG_PICTURES] * 4


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="a database in memory has one connection")
def test_tries_at_the_same_moment_are_counted_one_by_one():
    selam = make_user("selam")
    code = make_card(user=selam, pictures=HERS, at=NOON)[1]

    def try_once(_):
        try:
            return why(open_card, code=code, pictures=OTHER, at=NOON).why
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        said = list(threads.map(try_once, range(24)))
    assert said.count(Why.WRONG_PICTURES) == 4 and said.count(Why.SLEEPING) == 20
    assert LearningCard.objects.get().wrong_tries == 5


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="a database in memory has one connection")
def test_cards_made_at_the_same_moment_leave_one_good():
    selam = make_user("selam")

    def make(_):
        try:
            return make_card(user=selam, pictures=HERS, at=NOON)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        assert len(list(threads.map(make, range(16)))) == 16
    assert LearningCard.objects.filter(voided_at=None).count() == 1


# ---- Cards that staff made ----


@pytest.fixture
def printed(selam, tomas):
    return make_card(user=selam, pictures=None, by=tomas, at=NOON)[1]


def test_a_card_that_staff_made_asks_for_pictures_first(selam, printed):
    assert LearningCard.objects.get().made_by.username == "tomas"
    assert why(open_card, code=printed, pictures=HERS, at=NOON).why == Why.PICTURES_NOT_CHOSEN
    assert choose_pictures(code=printed, pictures=HERS, at=NOON) == selam
    assert open_card(code=printed, pictures=HERS, at=NOON) == selam


def test_whoever_chooses_second_must_know_what_the_first_chose(selam, printed):
    choose_pictures(code=printed, pictures=HERS, at=NOON)
    assert why(choose_pictures, code=printed, pictures=OTHER, at=NOON).why == Why.WRONG_PICTURES
    assert choose_pictures(code=printed, pictures=HERS, at=NOON) == selam


def test_pictures_of_a_replaced_card_cannot_be_chosen(selam, printed):
    make_card(user=selam, pictures=HERS, at=NOON)
    assert why(choose_pictures, code=printed, pictures=HERS, at=NOON).why == Why.REPLACED


# ---- An account with nothing but a card ----


def test_keeping_makes_an_account_that_only_its_card_opens():
    user, code = keep(secret=SECRET, pictures=HERS, at=NOON)
    assert open_card(code=code, pictures=HERS, at=NOON) == user
    assert not user.has_usable_password() and not user.email
    assert user.username not in (str(user.uuid), user.uuid.hex)


def test_a_form_that_comes_twice_makes_one_account_and_its_last_card_is_good():
    user, first = keep(secret=SECRET, pictures=HERS, at=NOON)
    again, second = keep(secret=SECRET, pictures=HERS, at=later(14))
    assert again == user == User.objects.get()
    assert why(look_at, code=first, at=later(14)).why == Why.REPLACED
    assert open_card(code=second, pictures=HERS, at=later(14)) == user


def test_a_form_that_comes_again_long_after_opens_nothing():
    keep(secret=SECRET, pictures=HERS, at=NOON)
    with pytest.raises(OldForm):
        keep(secret=SECRET, pictures=HERS, at=later(15.1))
    assert LearningCard.objects.count() == 1


@pytest.mark.parametrize("secret", ["", "short", "x" * 65, "é" * 22])
def test_a_form_with_no_secret_of_ours_makes_nothing(secret):
    with pytest.raises(OldForm):
        keep(secret=secret, pictures=HERS, at=NOON)
    assert not User.objects.exists()


def test_cards_that_people_carry_go_on_opening():
    code = "0000000000000000000000000098"
    assert card_pictures.digest(code) == "35100c0ec61a715a79c47845ba2e90116625cfbbd0b396c55a0be7e78a58c578"
    assert card_pictures.opener(code, HERS) == "03087f5942f91e7b62dd26c7f06017a2e1d3ae9bd1ff30475bb87741c20fe7bb"
