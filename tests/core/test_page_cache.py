"""Public pages are the same for everyone, kept, compressed, validated, and never stale."""

import errno
import gzip

import brotli
import pytest
from django.core.cache import caches
from django.http import HttpResponse

from core.page_cache import middleware, public_page
from courses.models import LessonPage, LocalFact
from quizzes.models import Quiz
from tests.makers import make_lesson, make_user

pytestmark = pytest.mark.django_db
LESSON = "/en/safety/before/locks/"
PUBLIC = [
    "/en/",
    "/en/safety/",
    "/en/safety/before/",
    LESSON,
    f"{LESSON}quiz/1/",
    "/en/local/",
    "/en/local/czechia/",
    "/sitemap.xml",
]


@pytest.mark.parametrize("address", PUBLIC)
def test_a_kept_page_costs_no_query(client, address, django_assert_num_queries):
    make_lesson()
    client.get(address)
    with django_assert_num_queries(0):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("address", PUBLIC)
def test_a_page_is_the_same_for_everyone(client, phone, address):
    make_lesson()
    nobody = client.get(address)
    client.force_login(make_user())
    phone.cookies["visitor"] = "someone"
    for response in (nobody, client.get(address), phone.get(address)):
        assert response.content == nobody.content
        # Last, so by core.away, which looks for its own cookie; a page that read a session would have it first.
        assert response.headers["Vary"].endswith("Accept-Encoding, Cookie" if address.startswith("/en/") else "Accept-Encoding")
        assert "csrf" not in response.content.decode()
        assert response.headers["Cache-Control"] == "public, max-age=60, stale-while-revalidate=600"


def test_a_full_disk_keeps_no_page_from_anyone(client, monkeypatch):
    def full(*args, **kwargs):
        raise OSError(errno.ENOSPC, "No space left on device")

    make_lesson()
    caches["pages"].clear()
    for name in ("set", "add", "get_or_set"):
        monkeypatch.setattr(caches["pages"], name, full)
    assert [client.get(LESSON).status_code for _ in range(2)] == [200, 200]


def test_a_lesson_costs_the_same_few_queries_however_long_it_is(client, django_assert_num_queries):
    body = [
        {"type": "paragraph", "id": f"00000000-0000-4000-8000-{n:012}", "value": {"heading": "H", "text": "<p>x</p>"}}
        for n in range(40)
    ]
    make_lesson()
    make_lesson("long", body=body)
    client.get("/en/")  # the outline of the course is there
    for slug in ("locks", "long"):
        with django_assert_num_queries(3):
            client.get(f"/en/safety/before/{slug}/")


def test_even_with_nothing_kept_a_lesson_costs_few_queries(client, django_assert_num_queries):
    make_lesson()
    with django_assert_num_queries(6):
        client.get(LESSON)


@pytest.mark.parametrize(
    ("accepted", "encoding", "unpack"),
    [("gzip, br", "br", brotli.decompress), ("gzip", "gzip", gzip.decompress), ("", None, bytes)],
)
def test_pages_are_sent_compressed(client, accepted, encoding, unpack):
    make_lesson()
    plain = client.get(LESSON).content
    response = client.get(LESSON, HTTP_ACCEPT_ENCODING=accepted)
    assert response.headers.get("Content-Encoding") == encoding
    assert unpack(response.content) == plain
    assert "Accept-Encoding" in response.headers["Vary"]


def test_an_unchanged_page_is_not_sent_again(client):
    make_lesson()
    etag = client.get(LESSON).headers["ETag"]
    response = client.get(LESSON, HTTP_IF_NONE_MATCH=etag)
    assert (response.status_code, response.content) == (304, b"")
    assert response.headers["ETag"] == etag


def test_a_published_change_is_seen_at_once(client, django_capture_on_commit_callbacks):
    lesson = make_lesson()
    client.get(LESSON)
    with django_capture_on_commit_callbacks(execute=True):
        lesson = LessonPage.objects.get(pk=lesson.pk)
        lesson.objective = "I can do something new."
        lesson.save_revision().publish()
    assert "something new" in client.get(LESSON).content.decode()


def test_a_draft_is_not_seen(client, django_capture_on_commit_callbacks):
    lesson = LessonPage.objects.get(pk=make_lesson().pk)
    with django_capture_on_commit_callbacks(execute=True):
        lesson.objective = "I can do something new."
        lesson.save_revision()
    assert "something new" not in client.get(LESSON).content.decode()


def test_a_published_quiz_is_seen_at_once(client, django_capture_on_commit_callbacks):
    lesson = make_lesson()
    client.get(f"{LESSON}quiz/1/")
    quiz = Quiz.objects.get(translation_key=lesson.quiz_key)
    with django_capture_on_commit_callbacks(execute=True):
        raw = quiz.items.get_prep_value()
        raw[0]["value"]["prompt"] = "A new question?"
        quiz.items = quiz.items.stream_block.to_python(raw)
        quiz.save_revision().publish()
    assert "A new question?" in client.get(f"{LESSON}quiz/1/").content.decode()


def test_a_checked_fact_is_seen_at_once(client, django_capture_on_commit_callbacks):
    make_lesson()
    client.get("/en/local/czechia/")
    with django_capture_on_commit_callbacks(execute=True):
        LocalFact.objects.create(
            key="emergency",
            destination="czechia",
            kind="short_number",
            value="112",
            source="x",
            verified_on="2026-01-01",
            review_after="2099-01-01",
        )
    assert "tel:112" in client.get("/en/local/czechia/").content.decode()


def test_a_page_about_a_person_is_kept_by_nobody(phone):
    make_lesson()
    for address in ("/en/my-learning/", "/en/my-learning/state.json", "/en/account/login/"):
        assert "no-store" in phone.get(address).headers["Cache-Control"], address


def test_one_host_never_gets_anothers_page(client, settings):
    settings.ALLOWED_HOSTS = ["testserver", "other.example"]
    make_lesson()
    client.get("/sitemap.xml")
    assert "http://testserver" not in client.get("/sitemap.xml", HTTP_HOST="other.example").content.decode()


@pytest.mark.parametrize("address", ["/", "/en/my-learning/", "/en/account/signup/", "/en/nothing/"])
def test_pages_that_are_not_kept_are_sent_compressed_too(client, address):
    make_lesson()
    assert client.get(address, HTTP_ACCEPT_ENCODING="gzip, br").headers["Content-Encoding"] == "gzip"


def test_an_answer_with_a_cookie_is_kept_for_nobody_else(rf):
    @public_page
    def view(request):
        response = HttpResponse("hello")
        response.set_cookie("visitor", "someone")
        return response

    keep = middleware(view)
    assert keep(rf.get("/en/x/")).cookies
    assert keep(rf.get("/en/x/")).cookies, "the second came from the view too, not from what was kept"


def test_voices_are_not_compressed_a_second_time(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "voice.ogg").write_bytes(b"OggS" * 1000)
    response = client.get("/media/voice.ogg", headers={"accept-encoding": "gzip, br"})
    assert "Content-Encoding" not in response
    assert response.getvalue() == b"OggS" * 1000
