"""A new card for who has lost everything: what it opens, when, and what ends it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from accounts import recovery
from accounts.cards import DoesNotOpen, Why, look_at, make_card, open_card
from accounts.merging import merge_accounts
from accounts.models import Learner, LearningCard, NewCard, Notice, User
from accounts.recovery import NoNewCard
from accounts.recovery_rules import QUIET, REST_AFTER_AGREEMENT, REST_AFTER_ANSWER, TO_AGREE, TO_OPEN, Ending, How
from tests.accounts.test_visitors import answer
from tests.conftest import OURS
from tests.makers import NOON, make_learner, make_lesson, make_user

pytestmark = pytest.mark.django_db
HERS = ["fish", "bird", "fish"]
SECOND = timedelta(seconds=1)


@pytest.fixture
def learner(selam):
    return make_learner(selam)


@pytest.fixture
def hana(db):
    return make_user("hana", is_staff=True)


@pytest.fixture
def mary(db):
    return make_user("mary", is_staff=True)


def ask(learner, by, how=How.ANSWER, at=NOON, pictures=HERS):
    office = {"office": uuid4(), "office_name": "Kigali", "registration": uuid4()}
    reason = "" if how == How.ANSWER else "lost"
    return recovery.ask(learner=learner, by=by, how=how, reason=reason, pictures=pictures, at=at, **office)


def why(code, at, pictures=HERS):
    with pytest.raises(DoesNotOpen) as caught:
        open_card(code=code, pictures=pictures, at=at)
    return caught.value.why


def first_opened(code, at):
    """As the card's page does it: the numbers first, then the pictures."""
    look_at(code=code, at=at)
    return open_card(code=code, pictures=HERS, at=at)


def refused(act, *args, **values):
    with pytest.raises(NoNewCard) as caught:
        act(*args, **values)
    return caught.value.kind


# ---- By her secret ----


def test_it_rests_and_then_opens_her_account_with_the_pictures_she_chose(learner, hana):
    _, code = ask(learner, hana)
    assert why_now(code, NOON + REST_AFTER_ANSWER - SECOND) == Why.RESTS
    assert first_opened(code, NOON + REST_AFTER_ANSWER) == learner.user
    assert why(code, NOON + REST_AFTER_ANSWER, ["sun"] * 3) == Why.WRONG_PICTURES
    assert first_opened(code, NOON + TO_OPEN * 9) == learner.user  # it is a card like others by now


def why_now(code, at):
    with pytest.raises(DoesNotOpen) as caught:
        look_at(code=code, at=at)
    return caught.value.why


def test_until_then_her_old_card_and_her_phones_go_on_and_then_end(phone, learner, hana):
    old = make_card(user=learner.user, pictures=HERS, at=NOON)[1]
    phone.force_login(learner.user)
    _, code = ask(learner, hana, at=timezone.now() - REST_AFTER_ANSWER + timedelta(minutes=1))
    assert open_card(code=old, pictures=HERS, at=NOON) == learner.user
    assert phone.get("/en/account/").status_code == 200
    first_opened(code, timezone.now() + timedelta(minutes=2))
    assert why(old, timezone.now()) == Why.REPLACED
    assert phone.get("/en/account/").status_code == 302


def test_its_numbers_and_pictures_are_kept_nowhere(learner, hana):
    _, code = ask(learner, hana)
    kept = str(list(NewCard.objects.values()))
    assert code not in kept and "fish" not in kept


def test_a_card_that_nobody_opens_grows_too_old(learner, hana):
    _, code = ask(learner, hana)
    assert why_now(code, NOON + REST_AFTER_ANSWER + TO_OPEN) == Why.CALLED_OFF


# ---- By a second person ----


def test_nothing_works_before_a_second_person_agreed_and_a_day_went_by(learner, hana, mary):
    card, code = ask(learner, hana, How.AGREEMENT)
    assert why_now(code, NOON + timedelta(days=6)) == Why.NOT_AGREED
    recovery.agree(card, by=mary, at=NOON)
    assert why_now(code, NOON + REST_AFTER_AGREEMENT - SECOND) == Why.RESTS
    assert first_opened(code, NOON + REST_AFTER_AGREEMENT) == learner.user


def test_neither_who_asked_nor_the_learner_is_the_second_person_and_once_is_enough(learner, hana, mary):
    card, _ = ask(learner, hana, How.AGREEMENT)
    assert refused(recovery.agree, card, by=hana, at=NOON) == "not_yours"
    assert refused(recovery.agree, card, by=learner.user, at=NOON) == "not_yours"
    assert refused(recovery.agree, card, by=mary, at=NOON + TO_AGREE) == "not_yours"
    recovery.agree(card, by=mary, at=NOON)
    assert refused(recovery.agree, card, by=make_user("rosa", is_staff=True), at=NOON) == "not_yours"


@pytest.mark.parametrize(("who", "ending"), [("hana", Ending.TAKEN_BACK), ("mary", Ending.REFUSED)])
def test_the_office_calls_it_off_at_any_time_before_it_works(learner, hana, mary, who, ending):
    card, code = ask(learner, hana)
    recovery.call_off(card, by={"hana": hana, "mary": mary}[who], at=NOON)
    card.refresh_from_db()
    assert card.ended_as == ending
    assert why_now(code, NOON + REST_AFTER_ANSWER) == Why.CALLED_OFF


def test_what_has_ended_cannot_be_ended_otherwise(learner, hana, mary):
    card, _ = ask(learner, hana)
    recovery.stop(learner, at=NOON)
    recovery.call_off(card, by=mary, at=NOON)
    card.refresh_from_db()
    assert card.ended_as == Ending.STOPPED


# ---- One at a time ----


def test_one_at_a_time_and_another_after_it_ended_or_grew_too_old(learner, hana, mary):
    card, _ = ask(learner, hana, How.AGREEMENT)
    assert refused(ask, learner, mary) == "one_already"
    ask(learner, mary, How.AGREEMENT, at=NOON + TO_AGREE)
    card.refresh_from_db()
    assert card.ended_as == Ending.EXPIRED
    recovery.call_off(recovery.going_on(learner, at=NOON + TO_AGREE), by=mary, at=NOON + TO_AGREE)
    ask(learner, hana, at=NOON + TO_AGREE)


def test_staff_get_none(hana, mary):
    assert refused(ask, make_learner(mary), hana) == "staff"


def test_a_card_has_three_pictures(learner, hana):
    with pytest.raises(ValueError, match="three"):
        ask(learner, hana, pictures=HERS[:2])


# ---- She stops it ----


def test_every_phone_of_hers_says_so_and_one_tap_stops_it(phone, learner, hana, mary):
    phone.force_login(learner.user)
    card, code = ask(learner, hana, How.AGREEMENT, at=timezone.now())
    recovery.agree(card, by=mary, at=timezone.now())
    for page in ("/en/my-learning/", "/en/account/"):
        shown = phone.get(page).text
        assert "Somebody asks for a new card for your account" in shown and "Kigali" in shown and "24 hours" in shown
    assert "Stopped." in phone.post("/en/account/card/stop/", follow=True).text
    assert "Somebody asks for a new card" not in phone.get("/en/my-learning/").text
    assert why_now(code, timezone.now() + REST_AFTER_AGREEMENT) == Why.CALLED_OFF
    told = Notice.objects.filter(kind=Notice.Kind.NEW_CARD_STOPPED).values_list("user__username", flat=True)
    assert set(told) == {"hana", "mary"}


def test_nobody_else_stops_it(phone, stranger, learner, hana):
    card, _ = ask(learner, hana, at=timezone.now())
    phone.post("/en/account/card/stop/")
    phone.force_login(make_user("miriam"))
    phone.post("/en/account/card/stop/")
    stranger.force_login(learner.user)
    assert stranger.post("/en/account/card/stop/").status_code == 403
    card.refresh_from_db()
    assert card.ended_at is None


def test_after_she_stopped_it_only_her_secret_begins_another_for_a_week(learner, hana):
    ask(learner, hana)
    recovery.stop(learner, at=NOON)
    assert refused(ask, learner, hana, How.AGREEMENT) == "stopped"
    ask(learner, hana, How.ANSWER)
    recovery.stop(learner, at=NOON)
    ask(learner, hana, How.AGREEMENT, at=NOON + QUIET)


def test_the_card_that_she_makes_herself_is_the_one_that_counts(learner, hana):
    _, code = ask(learner, hana)
    own = make_card(user=learner.user, pictures=HERS, at=NOON)[1]
    assert why_now(code, NOON + REST_AFTER_ANSWER) == Why.CALLED_OFF
    assert open_card(code=own, pictures=HERS, at=NOON) == learner.user


# ---- Other records of hers ----


def test_who_learned_without_an_account_gets_one_with_her_card(phone, hana):
    make_lesson()
    answer(phone)
    visitor = Learner.objects.get()
    _, code = ask(visitor, hana, at=timezone.now())
    assert "Stop it" in phone.get("/en/my-learning/").text  # on the phone that she says is lost
    user = first_opened(code, timezone.now() + REST_AFTER_ANSWER)
    visitor.refresh_from_db()
    assert visitor.user == user and not user.has_usable_password()
    assert User.objects.count() == 2 and LearningCard.objects.get().user == user


def test_it_opens_the_account_that_hers_was_put_together_with(learner, hana):
    first = make_learner(make_user("river7"))
    _, code = ask(learner, hana)
    merge_accounts(kept=first.user, joined=learner.user, by=first.user, at=NOON)
    assert recovery.going_on(first, at=NOON)
    assert first_opened(code, NOON + REST_AFTER_ANSWER) == first.user


# ---- The page on which it is opened ----


def test_the_page_says_why_it_does_not_open_yet_and_then_lets_her_in(phone, learner, hana):
    _, code = ask(learner, hana, at=timezone.now())
    assert "This card works in 60 minutes." in phone.post("/en/account/card/", {"code": code}).text
    NewCard.objects.update(works_from=timezone.now())
    assert "Tap your 3 pictures" in phone.post("/en/account/card/", {"code": code}).text
    form = {"code": code, "picture": HERS, "done": "1"}
    assert phone.post("/en/account/card/", form)["Location"].startswith("/en/account/card/opened/")
    assert phone.get("/en/account/").status_code == 200


def test_an_open_question_and_one_called_off_say_so(phone, learner, hana):
    card, code = ask(learner, hana, How.AGREEMENT, at=timezone.now())
    assert "A second person in the office must agree" in phone.post("/en/account/card/", {"code": code}).text
    recovery.call_off(card, by=hana, at=timezone.now())
    assert "This card was called off." in phone.post("/en/account/card/", {"code": code}).text


def test_a_browser_that_only_knows_her_name_gets_nowhere(learner, hana):
    ask(learner, hana, at=timezone.now())
    caller = Client(**OURS)
    assert "Somebody asks for a new card" not in caller.get("/en/my-learning/").text
