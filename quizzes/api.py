"""Quizzes' front door: find one, judge an answer, say where a go stands."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from accounts.models import Learner
from quizzes.items import Incomplete, Item, read_response
from quizzes.judging import Go, as_answer, facts_of, goes_in
from quizzes.models import PHONE_FIRST, ItemVersion, Quiz, QuizVersion
from quizzes.scoring import Answer, Attempt, begins_anew, is_right, latest_attempt
from records.api import NewStatement, Verb, record, statements_about

__all__ = [
    "PHONE_FIRST",
    "Attempt",
    "Go",
    "Incomplete",
    "Judged",
    "Reading",
    "UnknownItem",
    "answer",
    "attempt_of",
    "counts",
    "facts_of",
    "goes_in",
    "item_answered",
    "item_seen",
    "keep_all_versions",
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
    repeated: bool = False


def quiz_of(translation_key: UUID, language: str, *, live: bool = True) -> Quiz | None:
    """A quiz in a language. One query."""
    quizzes = Quiz.objects.filter(translation_key=translation_key, locale__language_code=language).select_related("locale")
    return quizzes.filter(live=True).first() if live else quizzes.first()


def keep_versions(quiz: Quiz, *, at: datetime) -> None:
    """Keep a quiz and each of its items as they are now; what is already kept is not kept twice.

    A key that is as it was before the last one is kept again: answers are judged by the newest.
    """
    items = quiz.item_list
    hashes = [item.content_hash for item in items]
    had = [
        (version.content_hash, Item.from_dict(version.data))
        for version in ItemVersion.objects.filter(content_hash__in=hashes).order_by("published", "pk")
    ]
    newest = dict(had)
    ItemVersion.objects.bulk_create(
        ItemVersion(content_hash=item.content_hash, item=item.id, quiz=quiz.translation_key, data=item.as_dict(), published=at)
        for item in items
        if (item.content_hash, item) not in had or newest[item.content_hash].key != item.key
    )
    last = QuizVersion.objects.filter(quiz=quiz.translation_key, content_hash=quiz.version_hash).order_by("pk").last()
    if last is None or last.mastery_score != quiz.mastery_score:
        QuizVersion.objects.create(
            content_hash=quiz.version_hash,
            quiz=quiz.translation_key,
            items=sorted(item.id for item in items),
            mastery_score=quiz.mastery_score,
            published=at,
        )


def keep_all_versions(*, at: datetime) -> None:
    """Keep what is published, as this release shows it."""
    for quiz in Quiz.objects.filter(live=True).select_related("locale"):
        keep_versions(quiz, at=at)


def counts(quiz: Quiz) -> bool:
    """Whether a quiz counts for a credential, in whichever language its trainer said so. One query at most."""
    if quiz.counts_for_credential:
        return True
    return Quiz.objects.filter(translation_key=quiz.translation_key, live=True, counts_for_credential=True).exists()


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
def answer(*, learner: Learner, quiz: Quiz, reading: Reading, quiz_hash: str = "", language: str, at: datetime) -> Judged:
    """Judge an answer and put it on its learner's record. ``quiz_hash``: of the quiz as she saw it."""
    item, ids = UUID(reading.item.id), quiz.item_ids
    Learner.objects.select_for_update().get(pk=learner.pk)  # a double tap: the second waits, and finds the first
    latest = attempt_of(learner, quiz.translation_key)
    anew = begins_anew(latest, item=item, items=ids, response=reading.response, at=at)
    if latest and not anew and item in latest.answers:
        return Judged(reading.item, repeated=True)
    known = QuizVersion.objects.filter(quiz=quiz.translation_key, content_hash=quiz_hash).exists()
    statement = NewStatement(
        Verb.ANSWERED,
        item,
        at,
        parent=quiz.translation_key,
        parent_hash=quiz_hash if known else quiz.version_hash,
        attempt=latest.uuid if latest and not anew else uuid4(),
        response=reading.response,
        success=is_right(reading.item, reading.response),
        content_hash=reading.item.content_hash,
        language=language,
    )
    record(learner=learner, statements=[statement], at=at)
    return Judged(reading.item)


def _answers(learner: Learner | None, quiz: UUID) -> list[Answer]:
    return [as_answer(one) for one in statements_about(learner, [quiz]) if one.verb == Verb.ANSWERED]
