"""“Was it you?”: what was learned on a phone before someone came in there becomes hers if she says so, and is never lost."""

import json
import re
from html import unescape

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accounts import earlier_visits
from accounts.api import adding_key, learner_of_secret
from accounts.card_sheets import new_cards
from accounts.cards import make_card
from accounts.merging import merge_accounts
from accounts.models import EarlierVisit, User
from quizzes.models import Quiz
from records.models import Statement
from tests.accounts.test_visitors import answer, say, sign_in, sign_up
from tests.conftest import OURS
from tests.makers import NOON, make_learner, make_lesson, make_user
from tests.records.phones import SECRET, answered, send, statuses
from tests.safety.elsewhere import origin, payloads

pytestmark = pytest.mark.django_db
ASKED = "/en/my-learning/earlier/"
HERS = ["sun", "tree", "sun"]


@pytest.fixture
def own(selam):
    """Her record, which she had before."""
    make_lesson()
    return make_learner(selam)


@pytest.fixture
def visited(phone, own):
    """A phone on which somebody learned without an account, and then she came in."""
    answer(phone)
    return phone, sign_in(phone)


def hers(own):
    return Statement.objects.of(own).count()


def stages(client):
    return client.get("/en/my-learning/state.json").json()["stages"]


def test_she_is_asked_on_the_next_page_and_nothing_shows_before_she_says(visited, own):
    phone, response = visited
    assert response["Location"] == f"{ASKED}?next=%2Fen%2Fmy-learning%2F"
    page = phone.get(response["Location"]).text
    assert "Somebody learned here before you came in." in page and "1 lesson." in page
    assert stages(phone) == {} and hers(own) == 0
    assert ASKED in phone.get("/en/my-learning/").text


def test_yes_takes_it_along_and_leads_on(visited, own):
    phone, response = visited
    page = phone.get(response["Location"]).text
    question = page.split('name="visit" value="')[1].split('"')[0]
    assert 'name="next" value="/en/my-learning/"' in page
    answered = phone.post(ASKED, {"visit": question, "yes": "1", "next": "/en/local/"})
    assert answered["Location"] == "/en/local/"
    assert hers(own) == 1 and stages(phone)
    assert phone.get(ASKED)["Location"] == "/en/my-learning/"  # once


def test_no_leaves_it_the_visit_s_own_and_nothing_of_it_shows(visited, own):
    phone, _ = visited
    say(phone, "no")
    assert hers(own) == 0 and stages(phone) == {} and Statement.objects.count() == 1
    assert ASKED not in phone.get("/en/my-learning/").text and phone.get(ASKED).status_code == 302


def test_whose_it_was_has_it_again_when_she_has_gone(visited, own):
    phone, _ = visited
    say(phone, "no")
    answer(phone, "safety/before/locks")
    phone.post("/en/account/logout/")
    assert stages(phone)
    assert Statement.objects.exclude(learner=own).count() == 1 and hers(own) == 1


@pytest.mark.parametrize("said", ["yes", ""])
def test_otherwise_nothing_stays_in_the_browser_when_she_has_gone(visited, said):
    phone, _ = visited
    if said:
        say(phone, said)
    phone.post("/en/account/logout/")
    assert not phone.cookies[settings.VISITOR_COOKIE_NAME].value and stages(phone) == {}


def test_a_new_account_or_card_takes_it_along_without_asking(phone, client):
    make_lesson()
    answer(phone)
    assert sign_up(phone)["Location"] == "/en/my-learning/"
    client.defaults.update(OURS)
    answer(client)
    kept = client.post("/en/account/keep/", {"secret": "s" * 30, "picture": HERS, "done": "1"})
    assert kept["Location"] == "/en/account/card/shown/"
    assert not EarlierVisit.objects.exists()
    assert [Statement.objects.filter(learner__user=user).count() for user in User.objects.all()] == [1, 1]


def test_a_code_asks_who_has_an_account_and_asks_nothing_of_who_begins_one(phone, mailoutbox):
    make_lesson()
    for turn in (1, 2):
        answer(phone)
        phone.post("/en/account/code/", {"email": "a@example.org"})
        code = "".join(filter(str.isdigit, mailoutbox[-1].body))[:8]
        came = phone.post("/en/account/code/typed/", {"code": code})
        assert (ASKED in came["Location"]) == (turn == 2)
        phone.post("/en/account/logout/")


@pytest.mark.parametrize("is_printed", [False, True], ids=["her card", "a printed card, opened first"])
def test_a_card_asks_too(phone, own, hana, is_printed):
    answer(phone)
    at = timezone.now()
    code = new_cards(by=hana.user, number=1, at=at)[0][0] if is_printed else make_card(user=own.user, pictures=HERS, at=at)[1]
    form = {"code": code, "picture": HERS, "done": "1"} | ({"new": "1"} if is_printed else {})
    came = phone.post("/en/account/card/", form)
    assert came["Location"].startswith(f"{ASKED}?next=%2Fen%2Faccount%2Fcard%2Fopened%2F")


def test_nobody_else_answers_for_her(visited, own, stranger):
    question = EarlierVisit.objects.get()
    other = Client(**OURS)
    other.force_login(make_user("miriam"))
    assert other.post(ASKED, {"visit": question.pk, "yes": "1"})["Location"] == "/en/my-learning/"
    stranger.force_login(own.user)
    assert stranger.post(ASKED, {"visit": question.pk, "yes": "1"}).status_code == 403
    assert Client(**OURS).get(ASKED)["Location"].startswith("/en/account/login/")
    question.refresh_from_db()
    assert question.was_she is None


def test_a_word_about_another_visit_is_none_about_this_one(visited, own):
    phone, _ = visited
    phone.post(ASKED, {"visit": "0", "yes": "1"})
    phone.post(ASKED, {"yes": "1"})
    assert EarlierVisit.objects.get().was_she is None and hers(own) == 0


def test_it_leads_nowhere_else(visited):
    phone, _ = visited
    question = EarlierVisit.objects.get().pk
    said = phone.post(ASKED, {"visit": question, "no": "1", "next": "https://evil.example/"})
    assert said["Location"] == "/en/my-learning/"
    for payload in payloads():
        led = origin(phone.get(ASKED, {"next": payload})["Location"], "http://testserver")
        assert led in ("", "http://testserver"), payload


def test_an_answer_said_twice_counts_once_and_the_first(visited, own):
    question = EarlierVisit.objects.get()
    earlier_visits.say(question, was_she=False, user=own.user, at=NOON)
    earlier_visits.say(question, was_she=True, user=own.user, at=NOON)
    assert hers(own) == 0


def test_who_had_learned_there_keeps_it_by_an_account_of_his_own(visited, own):
    phone, _ = visited
    say(phone, "no")
    phone.post("/en/account/logout/")
    sign_up(phone, "elias")
    assert Statement.objects.filter(learner__user__username="elias").count() == 1 and hers(own) == 0


def test_it_is_asked_of_the_account_that_hers_was_put_together_with(visited, own):
    first = make_learner(make_user("river7"))
    merge_accounts(kept=first.user, joined=own.user, by=first.user, at=NOON)
    question = earlier_visits.question_for(first.user)
    assert question and earlier_visits.stays_apart(question.visitor, first)
    earlier_visits.say(question, was_she=True, user=first.user, at=NOON)
    assert hers(first) == 1


# ---- What her phone is told, and what it sends ----


@pytest.fixture
def quiz(own):
    return Quiz.objects.get()


def told(page):
    """What a page tells the phone of whose answers it holds."""
    return json.loads(unescape(re.search(r'data-who="([^"]*)"', page.text)[1]))


def test_her_phone_is_told_which_visits_are_not_hers_until_she_says_that_they_are(visited, own):
    phone, _ = visited
    visitor = str(EarlierVisit.objects.get().visitor.uuid)
    for page in (ASKED, "/en/my-learning/"):
        assert told(phone.get(page))["apart"] == [visitor]
    assert phone.get("/en/my-learning/state.json").json()["apart"] == [visitor]
    say(phone, "yes")
    assert told(phone.get("/en/my-learning/"))["apart"] == phone.get("/en/my-learning/state.json").json()["apart"] == []


@pytest.mark.parametrize("said", ["no", "", "yes"])
def test_what_waited_on_the_phone_is_stored_with_the_visit_and_hers_only_by_her_yes(phone, own, quiz, said):
    send(phone, [answered(quiz, 0)])
    sign_in(phone)
    if said:
        say(phone, said)
    late = send(phone, [answered(quiz, 1)], key=adding_key(own))  # as a phone sends a visit that it takes for hers
    assert statuses(late) == ["stored"]
    visitor = learner_of_secret(SECRET)
    assert hers(own) == (2 if said == "yes" else 0)
    assert Statement.objects.count() == 2
    if said != "yes":
        assert late.json()["learner"] == str(visitor.uuid)  # so that it is sent as the visit's from now on
        assert send(phone, [answered(quiz, 1)], key=late.json()["key"], secret="").json()["learner"] == str(visitor.uuid)


def test_also_without_a_key_yet(phone, own, quiz):
    send(phone, [answered(quiz, 0)])
    sign_in(phone)
    send(phone, [answered(quiz, 1)])
    assert hers(own) == 0 and Statement.objects.count() == 2


class TestAnyOrder(TestCase):
    """Whatever arrives before or after her word, once or twice: not one answer is lost, and none changes sides."""

    PARCELS = st.tuples(st.sampled_from(["visit", "visit taken for hers", "hers"]), st.integers(0, 5))

    @hypothesis_settings(max_examples=25)
    @given(st.lists(PARCELS, max_size=5), st.lists(PARCELS, max_size=5), st.lists(PARCELS, max_size=5), st.booleans())
    def test_all_is_there_once_and_where_it_belongs(self, before, between, after, was_she):
        make_lesson()
        quiz, own, phone = Quiz.objects.get(), make_learner(make_user()), Client(**OURS)
        all_said = [answered(quiz, n % 2) for n in range(6)]
        sides = {}
        key = adding_key(own)

        def deliver(parcels, with_account):
            for whose, n in parcels:
                if not with_account and whose != "visit":
                    continue
                if n in sides and sides[n] != (whose == "hers"):
                    continue  # a statement has one owner
                sides[n] = whose == "hers"
                values = {"visit": {}, "visit taken for hers": {"key": key}, "hers": {"key": key, "secret": ""}}[whose]
                client = Client(**OURS) if whose == "visit" else phone  # the worker of a phone sends without cookies
                assert statuses(send(client, [all_said[n]], **values))[0] in ("stored", "had")

        send(phone, [])  # she is remembered as a visitor
        deliver(before, False)
        sign_in(phone)
        deliver(between, True)
        say(phone, "yes" if was_she else "no")
        deliver(after, True)
        assert Statement.objects.count() == len(sides)
        assert hers(own) == sum(is_hers or was_she for is_hers in sides.values())
