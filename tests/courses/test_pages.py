"""Home, course, module, lesson: in her language, or an honest word about it."""

import pytest
from wagtail.models import Page

from courses.models import LessonPage, ModulePage
from quizzes.models import Quiz
from tests.makers import block_id, make_home, make_lesson

pytestmark = pytest.mark.django_db
LESSON = "/en/safety/before/locks/"


def text(client, address, status=200):
    response = client.get(address)
    assert response.status_code == status, address
    return response.content.decode()


@pytest.fixture
def lessons(db):
    for language in ("en", "ar", "fr"):
        make_lesson("one", language=language)
        make_lesson("two", language=language)
        make_lesson("three", language=language, module="after", phase="post_arrival")


def test_home_leads_to_courses_and_modules_and_lessons(client, lessons):
    assert "/en/safety/" in text(client, "/en/")
    course = text(client, "/en/safety/")
    assert "Before you go" in course and "After you arrive" in course and "/en/safety/before/" in course
    assert "/en/safety/before/one/" in text(client, "/en/safety/before/")


def test_a_lesson_leads_on_and_back(client, lessons):
    page = text(client, "/en/safety/before/two/")
    assert 'href="/en/safety/before/one/" rel="prev"' in page
    assert 'href="/en/safety/after/three/" rel="next"' in page


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("ar", "rtl"), ("fr", "ltr")])
def test_language_and_direction_are_right(client, lessons, language, direction):
    assert f'<html lang="{language}" dir="{direction}">' in text(client, f"/{language}/safety/before/one/")


def test_a_lesson_that_lacks_the_language_says_so_and_offers_the_nearest(client, lessons):
    page = text(client, "/rw/safety/before/one/", 404)
    assert '<html lang="rw"' in page
    assert page.index("/fr/safety/before/one/") < page.index("/en/safety/before/one/") < page.index("/ar/safety/before/one/")
    assert "locks in en" not in page


def test_a_new_lesson_without_translation_is_listed_with_its_language(client, lessons):
    make_lesson("fresh", language="en")
    page = text(client, "/ar/safety/before/")
    assert '<a class="whole" href="/ar/safety/before/fresh/" lang="en" dir="ltr">fresh in en</a>' in page
    assert "/en/safety/before/fresh/" in text(client, "/ar/safety/before/fresh/", 404)


def test_home_in_a_language_without_lessons_offers_the_others(client, lessons):
    page = text(client, "/ti/")
    assert '<html lang="ti"' in page and 'href="/en/"' in page and 'href="/ar/"' in page


def test_a_page_whose_address_differs_in_her_language_is_found(client, lessons):
    for kind, slug, other in ((ModulePage, "before", "avant"), (LessonPage, "one", "un")):
        page = kind.objects.get(slug=slug, locale__language_code="fr")
        page.slug = other
        page.save()
    response = client.get("/fr/safety/before/one/")
    assert (response.status_code, response.headers["Location"]) == (302, "/fr/safety/avant/un/")
    assert 'href="/fr/safety/avant/un/"' in text(client, "/fr/safety/avant/")
    assert 'href="/fr/safety/avant/un/" rel="prev"' in text(client, "/fr/safety/avant/two/")


def test_what_hangs_below_a_page_that_is_off_the_site_is_not_listed(client, lessons):
    for page in ModulePage.objects.filter(slug="before"):
        page.unpublish()
    course = text(client, "/en/safety/")
    assert "/en/safety/before/" not in course and "/en/safety/after/" in course
    assert "/en/safety/before/one/" not in text(client, "/sitemap.xml")


def test_an_alias_of_another_language_is_no_translation(client, lessons):
    english = LessonPage.objects.get(slug="one", locale__language_code="en")
    LessonPage.objects.get(slug="one", locale__language_code="fr").delete()
    french = Page.objects.get(slug="before", locale__language_code="fr")
    english.create_alias(parent=french, update_locale=french.locale, update_slug="one")
    assert text(client, "/fr/safety/before/one/", 404)


@pytest.mark.parametrize("status", ["draft", "reviewed", "approved"])
def test_a_reader_sees_how_far_a_text_has_been_checked(client, status):
    make_lesson(text_status=status)
    words = {"draft": "Nobody has checked", "reviewed": "Checked by someone", "approved": "Approved by a trainer"}[status]
    assert words in text(client, LESSON)
    Quiz.objects.update(text_status=status)
    assert words in text(client, f"{LESSON}quiz/1/")


def test_every_block_is_shown(client):
    step = [{"type": "item", "id": block_id("s"), "value": "A step"}]
    make_lesson(
        body=[
            {"type": "paragraph", "id": block_id("1"), "value": {"heading": "Heading", "text": "<p>A <b>bold</b> text</p>"}},
            {
                "type": "picture",
                "id": block_id("2"),
                "value": {"illustration": "street", "alt": "A street.", "caption": "Ours"},
            },
            {"type": "callout", "id": block_id("3"), "value": {"kind": "warning", "text": "<p>Careful</p>"}},
            {"type": "steps", "id": block_id("4"), "value": {"heading": "Steps", "steps": step}},
            {"type": "checklist", "id": block_id("5"), "value": {"heading": "List", "steps": step}},
            {"type": "try_it", "id": block_id("6"), "value": {"heading": "Try", "steps": step}},
            {"type": "reflection", "id": block_id("7"), "value": {"question": "What do you think?"}},
        ]
    )
    page = text(client, LESSON)
    for words in (
        "<b>bold</b>",
        'alt="A street."',
        "Take care",
        "A step",
        'type="checkbox"',
        "Try it on your phone",
        "What do you think?",
        "2 questions",
    ):
        assert words in page, words


def test_hostile_rich_text_is_cleaned_on_its_way_in_and_on_its_way_out(client):
    hostile = '<p>x<script>alert(1)</script><img src=x onerror=alert(1)><a href="javascript:alert(1)">y</a></p>'
    lesson = make_lesson(body=[{"type": "paragraph", "id": block_id("1"), "value": {"heading": "", "text": hostile}}])
    stored = str(LessonPage.objects.get(pk=lesson.pk).body.get_prep_value())
    for bad in ("<script>", "onerror", "javascript:"):
        assert bad not in stored
        assert bad not in text(client, LESSON)
    from core.templatetags.onward import rich

    assert "<script" not in rich(hostile) and "onerror" not in rich(hostile)


@pytest.mark.parametrize("address", ["/en/safety/nothing/", "/en/a/b/c/d/e/", "/en/safety/before/locks/more/", "/en/quiz/1/"])
def test_unknown_addresses_are_not_found(client, address):
    make_lesson()
    assert "Your learning is safe" in text(client, address, 404)


def test_the_sitemap_lists_every_public_page_with_its_languages(client, lessons):
    make_lesson("fresh", language="en")
    page = text(client, "/sitemap.xml")
    assert "<loc>http://testserver/ar/safety/before/one/</loc>" in page
    assert 'hreflang="fr" href="http://testserver/fr/safety/before/one/"' in page
    assert "http://testserver/en/safety/before/fresh/" in page
    assert "http://testserver/ar/safety/before/fresh/" not in page


def test_my_learning_greets_who_has_not_begun(client, lessons):
    page = text(client, "/en/my-learning/")
    assert "Nothing here yet" in page and "Keep what you learn" in page


def test_an_empty_site_is_answered_kindly(client):
    make_home()
    assert "There are no lessons here yet." in text(client, "/en/")


def test_the_person_stands_in_one_place_of_a_track():
    from courses.views.learning import marks

    assert marks(["done", "begun", "", "begun"]) == ["done", "here", "", "begun"]
    assert marks(["", ""]) == ["", ""]
