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
    "UnknownItem",
    "answer",
    "attempt_of",
    "item_answered",
    "item_seen",
    "keep_versions",
    "quiz_of",
]


class UnknownItem(LookupError):
    """No item was ever published under this id and hash."""


@dataclass(frozen=True)
class Judged:
    """An answer and what became of it. ``repeated``: it was already in the record."""

    item: Item
    response: Any
    right: bool
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


@transaction.atomic
def answer(
    *, learner: Learner, quiz: Quiz, item: UUID, content_hash: str, form: Any, language: str, at: datetime, context: Any = None
) -> Judged:
    """Judge an answer by what its learner saw, and put it on her record; with the last one, the outcome too.

    ``form`` holds the posted values. Raises Incomplete if it holds no whole answer, UnknownItem if there is no such item.
    """
    seen = item_seen(content_hash, item) or next((one for one in quiz.item_list if one.id == str(item)), None)
    if seen is None:
        raise UnknownItem
    response = read_response(seen, form)
    Learner.objects.select_for_update().get(pk=learner.pk)  # a double tap: the second waits, and finds the first
    had = _answers(learner, quiz.translation_key)
    latest = latest_attempt(had)
    if latest and item in latest.answers and not begins_anew(latest, item=item, items=quiz.item_ids, response=response, at=at):
        return Judged(seen, response, latest.answers[item].right, latest, latest.is_finished(quiz.item_ids), repeated=True)
    anew = begins_anew(latest, item=item, items=quiz.item_ids, response=response, at=at)
    go = uuid4() if anew or latest is None else latest.uuid
    new = Answer(uuid4(), go, item, response, is_right(seen, response), at, seen.content_hash, language)
    attempt = latest_attempt([*had, new])
    assert attempt is not None
    finished = attempt.is_finished(quiz.item_ids)
    statements = [_answered(new, quiz)]
    if finished:
        statements.append(_outcome(attempt, quiz, language, at))
    record(learner=learner, statements=statements, at=at)
    if finished:
        attempt_finished.send(
            sender=Quiz, learner=learner, quiz=quiz.translation_key, attempt=attempt,
            passed=attempt.score_scaled >= quiz.mastery_score, language=language, at=at, context=context,
        )
    return Judged(seen, response, new.right, attempt, finished)


def _answers(learner: Learner | None, quiz: UUID) -> list[Answer]:
    return [
        Answer(
            one.uuid, one.attempt or one.uuid, one.activity, one.response, bool(one.success), one.timestamp,
            one.content_hash, one.language,
        )
        for one in answers_in(learner, quiz)
    ]


def _answered(new: Answer, quiz: Quiz) -> NewStatement:
    return NewStatement(
        Verb.ANSWERED, new.item, new.timestamp, uuid=new.uuid, parent=quiz.translation_key, attempt=new.attempt,
        response=new.response, success=new.right, content_hash=new.content_hash, language=new.language,
    )


def _outcome(attempt: Attempt, quiz: Quiz, language: str, at: datetime) -> NewStatement:
    """One outcome for each go: its uuid follows from the go's, so however often it is worked out it is one statement."""
    passed = attempt.score_scaled >= quiz.mastery_score
    return NewStatement(
        Verb.PASSED if passed else Verb.FAILED, quiz.translation_key, at, uuid=uuid5(attempt.uuid, "outcome"),
        attempt=attempt.uuid, success=passed, score_scaled=attempt.score_scaled, language=language,
    )
