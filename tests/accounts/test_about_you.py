"""“Give me everything”: all of it, in her language, to be read by her and by machines; and no key among it."""

import json
import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from accounts.api import adding_key, make_card
from accounts.looking import look
from accounts.models import LearningCard, Look, Notice, Phone, Preference, User
from accounts.phone_numbers import digest
from core.languages import BY_CODE
from quizzes.models import Quiz
from tests.accounts.test_ways import grow_stale
from tests.conftest import OURS
from tests.makers import all_kinds, make_learner, make_lesson, make_user
from tests.programmes.worlds import make_cohort, make_enrolment, make_member
from tests.records.phones import a_go, send

pytestmark = pytest.mark.django_db
PAGE = "/en/my-learning/about-you/"
COPY, JSON, ERASE = f"{PAGE}copy/", f"{PAGE}copy.json", f"{PAGE}erase/"


@pytest.fixture
def selam(db):
    """A learner who came in just now, answered all kinds of questions, agreed to a group and was looked at."""
    lesson = make_lesson(items=all_kinds())
    user = make_user("selam")
    learner = make_learner(user)
    quiz = Quiz.objects.get(translation_key=lesson.quiz_key)
    send(Client(**OURS), a_go(quiz), key=adding_key(learner), secret="")
    send(Client(**OURS), [{"odd": "the odd one"}], key=adding_key(learner), secret="")
    now = timezone.now()
    hana = make_member("hana")
    make_enrolment(make_cohort(followers=[hana]), "Blue river", learner=learner)
    look(by=hana.user, learners=[learner], what=Look.What.PROGRESS, why=Look.Why.FOLLOWS, role="coordinator", at=now)
    Preference.objects.create(uuid=learner.uuid, learner=learner, name="destination", value="czechia", stored=now)
    EmailAddress.objects.create(user=user, email="selam@example.org", primary=True, verified=True)
    Phone.objects.create(user=user, digest=digest("+250788987654", settings.SECRET_KEY), added_at=now)
    Authenticator.objects.create(user=user, type="totp", data={"secret": "canary-totp-secret"})
    Notice.objects.create(user=user, kind="card_made", at=now)
    make_card(user=user, pictures=None, at=now)
    return user


@pytest.fixture
def came_in(phone, selam):
    phone.force_login(selam)
    return phone


def chapters(phone):
    return json.loads(phone.get(JSON).content)["chapters"]


def test_the_page_says_what_is_kept_and_shows_nothing_of_it(came_in):
    page = came_in.get(PAGE).content.decode()
    assert "Give me everything" in page and "Erase me" in page
    assert "Blue river" not in page and "selam@example.org" not in page
    assert "<title>About you · Onward</title>" in page


@pytest.mark.parametrize("where", ["/en/my-learning/", "/en/account/"])
def test_it_is_reached_from_where_she_is(came_in, where):
    assert f'href="{PAGE}"' in came_in.get(where).content.decode()


def test_it_is_not_on_the_page_that_phones_keep(phone):
    assert PAGE not in phone.get("/en/my-learning/kept/").content.decode()


def test_what_she_did_is_there_in_words(came_in):
    said = chapters(came_in)
    answers = {one["question"]: one for one in said["answers"] if "question" in one}
    assert len(answers) == 5
    assert answers["tf?"]["answer"] == "True" and answers["tf?"]["right"] is True
    assert answers["one?"]["answer"] == "Choice 2"
    assert answers["many?"]["answer"] == "Many 1; Many 3"
    assert answers["order?"]["answer"] == "1. Step 1; 2. Step 2; 3. Step 3"
    assert answers["match?"]["answer"] == "Left 1: Right 1; Left 2: Right 2; Left 3: Right 3"
    assert {one["lesson"] for one in answers.values()} == {"locks in en"}
    assert [one["lesson"] for one in said["progress"]] == ["locks in en", "locks in en"]
    assert "the odd one" in said["kept_for_repair"][0]["text"]


def test_so_is_all_else(came_in, selam):
    said = chapters(came_in)
    assert said["account"][0]["name"] == "selam" and said["account"][0]["number"] == str(selam.uuid)
    assert said["groups"][0]["called"] == "Blue river" and said["groups"][0]["office"] == "Kigali"
    assert said["consents"][0]["purpose"] == "group" and "withdrawn" not in said["consents"][0]
    assert said["looks"][-1] | {"at": ""} == {
        "at": "",
        "who": "Hana",
        "role": "coordinator",
        "what": "progress",
        "why": "follows",
    }
    assert said["choices"][0]["value"] == "czechia"
    assert {one["way"] for one in said["ways_in"]} == {"card", "email", "phone", "totp"}
    assert said["notices"][0]["what"] == "card_made" and len(said["signed_in"]) == 1


def test_both_copies_say_the_same(came_in):
    """Whatever the one has, the other has in words."""
    page, said = came_in.get(COPY).content.decode(), chapters(came_in)
    assert page.count('<ul class="card asks">') == sum(map(len, said.values()))
    for word in ("Blue river", "selam@example.org", "Choice 2", "Many 1; Many 3", "Hana", "Looked at your learning.", "selam"):
        assert word in page, word


def test_no_secret_is_in_either(came_in, selam):
    session = Session.objects.get().session_key
    card = LearningCard.objects.get()
    secrets = [
        selam.password,
        session,
        card.digest,
        "canary-totp-secret",
        Phone.objects.get().digest,
        adding_key(selam.learner),
    ]
    for text in (came_in.get(COPY).content.decode(), came_in.get(JSON).content.decode()):
        assert [one for one in secrets if one in text] == []


def test_the_file_needs_nothing_else_and_its_name_says_nothing(came_in):
    answer = came_in.get(COPY)
    page = answer.content.decode()
    assert answer["Content-Disposition"] == 'attachment; filename="copy.html"' and "no-store" in answer["Cache-Control"]
    assert not re.findall(r'(?:src|href|action)="', page) and "<script" not in page
    said = came_in.get(JSON)
    assert said["Content-Disposition"] == 'attachment; filename="copy.json"' and "no-store" in said["Cache-Control"]
    assert said["Content-Type"] == "application/json"


@pytest.mark.parametrize("language", ["ar", "ti", "fr"])
def test_it_is_in_her_language(came_in, language):
    make_lesson(language=language, items=all_kinds())
    page = came_in.get(f"/{language}/my-learning/about-you/copy/").content.decode()
    assert f'<html lang="{language}" dir="{BY_CODE[language].direction}">' in page
    assert f"locks in {language}" in page
    said = json.loads(came_in.get(f"/{language}/my-learning/about-you/copy.json").content)
    assert said["language"] == language and said["answers" if "answers" in said else "chapters"]
    assert list(said["chapters"]) == list(chapters(came_in)), "names are the same in every language"


def test_its_shape_is_described(came_in):
    text = (settings.BASE_DIR / "docs" / "copy.md").read_text()
    said = json.loads(came_in.get(JSON).content)
    assert said.keys() == {"format", "version", "made_at", "language", "chapters"}
    assert (said["format"], said["version"]) == ("onward-copy", 1)
    assert [name for name in said["chapters"] if f"`{name}`" not in text] == []
    facts = {fact for things in said["chapters"].values() for thing in things for fact in thing}
    assert [name for name in facts if f"`{name}`" not in text] == []


@pytest.mark.parametrize("path", [COPY, JSON, ERASE])
def test_who_came_in_long_ago_shows_first_that_it_is_she(came_in, path):
    grow_stale(came_in)
    assert "/en/account/again/" in came_in.get(path)["Location"]


@pytest.mark.parametrize("path", [COPY, JSON, ERASE])
def test_nobody_is_led_back(client, path):
    assert client.get(path)["Location"] == PAGE


def test_a_visitor_takes_hers_by_her_phone(phone, selam):
    quiz = Quiz.objects.get()
    phone.logout()
    send(phone, a_go(quiz))
    said = chapters(phone)
    assert len(said["answers"]) == 5 and len(said["account"]) == 1 and not said["looks"] and not said["groups"]


def test_nobody_gets_anybody_elses(phone, selam):
    phone.force_login(make_user("miriam"))
    text = phone.get(JSON).content.decode()
    assert "selam" not in text and "Blue river" not in text and "Choice 2" not in text


def test_who_works_here_gets_what_she_did_here(phone, tomas):
    from wagtail.models import Comment

    from tests.makers import make_home

    make_member("tomas", "trainer")
    make_home().save_revision(user=tomas)
    Comment.objects.create(page=make_home(), user=tomas, text="Shorter?", contentpath="title")
    phone.force_login(User.objects.get(username="tomas"))
    said = chapters(phone)
    assert said["memberships"][0]["office"] == "Kigali" and said["admin_comments"][0]["text"] == "Shorter?"
    assert said["admin_work"][0]["about"] == "Onward"


def test_reading_it_records_nothing_and_asks_no_more_for_more(came_in, django_assert_max_num_queries):
    from records.models import Statement

    before = Statement.objects.count()
    with django_assert_max_num_queries(70):
        came_in.get(JSON)
    assert Statement.objects.count() == before
