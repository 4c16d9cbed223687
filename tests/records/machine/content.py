"""What trainers publish and phones take along: quizzes and lessons, each in many versions."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID, uuid5

from courses.api import keep_version
from courses.models import LessonPage
from quizzes.api import keep_versions
from quizzes.models import Quiz
from tests.makers import NAMES, block_id, choice, item

KINDS = ("true_false", "choice", "multiple_choice", "sequencing")
MASTERIES = (Decimal("0.8"), Decimal("0.5"), Decimal("1"), Decimal("0"))
NOWHERE: dict[str, Any] = {"answer": ["perhaps"]}  # an answer that fits no question of these kinds


@dataclass(frozen=True)
class Question:
    """A question as its trainer wrote it. ``right``: which of its possible answers is the key."""

    name: str
    kind: str
    wording: int = 0
    right: int = 0

    def as_block(self) -> dict[str, Any]:
        said: dict[str, Any] = {"prompt": f"{self.name} {self.wording}?"}
        if self.kind == "true_false":
            said["answer"] = ("true", "false")[self.right]
        elif self.kind == "sequencing":
            steps = [{"type": "item", "id": part, "value": {"text": part}} for part in self.parts]
            said["steps"] = steps[:: -1 if self.right else 1]
        else:
            right = self.answers[self.right][1]
            said["choices"] = [
                choice(f"{self.name} part {n}", f"Choice {n}", right=part in right) for n, part in enumerate(self.parts)
            ]
        return item(self.kind, self.name, **said)

    @property
    def parts(self) -> list[str]:
        return [block_id(f"{self.name} part {n}") for n in range(2 if self.kind == "sequencing" else 3)]

    @property
    def answers(self) -> list[tuple[dict[str, list[str]], Any]]:
        """What can be answered: as the form says it, and as the record does. Two are tried of each kind."""
        one, other, *rest = self.parts
        if self.kind == "true_false":
            return [({"answer": ["true"]}, True), ({"answer": ["false"]}, False)]
        if self.kind == "sequencing":
            forward, backward = (
                {f"place-{one}": ["1"], f"place-{other}": ["2"]},
                {f"place-{one}": ["2"], f"place-{other}": ["1"]},
            )
            return [(forward, [one, other]), (backward, [other, one])]
        if self.kind == "choice":
            return [({"answer": [one]}, [one]), ({"answer": [other]}, [other])]
        return [({"answer": [one, *rest]}, sorted([one, *rest])), ({"answer": [other, one]}, sorted([one, other]))]


@dataclass(frozen=True)
class Draft:
    """A quiz as its trainer has it before her."""

    name: str
    questions: tuple[Question, ...]
    mastery: Decimal = MASTERIES[0]


@dataclass(frozen=True)
class ItemEdition:
    """A question as a phone shows it."""

    id: UUID
    hash: str
    question: Question


@dataclass(frozen=True)
class QuizEdition:
    """A quiz as a phone shows it."""

    key: UUID
    hash: str
    mastery: Decimal
    items: tuple[ItemEdition, ...]


@dataclass(frozen=True)
class LessonEdition:
    """A lesson as a phone shows it, and the quiz it offers."""

    key: UUID
    hash: str
    quiz: UUID | None


def quiz_key(name: str) -> UUID:
    return uuid5(NAMES, f"machine quiz {name}")


@cache
def written(draft: Draft) -> tuple[Quiz, QuizEdition]:
    """A draft as Onward has it; it stands in no database, for keeping versions needs none of it there."""
    quiz = Quiz(title=draft.name, translation_key=quiz_key(draft.name), mastery_score=draft.mastery)
    quiz.items = quiz.items.stream_block.to_python([question.as_block() for question in draft.questions])
    items = [
        ItemEdition(UUID(one.id), one.content_hash, question)
        for one, question in zip(quiz.item_list, draft.questions, strict=True)
    ]
    return quiz, QuizEdition(quiz.translation_key, quiz.version_hash, draft.mastery, tuple(items))


@cache
def lesson(name: str, wording: int, quiz: UUID | None) -> tuple[LessonPage, LessonEdition]:
    page = LessonPage(
        title=f"{name} {wording} {quiz}",
        translation_key=uuid5(NAMES, f"machine lesson {name}"),
        quiz_key=quiz,
        objective="I can.",
    )
    return page, LessonEdition(page.translation_key, page.content_hash, quiz)


QUIZZES = {
    "locks": Draft("locks", (Question("locks a", "true_false"), Question("locks b", "choice"))),
    "money": Draft(
        "money", (Question("money a", "multiple_choice"), Question("money b", "sequencing"), Question("money c", "true_false"))
    ),
    "short": Draft("short", (Question("short a", "true_false"),), Decimal("1")),
}
LESSONS: dict[str, str | None] = {
    "locks": "locks",
    "locks again": "locks",
    "money": "money",
    "short": "short",
    "plain": None,
    "bare": None,
}


@dataclass
class Shelf:
    """Everything published so far, newest last, and what the trainer has before her."""

    drafts: dict[str, Draft] = field(default_factory=dict)
    past: list[Draft] = field(default_factory=list)
    quizzes: list[QuizEdition] = field(default_factory=list)
    lessons: dict[tuple[UUID, str], LessonEdition] = field(default_factory=dict)
    keys: dict[tuple[str, UUID], tuple[UUID, Question]] = field(
        default_factory=dict
    )  # of what was seen: its quiz and newest key
    quiz_now: dict[str, QuizEdition] = field(default_factory=dict)
    lesson_now: dict[str, LessonEdition] = field(default_factory=dict)

    def open(self, at: datetime) -> None:
        """Publish what there is in the beginning."""
        for draft in QUIZZES.values():
            self.publish(draft, at)
        for name, quiz in LESSONS.items():
            self.publish_lesson(name, 0, quiz_key(quiz) if quiz else None, at)

    def copy(self) -> "Shelf":
        return Shelf(**{name: value.copy() for name, value in vars(self).items()})

    def publish(self, draft: Draft, at: datetime) -> None:
        quiz, edition = written(draft)
        keep_versions(quiz, at=at)
        self.drafts[draft.name] = draft
        self.past.append(draft)
        self.quizzes.append(edition)
        self.quiz_now[draft.name] = edition
        for one in edition.items:
            self.keys[one.hash, one.id] = (edition.key, one.question)

    def publish_lesson(self, name: str, wording: int, quiz: UUID | None, at: datetime) -> None:
        page, edition = lesson(name, wording, quiz)
        keep_version(page, at=at)
        self.lessons[edition.key, edition.hash] = edition
        self.lesson_now[name] = edition


def edit(draft: Draft, kind: str, chance: int, past: list[Draft]) -> Draft:
    """A quiz as its trainer leaves it."""
    questions, place = draft.questions, chance % len(draft.questions)
    one = questions[place]
    if kind == "add" and len(questions) < 4:
        name = f"{draft.name} {'defg'[chance % 4]}"
        if all(question.name != name for question in questions):
            return replace(draft, questions=(*questions, Question(name, KINDS[chance % 4])))
    if kind == "remove" and len(questions) > 1:
        return replace(draft, questions=questions[:place] + questions[place + 1 :])
    if kind == "back":
        return [old for old in past if old.name == draft.name][
            chance % 3 - 3 if sum(old.name == draft.name for old in past) > 2 else 0
        ]
    if kind == "mastery":
        return replace(draft, mastery=MASTERIES[chance % 4])
    mended = replace(one, right=1 - one.right) if kind == "key" else replace(one, wording=(one.wording + 1) % 9)
    return replace(draft, questions=(*questions[:place], mended, *questions[place + 1 :]))
