"""What trainers do at /cms/, through the forms they use."""

import json
import re
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Locale
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from accounts.models import User
from courses.models import CoursePage, LessonPage, ModulePage
from quizzes.models import Quiz
from tests.admin.reading import text_of
from tests.makers import all_kinds, make_home, make_lesson, make_quiz

QUIZ_ADD = "/cms/snippets/quizzes/quiz/add/"


def rows(values: list[Any]) -> dict[str, str]:
    """A list block's rows as the browser posts them."""
    data: dict[str, Any] = {"count": str(len(values))}
    for place, value in enumerate(values):
        data[str(place)] = {"value": value, "order": str(place), "deleted": "", "id": ""}
    return data


WORDS = {"prompt": "Who may see your code?", "picture": "", "alt": "", "when_right": "Nobody else.", "when_wrong": "Keep it."}


def choices(*right: bool) -> dict[str, str]:
    return rows(
        [
            {"text": f"Choice {place}", "feedback": "", "picture": "", **({"right": "on"} if one else {})}
            for place, one in enumerate(right)
        ]
    )


def quiz_form(items: list[tuple[str, Any]], **values: Any) -> dict[str, str]:
    form = {"title": "Codes", "items": streamfield(items), "mastery_score": "0.8000", "text_status": "draft", **values}
    return nested_form_data(form)


def every_kind() -> list[tuple[str, Any]]:
    return [
        ("true_false", WORDS | {"answer": "false"}),
        ("choice", WORDS | {"choices": choices(True, False)}),
        ("multiple_choice", WORDS | {"choices": choices(True, True, False)}),
        ("sequencing", WORDS | {"steps": rows([{"text": "First"}, {"text": "Second"}])}),
        ("matching", WORDS | {"pairs": rows([{"left": "A", "right": "B"}, {"left": "C", "right": "D"}])}),
    ]


def lesson_form(body: list[tuple[str, Any]], **values: Any) -> dict[str, str]:
    words = {
        "title": "My code",
        "slug": "my-code",
        "objective": "I can keep it.",
        "minutes": "4",
        "picture": "phone-lock",
        "picture_alt": "A lock.",
        "text_status": "draft",
        "body": streamfield(body),
        "comment_notifications": "",
        "comments": {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0", "MIN_NUM_FORMS": "0", "MAX_NUM_FORMS": ""},
    }
    return nested_form_data(words | values)


# --- who may come in ------------------------------------------------------------------------------------------------


def test_a_stranger_is_sent_to_sign_in(client: Client, db: None) -> None:
    assert client.get("/cms/").headers["Location"].startswith("/cms/login/")


def test_a_learner_may_not_come_in(client: Client, selam: User) -> None:
    client.force_login(selam)
    assert client.get("/cms/").status_code == 302
    assert client.get(QUIZ_ADD).status_code == 302


@pytest.mark.parametrize("path", ["users/", "groups/", "sites/", "collections/", "redirects/"])
def test_what_belongs_to_administrators_is_closed_to_trainers(cms: Client, path: str) -> None:
    assert cms.get(f"/cms/{path}").status_code == 302


def test_the_menu_holds_what_trainers_need_and_no_more(cms: Client) -> None:
    props = text_of(cms.get("/cms/"))
    labels = set(re.findall(r'"label": "([^"]+)"', props)) | set(re.findall(r'"name": "([^"]+)"', props))
    assert {"Courses", "Quizzes", "Local facts", "Pictures", "Voice clips"} <= labels
    assert not {"Documents", "Reports", "Settings", "Help", "Snippets"} & labels


# --- quizzes --------------------------------------------------------------------------------------------------------


def test_a_quiz_with_every_kind_of_question_is_written_and_published(cms: Client) -> None:
    response = cms.post(QUIZ_ADD, quiz_form(every_kind()) | {"action-publish": "1"})
    assert response.status_code == 302, text_of(response)
    quiz = Quiz.objects.get(title="Codes")
    assert quiz.live
    assert [item.interaction_type for item in quiz.item_list] == [
        "true-false",
        "choice",
        "multiple-choice",
        "sequencing",
        "matching",
    ]
    assert [part.right for part in quiz.item_list[1].parts] == [True, False]


@pytest.mark.parametrize(
    ("items", "says"),
    [
        ([], "Add at least one question."),
        ([("true_false", WORDS | {"answer": "true", "prompt": ""})], "Please fill this in."),
        ([("true_false", WORDS | {"answer": "true", "picture": "calm"})], "Say in a few words what the picture shows."),
        ([("choice", WORDS | {"choices": choices(False, False)})], "Mark exactly one choice as right. Now none is."),
        ([("choice", WORDS | {"choices": choices(True, True)})], "Mark exactly one choice as right. Now 2 are."),
        ([("choice", WORDS | {"choices": choices(True)})], "Add more: there must be 2."),
        ([("multiple_choice", WORDS | {"choices": choices(False, False)})], "Mark each choice that is right. Now none is."),
        (
            [("sequencing", WORDS | {"steps": rows([{"text": "Same"}, {"text": "Same"}])})],
            "is there twice. Change one of them.",
        ),
    ],
)
def test_a_question_that_cannot_be_answered_is_refused_with_what_to_do(cms: Client, items: Any, says: str) -> None:
    response = cms.post(QUIZ_ADD, quiz_form(items) | {"action-publish": "1"})
    assert response.status_code == 200
    assert says in text_of(response)
    assert not Quiz.objects.exists()


def test_a_share_that_is_not_in_the_list_is_offered_as_it_is(cms: Client) -> None:
    quiz = make_quiz(mastery_score="0.7000")
    assert '<option value="0.7000" selected>70%</option>' in text_of(cms.get(f"/cms/snippets/quizzes/quiz/edit/{quiz.pk}/"))


def test_the_preview_shows_each_question_and_all_that_can_be_said_about_it(cms: Client) -> None:
    path = f"/cms/snippets/quizzes/quiz/preview/{make_quiz(all_kinds()).pk}/"
    assert cms.post(path, quiz_form(every_kind())).json()["is_valid"]
    response = cms.get(path)
    page = text_of(response)
    assert page.count('<form class="question">') == 5
    assert page.count("Nobody else.") == page.count("Keep it.") == 5
    assert "frame-ancestors 'self'" in response["Content-Security-Policy"]
    assert "script-src 'self'" in response["Content-Security-Policy"]
    assert response["X-Frame-Options"] == "SAMEORIGIN"


def test_a_quiz_that_is_just_being_written_is_previewed(cms: Client) -> None:
    path = "/cms/snippets/quizzes/quiz/preview/"
    cms.post(path, quiz_form(every_kind()))
    assert text_of(cms.get(path)).count('<form class="question">') == 5


def test_a_lesson_that_is_just_being_written_is_previewed(cms: Client) -> None:
    module = make_lesson().get_parent()
    path = f"/cms/pages/add/courses/lessonpage/{module.pk}/preview/"
    assert cms.post(path, lesson_form([("reflection", {"question": "Whom do you trust?"})])).json()["is_valid"]
    assert "Whom do you trust?" in text_of(cms.get(path))


def test_the_preview_speaks_the_quiz_s_language(cms: Client) -> None:
    path = f"/cms/snippets/quizzes/quiz/preview/{make_quiz(language='ar').pk}/"
    cms.post(path, quiz_form(every_kind()))
    assert '<html lang="ar" dir="rtl">' in text_of(cms.get(path))


def test_a_quiz_s_translation_keeps_the_ids_and_waits_to_be_published(cms: Client) -> None:
    quiz, arabic = make_quiz(all_kinds(), text_status="approved"), Locale.objects.get(language_code="ar")
    response = cms.post(f"/cms/translation/submit/snippet/quizzes/quiz/{quiz.pk}/", {"locales": [arabic.pk]})
    copy = Quiz.objects.get(locale=arabic, translation_key=quiz.translation_key)
    assert response.headers["Location"] == f"/cms/snippets/quizzes/quiz/edit/{copy.pk}/"
    assert copy.item_ids == quiz.item_ids
    assert [item.key for item in copy.item_list] == [item.key for item in quiz.item_list]
    assert not copy.live, "an untranslated copy must not reach learners"
    assert copy.text_status == "draft"
    assert cms.get(response.headers["Location"]).status_code == 200


# --- lessons --------------------------------------------------------------------------------------------------------


def test_a_course_a_module_and_a_lesson_are_written_and_published(cms: Client) -> None:
    common = {
        "text_status": "draft",
        "picture": "calm",
        "summary": "Short.",
        "comment_notifications": "",
        "action-publish": "1",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
    }
    home = make_home()
    cms.post(f"/cms/pages/add/courses/coursepage/{home.pk}/", common | {"title": "Work", "slug": "work"})
    course = CoursePage.objects.get(slug="work")
    cms.post(
        f"/cms/pages/add/courses/modulepage/{course.pk}/",
        common | {"title": "Before", "slug": "before", "phase": "pre_departure"},
    )
    module = ModulePage.objects.get(slug="before")
    quiz = make_quiz()
    steps = {"heading": "Do this", "steps": rows(["One", "Two"])}
    body = [
        ("paragraph", {"heading": "", "text": rich_text("<p>Your code is <b>yours</b>.</p>")}),
        ("picture", {"illustration": "calm", "image": "", "alt": "A tree.", "caption": ""}),
        ("callout", {"kind": "tip", "text": rich_text("<p>Tell nobody.</p>")}),
        ("steps", steps),
        ("checklist", steps),
        ("try_it", steps),
        ("reflection", {"question": "Whom do you trust?"}),
        ("quiz", str(quiz.pk)),
    ]
    response = cms.post(f"/cms/pages/add/courses/lessonpage/{module.pk}/", lesson_form(body) | {"action-publish": "1"})
    assert response.status_code == 302, text_of(response)
    lesson = LessonPage.objects.get(slug="my-code")
    assert lesson.quiz_key == quiz.translation_key
    assert cms.get("/en/work/before/my-code/").status_code == 200


def test_hostile_words_in_rich_text_are_cleaned_when_stored(cms: Client) -> None:
    module = make_lesson().get_parent()
    start = {"offset": 0, "length": 5}
    block = {
        "key": "a",
        "text": "click <script>alert(1)</script>",
        "type": "unstyled",
        "depth": 0,
        "inlineStyleRanges": [start | {"style": 'BOLD" onmouseover="alert(1)'}],
        "entityRanges": [start | {"key": 0}],
    }
    link = {"type": "LINK", "mutability": "MUTABLE", "data": {"url": "javascript:alert(1)", "onclick": "alert(1)"}}
    hostile = json.dumps({"blocks": [block], "entityMap": {"0": link}})
    for number, text in enumerate([hostile, rich_text('<p><a href="JaVaScRiPt:alert(1)">x</a></p><script>alert(1)</script>')]):
        body = [("paragraph", {"heading": "<script>alert(1)</script>", "text": text})]
        form = lesson_form(body, slug=f"hostile-{number}") | {"action-publish": "1"}
        response = cms.post(f"/cms/pages/add/courses/lessonpage/{module.pk}/", form)
        assert response.status_code == 302, text_of(response)
        stored = LessonPage.objects.get(slug=f"hostile-{number}").body.get_prep_value()[0]["value"]["text"]
        assert not re.search(r"<script|javascript:|<[^>]*\son\w+=|<img", stored, re.I), stored
        shown = text_of(cms.get(f"/en/safety/before/hostile-{number}/"))
        assert "<script>alert" not in shown
        assert "javascript:" not in shown.lower()


def test_an_empty_lesson_is_refused_with_what_to_do(cms: Client) -> None:
    module = make_lesson().get_parent()
    response = cms.post(f"/cms/pages/add/courses/lessonpage/{module.pk}/", lesson_form([]) | {"action-publish": "1"})
    assert "Add at least one part, for example a paragraph." in text_of(response)


def test_the_form_has_the_address_and_nothing_for_search_engines_or_menus(cms: Client) -> None:
    form = text_of(cms.get(f"/cms/pages/{make_lesson().pk}/edit/"))
    assert 'name="slug"' in form
    assert not re.search(r'name="(seo_title|search_description|show_in_menus|go_live_at)"', form)
    assert "set-privacy" not in form


def test_a_draft_is_previewed_with_its_unpublished_quiz_though_the_published_page_is_kept(cms: Client) -> None:
    lesson = make_lesson()
    Quiz.objects.update(live=False)
    address = "/en/safety/before/locks/"
    assert 'id="quiz"' not in text_of(cms.get(address))
    lesson.title = "A new title"
    lesson.save_revision()
    response = cms.get(f"/cms/pages/{lesson.pk}/view_draft/")
    assert "<h1>A new title</h1>" in text_of(response)
    assert 'id="quiz"' in text_of(response)
    assert "frame-ancestors 'self'" in response["Content-Security-Policy"]
    assert "A new title" not in text_of(cms.get(address)), "the draft is not for learners"


def test_a_lesson_that_was_never_published_is_previewed(cms: Client) -> None:
    lesson = make_lesson(live=False)
    assert "<h1>locks in en</h1>" in text_of(cms.get(f"/cms/pages/{lesson.pk}/view_draft/"))


def test_a_lesson_s_translation_keeps_its_address_and_block_ids_and_waits_to_be_published(cms: Client) -> None:
    lesson = make_lesson(text_status="approved")
    make_lesson("other", language="ar", with_quiz=False)
    arabic = Locale.objects.get(language_code="ar")
    cms.post(f"/cms/translation/submit/page/{lesson.pk}/", {"locales": [arabic.pk]})
    copy = LessonPage.objects.get(locale=arabic, translation_key=lesson.translation_key)
    assert [block.id for block in copy.body] == [block.id for block in lesson.body]
    assert copy.slug == lesson.slug
    assert not copy.live
    assert copy.text_status == copy.get_latest_revision_as_object().text_status == "draft"
