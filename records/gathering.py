"""What the record knows of somebody, for her copy: what she answered, where that leaves her, and what waits for repair."""

from collections.abc import Iterable
from typing import Any

from django.dispatch import receiver
from django.utils.translation import gettext as _

from accounts.api import Chapter, Fact, Person, chapter, fact, for_machines_only
from accounts.signals import gathering
from core.languages import BY_CODE
from records.models import Kept, Progress, Statement
from records.telling_her import titles_of, words_of
from records.verbs import Verb


@receiver(gathering)
def what_the_record_knows(sender: type, person: Person, language: str, **kwargs: Any) -> list[Chapter]:
    """Answers as she saw the questions; lessons by their titles in her language."""
    rows = list(Statement.objects.filter(learner__in=person.learners).order_by("timestamp", "uuid"))
    progress = list(Progress.objects.filter(learner__in=person.learners).order_by("begun_at", "pk"))
    activities = {one for row in rows for one in (row.activity, row.parent) if one} | {row.activity for row in progress}
    called = titles_of(activities, language)
    return [
        chapter("progress", _("What you have learned"), (_progress(row, called) for row in progress)),
        chapter("answers", _("What you answered"), _answers(rows, called)),
        chapter(
            "kept_for_repair", _("What could not be stored yet"), map(_kept, Kept.objects.filter(learner__in=person.learners))
        ),
    ]


def _progress(row: Progress, called: dict[Any, str]) -> list[Fact]:
    return [
        fact("lesson", _("Lesson"), called.get(row.activity)),
        for_machines_only("activity", row.activity),
        fact("begun", _("Begun"), row.begun_at),
        fact("completed", _("Read to the end"), row.completed_at),
        fact("passed", _("Done"), row.passed_at),
        fact("tries", _("Goes at its questions"), row.tries or None),
        fact("first_score", _("Right the first time"), row.first_score, _share(row.first_score)),
        fact("best_score", _("Right the best time"), row.best_score, _share(row.best_score)),
    ]


def _share(score: Any) -> str:
    return "" if score is None else f"{round(score * 100)} %"


def _answers(rows: list[Statement], called: dict[Any, str]) -> Iterable[list[Fact]]:
    told = words_of(rows)
    verbs = {Verb.ANSWERED: _("Answered"), Verb.COMPLETED: _("Read to the end")}
    for row in rows:
        said, language = told.get(row.uuid), BY_CODE.get(row.language)
        yield [
            fact("lesson", _("Lesson"), called.get(row.parent or row.activity)),
            fact("question", _("Question"), said.question if said else ""),
            fact("answer", _("Your answer"), said.answer if said else ""),
            fact("right", _("Right"), row.success),
            fact("at", _("When"), row.timestamp),
            fact("language", _("Language"), row.language, language.name if language else row.language),
            fact("verb", _("What"), row.verb, verbs.get(Verb(row.verb), row.verb)),
            fact("score", _("How much was right"), row.score_scaled, _share(row.score_scaled)),
            fact("by_your_phone", _("When, by your phone's clock"), row.as_sent),
            fact("stored", _("When it came to us"), row.stored),
            for_machines_only("number", row.uuid),
            for_machines_only("activity", row.activity),
            for_machines_only("parent", row.parent),
            for_machines_only("attempt", row.attempt),
            for_machines_only("response", row.response),
            for_machines_only("seen", row.content_hash),
            for_machines_only("seen_of", row.parent_hash),
        ]


def _kept(row: Kept) -> list[Fact]:
    from records.telling import text_of

    return [
        fact("at", _("When it came to us"), row.received),
        fact("by_your_phone", _("When, by your phone's clock"), row.sent_at),
        fact("reason", _("Why:"), row.reason, row.get_reason_display()),
        fact("stored", _("Stored after all"), row.replayed),
        fact("text", _("As it came"), text_of(row)),
    ]
