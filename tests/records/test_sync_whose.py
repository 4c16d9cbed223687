"""Whose statements a phone sends, and what its owner chose: hers, whoever holds it by then."""

import re
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from accounts.api import adding_key
from accounts.models import Learner, Preference
from records.models import Kept, Progress, Statement
from records.sync.replay import replay
from tests.makers import make_learner, make_user
from tests.records.phones import a_go, answered, send, statuses

pytestmark = pytest.mark.django_db


def test_a_first_parcel_whose_answer_was_lost_makes_no_second_learner(quiz):
    parcel = a_go(quiz)
    for _ in range(3):  # each time as a phone without a cookie
        response = send(Client(HTTP_SEC_FETCH_SITE="same-origin"), parcel)
    assert statuses(response) == ["had", "had"]
    assert Learner.objects.count() == 1


def test_the_phone_is_remembered_so_that_pages_show_it(phone, quiz):
    send(phone, a_go(quiz))
    assert settings.VISITOR_COOKIE_NAME in phone.cookies
    assert "Done: 1 of 1" in phone.get("/en/my-learning/").content.decode()


def test_a_key_adds_to_her_record_and_opens_nothing(phone, client, lesson, quiz):
    key = send(phone, [answered(quiz, 0)]).json()["key"]
    other = Client(HTTP_SEC_FETCH_SITE="same-origin")
    send(other, [answered(quiz, 1)], key=key, secret="")
    assert Statement.objects.values("learner").distinct().count() == 1
    assert settings.VISITOR_COOKIE_NAME in other.cookies  # she is a visitor still: her phone, without its cookies


def test_an_accounts_key_gives_no_cookie(phone, quiz):
    own = make_learner(make_user())
    response = send(phone, a_go(quiz), key=adding_key(own), secret="")
    assert not response.cookies
    assert Statement.objects.of(own).count() == 2


def test_a_forged_key_is_nobodys(phone, quiz):
    own = make_learner(make_user())
    response = send(phone, a_go(quiz), key=f"{own.uuid}:forged", secret="")
    assert (response.status_code, response.json()) == (401, {"error": "key"})
    assert Statement.objects.count() == 0


def test_when_our_keys_are_worth_nothing_any_more_answers_are_not_taken_for_those_of_whoever_holds_the_phone(
    phone, selam, quiz, settings
):
    parcel = a_go(quiz)
    key = send(Client(HTTP_SEC_FETCH_SITE="same-origin"), parcel).json()["key"]
    settings.SECRET_KEY = "another-secret-key-of-fifty-characters-or-even-more"
    phone.force_login(selam)
    assert send(phone, parcel, key=key, secret="").status_code == 401
    phone.logout()
    assert statuses(send(phone, parcel)) == ["had", "had"]  # her secret is as good as it was


def test_a_key_signed_with_the_secret_key_before_is_good(phone, quiz, settings):
    key = send(phone, a_go(quiz)).json()["key"]
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-secret-key-of-fifty-characters-or-even-more"
    assert statuses(send(phone, a_go(quiz), key=key, secret="")) == ["stored", "stored"]


def test_what_waited_on_the_phone_when_she_signed_in_is_hers(phone, quiz):
    own = make_learner(make_user())
    send(Client(HTTP_SEC_FETCH_SITE="same-origin"), a_go(quiz))  # arrived, and its answer lost
    send(phone, a_go(quiz), key=adding_key(own))
    assert Statement.objects.of(own).count() == 4
    assert Progress.objects.get(learner=own, activity=quiz.translation_key).tries == 2


def test_what_waited_is_hers_also_without_a_key_yet(phone, selam, quiz):
    phone.force_login(selam)
    send(phone, a_go(quiz))
    assert Statement.objects.of(Learner.objects.get(user=selam)).count() == 2


def test_what_she_left_on_a_phone_goes_to_her_though_someone_else_is_signed_in(phone, selam, quiz):
    own = make_learner(make_user("first"))
    phone.force_login(selam)
    send(phone, a_go(quiz), key=adding_key(own), secret="")
    assert Statement.objects.of(own).count() == 2
    assert Statement.objects.of(Learner.objects.get(user=selam)).count() == 0


def test_someone_elses_number_is_not_taken_for_had(phone, quiz):
    parcel = a_go(quiz)
    send(phone, parcel)
    response = send(Client(HTTP_SEC_FETCH_SITE="same-origin"), parcel, secret="another-phone-altogether-0123456789")
    assert statuses(response) == ["kept", "kept"]
    assert {ack["reason"] for ack in response.json()["acks"]} == {"taken"}


def test_one_number_for_two_different_answers_loses_neither(phone, quiz):
    one = answered(quiz, 0)
    other = answered(quiz, 0, right=False, uuid=one["uuid"], attempt=one["attempt"])
    assert statuses(send(phone, [one, other])) == ["stored", "kept"]
    assert Kept.objects.get().reason == "taken"


# --- preferences ----------------------------------------------------------------------------------------------------


def choose(value, uuid=None):
    return {"uuid": uuid or str(uuid4()), "name": "destination", "value": value}


def test_the_last_preference_to_arrive_counts_and_an_old_one_sent_again_does_not_undo_it(phone, quiz):
    first = choose("rwanda")
    send(phone, [], preferences=[first])
    send(phone, [], preferences=[choose("czechia")])
    send(phone, [], preferences=[first])
    assert phone.get("/en/my-learning/state.json").json()["preferences"] == {"destination": "czechia"}


def test_a_preference_nobody_understands_is_kept_for_repair(phone, quiz):
    for odd in ({"name": "mood"}, 7, choose("../x"), choose("x", uuid="no")):
        assert send(phone, [], preferences=[odd]).status_code == 200
    assert Preference.objects.count() == 0
    assert Kept.objects.count() == 4


def mended():
    return replay(Kept.objects.waiting(), at=timezone.now())


def test_a_preference_that_is_understood_by_now_counts_unless_another_was_chosen_since(phone, quiz, monkeypatch):
    for value in ("on", "off"):
        with monkeypatch.context() as older:
            older.setattr("accounts.preferences.VALUE", re.compile("never"))
            send(phone, [], preferences=[choose(value) | {"name": "audio_preference"}])
        if value == "off":
            send(phone, [], preferences=[choose("loud") | {"name": "audio_preference"}])
        assert mended() == 1
    assert phone.get("/en/my-learning/state.json").json()["preferences"] == {"audio_preference": "loud"}


def test_the_preferences_of_a_parcel_that_can_be_read_by_now_are_not_lost(phone, quiz, monkeypatch):
    with monkeypatch.context() as older:
        older.setattr("records.sync.parcel._json", lambda *_: [])
        assert send(phone, a_go(quiz), preferences=[choose("rwanda"), 7]).status_code == 422
    assert mended() == 1
    assert Preference.objects.get().value == "rwanda"
    assert [kept.reason for kept in Kept.objects.waiting()] == ["choice"]
