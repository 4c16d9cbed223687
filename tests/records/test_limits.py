"""What waits for repair has its limits: beyond them nothing is acknowledged, so the phone keeps what it has."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courses.models import LessonPage
from quizzes.models import ItemVersion, Quiz
from records.models import Kept, Progress, Statement
from records.sync import receive
from records.sync.replay import replay
from tests.conftest import OURS
from tests.records.phones import SECRET, a_go, answered, send, statuses

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def small(monkeypatch: Any) -> None:
    monkeypatch.setattr(receive, "MOST_OF_ONE", 5)
    monkeypatch.setattr(receive, "MOST_OF_NOBODY", 3)
    monkeypatch.setattr(receive, "MOST_IN_ALL", 8)


def is_full(response: Any) -> bool:
    return (response.status_code, response.json()) == (503, {"error": "full"}) and int(response["Retry-After"]) >= 300


def odd(count: int, first: int = 0) -> list[Any]:
    return [{"odd": number} for number in range(first, first + count)]


def unreadable(number: int) -> Any:
    return Client(**OURS).post("/sync/", f"{number} {{", content_type="application/json")


def test_one_learner_fills_no_more_than_her_share(phone: Client) -> None:
    assert statuses(send(phone, odd(5))) == ["kept"] * 5
    assert is_full(send(phone, odd(1, first=5)))
    assert statuses(send(Client(**OURS), odd(2), secret="another-phone-altogether-0123456789")) == ["kept"] * 2
    assert Kept.objects.count() == 7


def test_what_is_kept_already_is_acknowledged_though_there_is_no_more_room(phone: Client) -> None:
    send(phone, odd(5))
    assert statuses(send(phone, odd(5))) == ["kept"] * 5


def test_nothing_of_a_batch_is_kept_by_halves(phone: Client) -> None:
    assert is_full(send(phone, odd(6)))
    assert Kept.objects.count() == 0


def test_good_statements_count_though_a_bad_one_finds_no_room(phone: Client, lesson: LessonPage, quiz: Quiz) -> None:
    send(phone, odd(5))
    go = a_go(quiz)
    assert is_full(send(phone, [*odd(1, first=5), *go]))
    assert Progress.objects.filter(activity=lesson.translation_key, passed_at__isnull=False).exists()
    assert statuses(send(phone, go)) == ["had", "had"]


def test_good_batches_are_taken_and_ask_nothing_about_room(phone: Client, quiz: Quiz) -> None:
    send(phone, odd(5))
    with CaptureQueriesContext(connection) as queries:
        assert statuses(send(phone, a_go(quiz))) == ["stored", "stored"]
    assert not [query["sql"] for query in queries if "records_kept" in query["sql"]]


def test_parcels_of_nobody_have_a_limit_too(phone: Client) -> None:
    assert [unreadable(number).status_code for number in range(4)] == [422, 422, 422, 503]
    assert unreadable(2).status_code == 422
    assert Kept.objects.count() == 3


def test_preferences_that_nobody_understands_have_a_limit_too(phone: Client) -> None:
    assert send(phone, [], preferences=odd(5)).status_code == 200
    assert is_full(send(phone, [], preferences=odd(6)))


def test_many_learners_together_have_a_limit(phone: Client) -> None:
    answers = [send(Client(**OURS), odd(3), secret=f"phone-{number}-of-someone-0123456789") for number in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 503]


def test_room_is_made_by_repairing(phone: Client, quiz: Quiz) -> None:
    versions = list(ItemVersion.objects.all())
    ItemVersion.objects.all().delete()
    send(phone, [answered(quiz, 0) for _ in range(5)])
    assert is_full(send(phone, odd(1)))
    assert replay(Kept.objects.waiting(), at=timezone.now()) == 0
    ItemVersion.objects.bulk_create(versions)
    assert replay(Kept.objects.waiting(), at=timezone.now()) == 5
    assert statuses(send(phone, odd(1))) == ["kept"]
    assert Statement.objects.count() == 5


def test_a_parcel_that_finds_no_room_for_its_bad_ones_waits_on(phone: Client, quiz: Quiz, monkeypatch: Any) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("records.sync.parcel.json.loads", lambda text: [])
        send(phone, [*odd(6), *a_go(quiz)], secret=SECRET)
    assert replay(Kept.objects.waiting(), at=timezone.now()) == 0
    assert Statement.objects.count() == 2
    assert Kept.objects.get().replayed is None
