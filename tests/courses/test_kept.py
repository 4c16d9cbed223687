"""What phones keep: whole pages as they are served, named by what they say, weighed before they are fetched."""

import json

import pytest

from core.page_cache import start_new_generation
from courses.models import LessonPage
from quizzes.models import Quiz
from tests.makers import all_kinds, block_id, item, make_lesson, make_quiz

pytestmark = pytest.mark.django_db
LESSON = "/en/safety/before/locks/"
KEY = f"{LESSON}quiz/key.json"


def kept(client, address=f"{LESSON}kept.json"):
    return client.get(address).json()


def publish(lesson, **values):
    page = LessonPage.objects.get(pk=lesson.pk)
    for name, value in values.items():
        setattr(page, name, value)
    page.save_revision().publish()


def test_a_lesson_is_kept_with_every_question_as_they_are_served(client):
    make_lesson(items=all_kinds())
    pages = kept(client)["pages"]
    assert list(pages) == [LESSON, *(f"{LESSON}quiz/{place}/" for place in range(1, 6)), f"{LESSON}quiz/kept/", KEY]
    for path in (LESSON, f"{LESSON}quiz/3/", f"{LESSON}quiz/kept/"):
        assert pages[path] == client.get(path).content.decode()


def test_what_is_kept_is_the_same_for_everyone(client, phone, selam):
    make_lesson()
    phone.force_login(selam)
    assert kept(phone) == kept(client)
    response = phone.get("/en/kept.json")
    assert response.headers["Cache-Control"].startswith("public")
    assert selam.username not in response.content.decode()


def test_the_pages_around_lead_everywhere_without_a_network(client):
    make_lesson()
    pages = kept(client, "/en/kept.json")["pages"]
    for path in ("", "my-learning/kept/", "my-phone/", "not-here/", "local/", "local/czechia/", "safety/", "safety/before/"):
        assert f"/en/{path}" in pages


def test_a_version_changes_with_the_words_and_with_nothing_else(client, django_capture_on_commit_callbacks):
    lesson, other = make_lesson(), make_lesson("other")
    before = kept(client, "/en/versions.json")
    with django_capture_on_commit_callbacks(execute=True):
        start_new_generation()
    assert kept(client, "/en/versions.json") == before
    with django_capture_on_commit_callbacks(execute=True):
        publish(lesson, objective="I can lock two.")
    after = kept(client, "/en/versions.json")
    assert after[f"{LESSON}kept.json"] != before[f"{LESSON}kept.json"]
    assert after[f"/en/safety/before/{other.slug}/kept.json"] == before[f"/en/safety/before/{other.slug}/kept.json"]


def test_a_mended_answer_is_fetched_again(client, django_capture_on_commit_callbacks):
    lesson = make_lesson()
    before = kept(client, "/en/versions.json")[f"{LESSON}kept.json"]
    quiz = Quiz.objects.get(translation_key=lesson.quiz_key)
    quiz.items = quiz.items.stream_block.to_python(
        [item("true_false", "tf", answer="false"), item("true_false", "ft", answer="false")]
    )
    with django_capture_on_commit_callbacks(execute=True):
        quiz.save_revision().publish()
    assert kept(client, "/en/versions.json")[f"{LESSON}kept.json"] != before


def test_practice_comes_with_its_answers_in_a_file_of_their_own(client):
    make_lesson(items=all_kinds())
    said = client.get(KEY).json()
    assert said[block_id("one")]["key"] == {"answer": [block_id("c2")]}
    assert said[block_id("one")]["parts"][block_id("c1")] == "About 1."
    assert "Yes, because." not in kept(client)["pages"][f"{LESSON}quiz/2/"]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_quiz_that_counts_in_one_language_gives_its_answers_away_in_none(client, language):
    lesson = make_lesson()
    make_quiz(language="fr", key=lesson.quiz_key)
    Quiz.objects.filter(translation_key=lesson.quiz_key, locale__language_code=language).update(counts_for_credential=True)
    assert client.get(KEY).json() == {}
    assert "because" not in json.dumps(kept(client)["pages"])


def test_worlds_that_differ_in_the_key_alone_look_the_same_to_a_phone_where_it_counts(
    client, django_capture_on_commit_callbacks
):
    lesson = make_lesson()
    Quiz.objects.update(counts_for_credential=True)
    before = kept(client)["pages"]
    quiz = Quiz.objects.get(translation_key=lesson.quiz_key)
    quiz.items = quiz.items.stream_block.to_python(
        [item("true_false", "tf", answer="false", when_right="R"), item("true_false", "ft", answer="true", when_wrong="W")]
    )
    with django_capture_on_commit_callbacks(execute=True):
        quiz.save_revision().publish()
    assert kept(client)["pages"] == before


def test_a_module_says_what_it_weighs_before_it_is_taken(client):
    make_lesson()
    make_lesson("other")
    pack = client.get("/en/safety/before/pack.json").json()
    assert [lesson["address"] for lesson in pack["lessons"]] == [f"{LESSON}kept.json", "/en/safety/before/other/kept.json"]
    for file in (pack["frame"], *pack["lessons"]):
        assert 1000 < file["bytes"] < 40_000
        assert all(weight > 100 for weight in file["pictures"].values())


@pytest.mark.parametrize(
    "address", ["/en/safety/before/nothing/kept.json", "/en/safety/nowhere/pack.json", "/fr/safety/before/pack.json"]
)
def test_what_is_not_there_is_not_there(client, address):
    make_lesson()
    assert client.get(address).status_code == 404


def test_the_worker_names_every_file_it_keeps_and_is_asked_for_anew_each_time(client):
    response = client.get("/sw.js")
    assert response.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert "no-cache" in response.headers["Cache-Control"]
    assert "/static/js/question.js" in response.content.decode()


@pytest.mark.parametrize(("look", "name"), [("onward", "Onward"), ("notes", "الملاحظات"), ("recipes", "وصفات الطبخ")])
def test_the_home_screen_shows_the_name_she_chose_and_a_neutral_one_says_nothing_of_us(client, look, name):
    said = client.get(f"/manifest/ar/{look}.webmanifest").json()
    assert (said["name"], said["lang"], said["dir"], said["display"]) == (name, "ar", "rtl", "standalone")
    if look != "onward":
        assert "Onward" not in json.dumps(said) and said["description"] == ""
    assert said["icons"][0]["src"].endswith(".png")


@pytest.mark.parametrize("address", ["/manifest/xx/onward.webmanifest", "/manifest/en/secret.webmanifest"])
def test_other_looks_there_are_none(client, address):
    assert client.get(address).status_code == 404
