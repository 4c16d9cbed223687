"""Answers as they come in: judged by what their learner saw, and counted as goes. The number of queries does not grow."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid5

from accounts.models import Learner
from core.languages import BY_CODE
from quizzes.items import Form, Incomplete, Item, read_response
from quizzes.models import ItemVersion, QuizVersion
from quizzes.scoring import Answer, Attempt, Outcome, Version, attempts, is_right
from records.api import Fact, NewStatement, Reason, Sent, Verb, Verdict, judges, statements_about
from records.models import Statement


@dataclass(frozen=True)
class Go:
    """One go at a quiz, and how it ended, if it has."""

    attempt: Attempt
    outcome: Outcome | None


@judges
def judge(sent: Sequence[Sent]) -> list[Verdict]:
    """Answers to items, and the word that she came to the end of a quiz. One query."""
    hashes = {one.content_hash for one in sent if one.verb == Verb.ANSWERED and one.content_hash}
    found: dict[tuple[str, UUID], ItemVersion] = {}
    for version in ItemVersion.objects.filter(content_hash__in=hashes).order_by("published", "pk") if hashes else ():
        found[version.content_hash, version.item] = version  # a trainer who mends a wrong key mends it for what is on its way
    return [_judged(one, found.get((one.content_hash, one.activity))) for one in sent]


def _judged(sent: Sent, version: ItemVersion | None) -> Verdict:
    if sent.verb == Verb.COMPLETED and sent.attempt:
        return _statement(sent, parent_hash=sent.parent_hash or sent.content_hash)
    if sent.verb != Verb.ANSWERED:
        return None
    if sent.attempt is None:
        return Reason.SHAPE
    if version is None:
        return Reason.CONTENT
    item = Item.from_dict(version.data)
    try:
        response = read_response(item, Form(sent.response))
    except Incomplete:
        return Reason.RESPONSE
    return _statement(
        sent, parent=version.quiz, parent_hash=sent.parent_hash, response=response, success=is_right(item, response)
    )


def _statement(sent: Sent, **judged: object) -> NewStatement:
    same = {
        name: getattr(sent, name) for name in ("verb", "activity", "timestamp", "uuid", "attempt", "content_hash", "as_sent")
    }
    return NewStatement(**same, language=sent.language if sent.language in BY_CODE else "", **judged)  # type: ignore[arg-type]


def goes_in(learner: Learner, quizzes: Iterable[UUID], rows: Iterable[Statement] | None = None) -> dict[UUID, list[Go]]:
    """All her goes at some quizzes, in the order they were begun. Two queries; one with her statements at hand (``rows``)."""
    keys = set(quizzes)
    if not keys:
        return {}
    answers: dict[UUID, list[Answer]] = defaultdict(list)
    endings: dict[UUID, list[tuple[UUID, str]]] = defaultdict(list)
    for row in statements_about(learner, keys) if rows is None else rows:
        if row.verb == Verb.ANSWERED and row.parent in keys:
            answers[row.parent].append(as_answer(row))
        elif row.verb == Verb.COMPLETED and row.attempt and row.activity in keys:
            endings[row.activity].append((row.attempt, row.parent_hash))
    versions: dict[UUID, list[Version]] = defaultdict(list)
    for version in QuizVersion.objects.filter(quiz__in=keys).order_by("published", "pk"):
        versions[version.quiz].append(version.version)
    return {
        key: [
            Go(attempt, attempt.outcome({one.hash: one for one in versions[key]}.values()))
            for attempt in attempts(answers[key], endings[key])
        ]
        for key in keys
    }


def as_answer(row: Statement) -> Answer:
    """A statement as the rules take it."""
    return Answer(
        row.uuid,
        row.attempt or row.uuid,
        row.activity,
        row.response,
        bool(row.success),
        row.timestamp,
        row.content_hash,
        row.language,
        row.parent_hash,
    )


def facts_of(goes: Iterable[Go]) -> list[Fact]:
    """What goes mean for progress in their quiz: when each began, and how it ended."""
    facts = []
    for go in goes:
        facts.append(Fact(uuid5(go.attempt.uuid, "begun"), Verb.ANSWERED, go.attempt.first))
        if go.outcome:
            verb = Verb.PASSED if go.outcome.passed else Verb.FAILED
            facts.append(Fact(uuid5(go.attempt.uuid, "outcome"), verb, go.outcome.at, go.outcome.score_scaled))
    return facts
