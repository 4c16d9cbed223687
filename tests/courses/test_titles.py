"""What a tab, the app switcher and the history show: which page it is, and not what it is about."""

import re

import pytest

from tests.courses.test_quiz_flow import take
from tests.makers import block_id, make_lesson

pytestmark = pytest.mark.django_db
LESSON = "/en/safety/before/locks/"
TITLES = {
    "/en/safety/": "Course 2 of 2",
    "/en/safety/before/": "Module 1 of 2",
    LESSON: "Lesson 2 of 2",
    f"{LESSON}quiz/1/": "Question 1 of 2",
    f"{LESSON}quiz/kept/": "How it went",
    f"{LESSON}quiz/answered/{block_id('tf')}/": "Your answer · Question 1 of 2",
    f"{LESSON}quiz/done/": "How it went",
    "/en/this-phone/": "On this phone",
}


@pytest.fixture
def course(db):
    make_lesson("first", course="life")
    for slug, module in (("first", "before"), ("locks", "before"), ("last", "after")):
        make_lesson(slug, module=module)


def title(page):
    return re.search("<title>(.*?)</title>", page.content.decode(), re.DOTALL)[1]


@pytest.mark.parametrize("address", TITLES)
def test_a_title_says_which_page_it_is_and_not_what_it_is_about(course, phone, address):
    take(phone)
    said = title(phone.get(address))
    assert said == f"{TITLES[address]} · Onward"


def test_nor_where_it_lacks_the_language(course, client):
    assert "locks" not in title(client.get("/uk/safety/before/locks/"))


def test_a_kept_lesson_brings_its_name_for_the_list_on_the_phone(course, client):
    kept = client.get(f"{LESSON}kept.json").json()
    assert kept["title"] == "locks in en"
    assert "<title>Lesson 2 of 2 · Onward</title>" in kept["pages"][LESSON]
