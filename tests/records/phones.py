"""What a phone sends, for tests."""

import json
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.test import Client

from courses.models import LessonPage
from quizzes.models import Quiz
from tests.makers import NOON

SECRET = "a-secret-that-a-phone-made-0123456789"


def moment(at: datetime) -> str:
    """As JavaScript writes it."""
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def answered(
    quiz: Quiz, place: int, *, right: bool = True, attempt: Any = None, at: datetime = NOON, **values: Any
) -> dict[str, Any]:
    """An answer to a quiz's item, counted from 0, as the question page's script makes it."""
    item = quiz.item_list[place]
    response = item.form_key if right else {"answer": ["false" if item.answer else "true"]}
    said = {
        "uuid": str(uuid4()),
        "verb": "answered",
        "activity": item.id,
        "parent": str(quiz.translation_key),
        "parent_hash": quiz.version_hash,
        "attempt": str(attempt or uuid4()),
        "response": response,
        "content_hash": item.content_hash,
        "language": quiz.locale.language_code,
        "timestamp": moment(at),
    }
    return said | values


def have_read(lesson: LessonPage, **values: Any) -> dict[str, Any]:
    said = {
        "uuid": str(uuid4()),
        "verb": "completed",
        "activity": str(lesson.translation_key),
        "content_hash": lesson.content_hash,
        "language": "en",
        "timestamp": moment(NOON),
    }
    return said | values


def a_go(quiz: Quiz, *, right: int | None = None, at: datetime = NOON) -> list[dict[str, Any]]:
    """All of a quiz answered, the first ``right`` rightly (all, if not said)."""
    attempt, count = uuid4(), len(quiz.items)
    good = count if right is None else right
    return [answered(quiz, place, right=place < good, attempt=attempt, at=at) for place in range(count)]


def send(client: Client, statements: list[Any], **values: Any) -> Any:
    """Post a parcel."""
    parcel = {"version": 1, "secret": SECRET, "statements": statements} | values
    return client.post("/sync/", json.dumps(parcel), content_type="application/json")


def statuses(response: Any) -> list[str]:
    return [ack["status"] for ack in response.json()["acks"]]
