"""Quizzes' front door: find one, judge an answer, say where a go stands."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.db import transaction

from accounts.models import Learner
from quizzes.items import Incomplete, Item, read_response
from quizzes.models import PHONE_FIRST, ItemVersion, Quiz
from quizzes.scoring import Answer, Attempt, begins_anew, is_right, latest_attempt
from quizzes.signals import attempt_finished
from records.api import NewStatement, Verb, answers_in, record

__all__ = [
    "PHONE_FIRST",
    "Attempt",
    "Incomplete",
    "Judged",
    "Reading",
    "UnknownItem",
    "answer",
    "attempt_of",
    "item_answered",
    "item_seen",
    "keep_versions",
    "quiz_of",
    "read_answer",
]


class UnknownItem(LookupError):
    """No item was ever published under this id and hash."""


@dataclass(frozen=True)
class Reading:
    """An answer as it was given: the item as it was seen, and the response by ids."""

    item: Item
    response: Any


@dataclass(frozen=True)
class Judged:
    """What became of an answer. ``repeated``: it was already in the record."""

    item: Item
    attempt: Attempt
    finished: bool
    repeated: bool = False


def quiz_of(translation_key: UUID, language: str, *, live: bool = True) -> Quiz | None:
    """A quiz in a language. One query."""
    quizzes = Quiz.objects.filter(translation_key=translation_key, locale__language_code=language).select_related("locale")
    return quizzes.filter(live=True).first() if live else quizzes.first()


def keep_versions(quiz: Quiz, *, at: datetime) -> None:
    """Keep each item of a quiz as it is now; what is already kept is not kept twice."""
    items = quiz.item_list
    had = {
        (version.content_hash, Item.from_dict(version.data))
        for version in ItemVersion.objects.filter(content_hash__in=[item.content_hash for item in items])
    }
    ItemVersion.objects.bulk_create(
        ItemVersion(content_hash=item.content_hash, item=item.id, quiz=quiz.translation_key, data=item.as_dict(), published=at)
        for item in items
        if (item.content_hash, item) not in had
    )


def item_seen(content_hash: str, item: UUID) -> Item | None:
    """The item that a page showed, with its newest key: a trainer who mends a wrong key mends it for answers on their way."""
    version = ItemVersion.objects.filter(content_hash=content_hash, item=item).order_by("-published", "-pk").first()
    return Item.from_dict(version.data) if version else None


def item_answered(answer: Answer, quiz: Quiz) -> Item | None:
    """The item as its feedback shows it: as she saw it, or in this language if she answered it in another."""
    now = next((one for one in quiz.item_list if one.id == str(answer.item)), None)
    if now and (now.content_hash == answer.content_hash or answer.language != quiz.locale.language_code):
        return now
    return item_seen(answer.content_hash, answer.item) or now


def attempt_of(learner: Learner | None, quiz: UUID) -> Attempt | None:
    """The go that a learner began last. One query."""
    return latest_attempt(_answers(learner, quiz))


def read_answer(*, quiz: Quiz, item: UUID, content_hash: str, form: Any) -> Reading:
    """What a posted form answers, by what its learner saw. Writes nothing.

    Raises Incomplete if it holds no whole answer, UnknownItem if no such item was ever published.
    """
    seen = item_seen(content_hash, item) or next((one for one in quiz.item_list if one.id == str(item)), None)
    if seen is None:
        raise UnknownItem
    return Reading(seen, read_response(seen, form))


@transaction.atomic
def answer(*, learner: Learner, quiz: Quiz, reading: Reading, language: str, at: datetime, context: Any = None) -> Judged:
    """Judge an answer and put it on its learner's record; with a go's last answer, its outcome too."""
    item, ids = UUID(reading.item.id), quiz.item_ids
    Learner.objects.select_for_update().get(pk=learner.pk)  # a double tap: the second waits, and finds the first
    had = _answers(learner, quiz.translation_key)
    latest = latest_attempt(had)
    anew = begins_anew(latest, item=item, items=ids, response=reading.response, at=at)
    if latest and not anew and item in latest.answers:
        return Judged(reading.item, latest, latest.is_finished(ids), repeated=True)
    go = latest.uuid if latest and not anew else uuid4()
    right = is_right(reading.item, reading.response)
    new = Answer(uuid4(), go, item, reading.response, right, at, reading.item.content_hash, language)
    attempt = latest_attempt([*had, new])
    assert attempt is not None
    finished = attempt.is_finished(ids)
    outcome = [_outcome(attempt, quiz, language, at)] if finished else []
    record(learner=learner, statements=[_answered(new, quiz), *outcome], at=at)
    if finished:
        attempt_finished.send(
            sender=Quiz,
            learner=learner,
            quiz=quiz.translation_key,
            attempt=attempt,
            passed=attempt.score_scaled >= quiz.mastery_score,
            language=language,
            at=at,
            context=context,
        )
    return Judged(reading.item, attempt, finished)


def _answers(learner: Learner | None, quiz: UUID) -> list[Answer]:
    return [
        Answer(
            one.uuid,
            one.attempt or one.uuid,
            one.activity,
            one.response,
            bool(one.success),
            one.timestamp,
            one.content_hash,
            one.language,
        )
        for one in answers_in(learner, quiz)
    ]


def _answered(new: Answer, quiz: Quiz) -> NewStatement:
    return NewStatement(
        Verb.ANSWERED,
        new.item,
        new.timestamp,
        uuid=new.uuid,
        parent=quiz.translation_key,
        attempt=new.attempt,
        response=new.response,
        success=new.right,
        content_hash=new.content_hash,
        language=new.language,
    )


def _outcome(attempt: Attempt, quiz: Quiz, language: str, at: datetime) -> NewStatement:
    """One outcome for each go: its uuid follows from the go's, so however often it is worked out it is one statement."""
    passed = attempt.score_scaled >= quiz.mastery_score
    return NewStatement(
        Verb.PASSED if passed else Verb.FAILED,
        quiz.translation_key,
        at,
        uuid=uuid5(attempt.uuid, "outcome"),
        attempt=attempt.uuid,
        success=passed,
        score_scaled=attempt.score_scaled,
        language=language,
    )
