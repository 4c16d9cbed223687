"""Phones send what was done on them: each statement once, whatever the network, the clock and the trainers did meanwhile."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courses.models import LessonPage
from quizzes.api import keep_versions
from quizzes.models import ItemVersion, Quiz
from records.models import Kept, Progress, Statement
from records.sync.replay import replay
from tests.makers import NOON, all_kinds, item, later, make_lesson, two_questions
from tests.records.phones import a_go, answered, have_read, moment, send, statuses

pytestmark = pytest.mark.django_db


def passed(lesson):
    return Progress.objects.filter(activity=lesson.translation_key, passed_at__isnull=False).exists()


def test_a_strangers_page_sends_nothing(stranger, quiz):
    assert send(stranger, a_go(quiz)).status_code == 403
    assert Statement.objects.count() == 0


def test_what_is_sent_is_stored_judged_and_counted(phone, lesson, quiz):
    response = send(phone, a_go(quiz))
    assert statuses(response) == ["stored", "stored"]
    assert [ack["success"] for ack in response.json()["acks"]] == [True, True]
    assert passed(lesson)


def test_the_server_judges_for_itself(phone, lesson, quiz):
    forged = [one | {"success": True, "score": 1, "score_scaled": 1.0} for one in a_go(quiz, right=0)]
    assert [ack["success"] for ack in send(phone, forged).json()["acks"]] == [False, False]
    assert not passed(lesson)


def test_every_kind_of_question_is_judged(phone):
    lesson = make_lesson("kinds", items=all_kinds())
    response = send(phone, a_go(Quiz.objects.get(translation_key=lesson.quiz_key)))
    assert [ack["success"] for ack in response.json()["acks"]] == [True] * 5
    assert passed(lesson)


def test_sent_again_it_is_the_same(phone, quiz):
    parcel = a_go(quiz)
    send(phone, parcel)
    assert statuses(send(phone, parcel)) == ["had", "had"]
    assert Statement.objects.count() == 2
    assert Progress.objects.get(activity=quiz.translation_key).tries == 1


def test_twice_in_one_parcel_is_once(phone, quiz):
    one = answered(quiz, 0)
    assert statuses(send(phone, [one, one])) == ["stored", "had"]


def test_any_order_and_portions_give_the_same(phone, lesson, quiz):
    first, second = a_go(quiz)
    send(phone, [second])
    assert not passed(lesson)
    send(phone, [first])
    assert passed(lesson)


def test_a_bad_statement_costs_no_good_one(phone, lesson, quiz):
    bad = [None, 7, "text", [], {}, {"uuid": "no"}, answered(quiz, 0, verb="danced"), answered(quiz, 0, content_hash="0" * 64)]
    response = send(phone, [*bad, *a_go(quiz), answered(quiz, 0, response={"answer": ["perhaps"]})])
    assert statuses(response) == ["kept"] * 8 + ["stored", "stored", "kept"]
    reasons = [ack.get("reason") for ack in response.json()["acks"]]
    assert reasons == ["shape"] * 6 + ["verb", "content", None, None, "response"]
    assert passed(lesson)
    assert Kept.objects.count() == 9


def test_what_is_kept_is_kept_once_word_for_word(phone, quiz):
    odd = answered(quiz, 0, verb="danced", mood="\u0000 \ud800 ok")
    for _ in range(3):
        assert statuses(send(phone, [odd])) == ["kept"]
    assert json.loads(Kept.objects.get().raw) == odd


def test_what_was_kept_counts_once_it_can_be_understood(phone, lesson, quiz):
    versions = list(ItemVersion.objects.all())
    ItemVersion.objects.all().delete()
    assert statuses(send(phone, a_go(quiz))) == ["kept", "kept"]
    assert replay(Kept.objects.all(), at=timezone.now()) == 0
    ItemVersion.objects.bulk_create(versions)
    assert replay(Kept.objects.all(), at=timezone.now()) == 2
    assert passed(lesson)
    assert not Kept.objects.filter(replayed=None).exists()


def test_a_parcel_nobody_can_read_is_kept_too(phone):
    response = phone.post("/sync/", b'{"statements": [\x00\xff', content_type="application/json")
    assert (response.status_code, response.json()) == (422, {"error": "unreadable"})
    assert Kept.objects.get().reason == "batch"


def test_too_much_at_once_is_sent_back_and_nothing_taken(phone, quiz):
    response = send(phone, [answered(quiz, 0)] * 201)
    assert (response.status_code, response.json()["error"]) == (413, "too_much")
    assert send(phone, ["x" * 300_000]).status_code == 413
    assert Statement.objects.count() == Kept.objects.count() == 0


def test_a_database_in_trouble_acknowledges_nothing(phone, quiz, monkeypatch):
    def full(*args, **kwargs):
        raise OperationalError("database or disk is full")

    monkeypatch.setattr("records.sync.receive.append", full)
    response = send(phone, a_go(quiz))
    assert response.status_code == 503
    assert int(response.headers["Retry-After"]) > 0


# --- what she saw ---------------------------------------------------------------------------------------------------


def edit(quiz, items):
    quiz.items = quiz.items.stream_block.to_python(items)
    quiz.save_revision().publish()


def test_an_answer_is_judged_by_what_she_saw(phone, lesson, quiz):
    before = a_go(quiz)
    edit(quiz, [item("true_false", "tf", prompt="Otherwise?", answer="false"), item("true_false", "new", answer="true")])
    response = send(phone, before)
    assert [ack["success"] for ack in response.json()["acks"]] == [True, True]
    assert passed(lesson)


def test_an_answer_to_what_was_taken_off_the_site_counts(phone, lesson, quiz):
    before = a_go(quiz)
    LessonPage.objects.get(pk=lesson.pk).delete()
    Quiz.objects.get(pk=quiz.pk).delete()
    assert statuses(send(phone, before)) == ["stored", "stored"]
    assert passed(lesson)


def test_a_mended_key_counts_for_answers_on_their_way(phone, quiz):
    given = answered(quiz, 0, right=False)
    edit(quiz, [item("true_false", "tf", answer="false"), item("true_false", "ft", answer="false")])
    assert send(phone, [given]).json()["acks"][0]["success"]


def test_a_key_mended_by_mistake_and_mended_back_counts_as_it_is_now(phone, quiz):
    given, mended = answered(quiz, 0), [item("true_false", "tf", answer="false"), item("true_false", "ft", answer="false")]
    edit(quiz, mended)
    edit(quiz, two_questions())
    assert send(phone, [given]).json()["acks"][0]["success"]
    edit(quiz, mended)
    assert not send(phone, [answered(quiz, 0, response=given["response"])]).json()["acks"][0]["success"]


def test_part_of_an_older_shorter_quiz_does_not_end_a_longer_one(phone, lesson, quiz):
    edit(quiz, [item("true_false", "tf", answer="true")])
    edit(quiz, [item("true_false", "tf", answer="true"), item("true_false", "ft", answer="false")])
    send(phone, [answered(quiz, 0)])
    assert Progress.objects.get(activity=quiz.translation_key).tries == 0
    assert not passed(lesson)


def test_a_question_removed_midway_does_not_hold_her_up(phone, lesson, quiz):
    attempt = uuid4()
    send(phone, [answered(quiz, 1, attempt=attempt)])
    edit(quiz, [item("true_false", "tf", answer="true")])
    send(phone, [answered(quiz, 0, attempt=attempt, at=later(1))])
    assert passed(lesson)


def test_the_end_of_a_translation_with_fewer_questions_is_the_end(phone, lesson, quiz):
    make_lesson(language="fr", items=[item("true_false", "tf", answer="true")])
    french = Quiz.objects.get(translation_key=lesson.quiz_key, locale__language_code="fr")
    keep_versions(french, at=NOON)
    go = answered(quiz, 0)
    end = {
        "uuid": str(uuid4()),
        "verb": "completed",
        "activity": str(quiz.translation_key),
        "attempt": go["attempt"],
        "parent_hash": french.version_hash,
        "timestamp": moment(NOON),
    }
    assert statuses(send(phone, [end])) == ["stored"]
    assert not passed(lesson)
    send(phone, [go])
    assert passed(lesson)


def test_reading_counts_where_there_was_no_quiz_when_she_read(phone):
    lesson = make_lesson("plain", with_quiz=False)
    response = send(phone, [have_read(lesson), have_read(make_lesson("other")), have_read(lesson, content_hash="f" * 64)])
    assert statuses(response) == ["stored", "stored", "kept"]
    assert passed(lesson)
    assert Progress.objects.filter(passed_at__isnull=False).count() == 1


@pytest.mark.parametrize("read_first", [True, False])
def test_reading_a_lesson_that_has_a_quiz_is_remembered_whenever_its_answers_come(phone, lesson, quiz, read_first):
    read, go = have_read(lesson), a_go(quiz, right=0, at=later(9))
    for statements in ([read], go) if read_first else (go, [read]):
        send(phone, statements)
    progress = Progress.objects.get(activity=lesson.translation_key)
    assert (progress.begun_at, progress.completed_at, progress.passed_at) == (NOON, NOON, None)


# --- clocks ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("years", [-56, 10])
def test_a_wrong_clock_is_kept_as_sent_and_corrected(phone, quiz, years):
    now = timezone.now()
    wrong = now + timedelta(days=365 * years)
    response = send(phone, [answered(quiz, 0, at=wrong - timedelta(hours=1))], sent_at=moment(wrong))
    statement = Statement.objects.get()
    assert abs(statement.timestamp - (now - timedelta(hours=1))) < timedelta(seconds=30)
    assert statement.as_sent == moment(wrong - timedelta(hours=1))
    assert abs(response.json()["clock_error"] + years * 365 * 86400) < 60


@pytest.mark.parametrize(
    "at", ["1970-01-01T00:00:00.000Z", "2039-01-01T00:00:00.000Z", "+012026-01-01T00:00:00.000Z", "0001-01-01"]
)
def test_what_a_clock_said_that_was_mended_since_is_taken_as_of_its_arrival(phone, quiz, at):
    send(phone, [answered(quiz, 0, timestamp=at)], sent_at=moment(timezone.now()))
    statement = Statement.objects.get()
    assert statement.timestamp == statement.stored
    assert statement.as_sent == at


def test_a_clock_that_is_about_right_is_left_alone(phone, quiz):
    at = timezone.now() - timedelta(days=1)
    send(phone, [answered(quiz, 0, at=at)], sent_at=moment(timezone.now() - timedelta(seconds=30)))
    assert moment(Statement.objects.get().timestamp) == moment(at)


# --- cost -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("goes", [1, 10, 50])
def test_a_hundred_statements_cost_the_queries_of_one(phone, quiz, goes):
    key = send(phone, a_go(quiz)).json()["key"]
    parcel = [one for _ in range(goes) for one in a_go(quiz, right=1)]
    with CaptureQueriesContext(
        connection,
    ) as queries:
        send(phone, parcel, key=key, secret="")
    said = [query["sql"] for query in queries if not query["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))]
    assert len(said) <= 9, "\n".join(said)
