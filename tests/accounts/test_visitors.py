"""A visitor's record is kept, and becomes hers when she signs in."""

import pytest
from django.conf import settings
from django.urls import reverse

from accounts.api import claim_visit, join_visit
from accounts.models import Learner, User
from records.models import Statement
from tests.makers import NOON, block_id, make_learner, make_lesson, make_user

pytestmark = pytest.mark.django_db


READ = [
    "/",
    "/en/",
    "/en/safety/",
    "/en/safety/before/",
    "/en/safety/before/locks/",
    "/en/safety/before/locks/quiz/1/",
    "/en/local/",
    "/en/my-learning/",
    "/en/my-learning/state.json",
    "/en/account/signup/",
    "/en/account/login/",
]


def answer(client, lesson_path="safety/before/locks"):
    address = f"/en/{lesson_path}/quiz/1/"
    page = client.get(address).content.decode()
    seen = page.split('name="seen" value="')[1].split('"')[0]
    return client.post(address, {"item": block_id("tf"), "seen": seen, "answer": "true"})


def sign_up(client, username="selam"):
    return client.post("/en/account/signup/", {"username": username, "password1": "river-goat-lamp"})


def sign_in(client, username="selam"):
    return client.post("/en/account/login/", {"login": username, "password": "river-goat-lamp"})


def say(client, word):
    """Whether it was she who learned here before she came in."""
    question = client.get("/en/my-learning/earlier/").text.split('name="visit" value="')[1].split('"')[0]
    return client.post("/en/my-learning/earlier/", {"visit": question, word: "1"})


def test_reading_sets_no_cookie(phone):
    make_lesson()
    for address in READ:
        response = phone.get(address)
        assert response.status_code == 200, address
        assert not response.cookies, address


def test_reading_records_nothing(phone):
    make_lesson()
    phone.get("/en/safety/before/locks/")
    phone.get("/en/safety/before/locks/quiz/1/")
    assert Learner.objects.count() == Statement.objects.count() == 0


def test_the_first_answer_makes_a_visitor_and_remembers_her(phone):
    make_lesson()
    response = answer(phone)
    cookie = response.cookies[settings.VISITOR_COOKIE_NAME]
    assert cookie["httponly"] and cookie["samesite"] == "Lax"
    assert Learner.objects.get().user is None


def test_a_second_answer_belongs_to_the_same_visitor(phone):
    make_lesson()
    answer(phone)
    answer(phone)
    assert Learner.objects.count() == 1


def test_a_forged_cookie_is_nobody(phone):
    make_lesson()
    phone.cookies[settings.VISITOR_COOKIE_NAME] = f"{make_learner().uuid}:forged"
    answer(phone)
    assert Learner.objects.count() == 2


def test_signing_up_makes_the_visit_hers(phone):
    make_lesson()
    answer(phone)
    response = sign_up(phone)
    assert response.headers["Location"] == reverse("my_learning")
    assert Learner.objects.get().user == User.objects.get(username="selam")
    assert Statement.objects.get().learner.user.username == "selam"


def test_signing_in_joins_the_visit_to_her_record_if_she_says_that_it_was_she(phone):
    make_lesson()
    own = make_learner(make_user("selam"))
    answer(phone)
    sign_in(phone)
    assert Statement.objects.of(own).count() == 0
    say(phone, "yes")
    assert Statement.objects.of(own).count() == 1


def test_after_signing_out_the_phone_shows_nothing_of_hers(phone):
    make_lesson()
    answer(phone)
    sign_up(phone)
    phone.post("/en/account/logout/")
    assert phone.get("/en/my-learning/state.json").json() == {"stages": {}, "next": None}


def test_a_visit_remembered_while_she_was_signed_in_is_not_the_next_persons(phone, selam):
    make_lesson()
    cookie = answer(phone).cookies[settings.VISITOR_COOKIE_NAME].value
    phone.cookies.clear()
    sign_in(phone)
    phone.cookies[settings.VISITOR_COOKIE_NAME] = cookie  # its answer was still on its way when she signed in
    phone.post("/en/account/logout/")
    assert not phone.cookies[settings.VISITOR_COOKIE_NAME].value


def test_a_visitor_who_has_nothing_to_sign_out_of_stays_who_she_is(phone):
    make_lesson()
    cookie = answer(phone).cookies[settings.VISITOR_COOKIE_NAME].value
    phone.post("/en/account/logout/")
    assert phone.cookies[settings.VISITOR_COOKIE_NAME].value == cookie


def test_a_visitors_cookie_opens_nothing_once_her_record_is_an_accounts(phone, client):
    make_lesson()
    cookie = answer(phone).cookies[settings.VISITOR_COOKIE_NAME].value
    sign_up(phone)
    client.cookies[settings.VISITOR_COOKIE_NAME] = cookie  # kept on another browser, or from a backup of this one
    assert client.get("/en/my-learning/state.json").json() == {"stages": {}, "next": None}


def test_an_account_needs_no_email_name_or_number(phone):
    make_lesson()
    sign_up(phone)
    user = User.objects.get(username="selam")
    assert (user.email, user.first_name, user.last_name) == ("", "", "")


def test_a_visit_joins_a_record_that_has_joined_another_since_it_was_read(visitor):
    own, between = make_learner(make_user()), make_learner()
    read_before = Learner.objects.get(pk=between.pk)
    join_visit(visitor=between, owner=own, at=NOON)
    assert join_visit(visitor=visitor, owner=read_before, at=NOON) == own
    assert Learner.objects.get(pk=visitor.pk).merged_into == own


def test_claiming_twice_changes_nothing(visitor):
    user = make_user()
    claim_visit(visitor=visitor, user=user, at=NOON)
    assert claim_visit(visitor=visitor, user=make_user("other"), at=NOON).user == user


@pytest.mark.parametrize(("language", "words"), [("en", "Write a name."), ("fr", "")])
def test_a_form_with_faults_says_what_to_do(phone, language, words):
    response = phone.post(f"/{language}/account/signup/", {})
    assert response.status_code == 200
    assert words in response.content.decode()
    assert 'aria-invalid="true"' in response.content.decode()


@pytest.mark.parametrize("door", ["signup", "login", "logout"])
def test_nobody_is_signed_in_or_out_from_elsewhere(stranger, selam, door):
    stranger.force_login(selam)
    response = stranger.post(f"/en/account/{door}/", {"login": "selam", "password": "river-goat-lamp"})
    assert response.status_code == 403
    assert "_auth_user_id" in stranger.session
