"""The whole course in one language: titles, pictures, addresses, in order, each text in the nearest language there is.

It is the same for everyone, so it is kept in memory for as long as a generation of pages lives: progress laid over it costs
no query for content.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.core.cache import caches
from wagtail.models import Page

from core.languages import BY_CODE, Language, nearest_first
from core.page_cache import generation
from courses.models import CoursePage, LessonPage, ModulePage
from records.api import State


@dataclass(frozen=True)
class Entry:
    """A course, module or lesson. ``path``: its address below the language; ``language``: of the words shown here."""

    key: UUID
    title: str
    picture: str
    path: str
    language: str
    languages: tuple[str, ...]
    summary: str = ""
    phase: str = ""
    minutes: int = 0
    children: tuple["Entry", ...] = field(default=(), repr=False)

    @property
    def words(self) -> Language:
        """The language of the title, as names and direction."""
        return BY_CODE[self.language]

    @property
    def count(self) -> int:
        """How many lessons are below."""
        return sum(1 for _ in self.lessons())

    def lessons(self) -> Iterator["Entry"]:
        """The lessons below, in order; a lesson gives itself."""
        if not self.children and self.minutes:
            yield self
        for child in self.children:
            yield from child.lessons()


@dataclass(frozen=True)
class Outline:
    """All courses, for readers of ``language``."""

    language: str
    courses: tuple[Entry, ...]

    def find(self, key: UUID) -> list[Entry]:
        """The way to an entry: course, module, lesson, as far as it goes; empty if it is not there."""
        for course in self.courses:
            for module in (None, *course.children):
                for lesson in (None, *(module.children if module else ())):
                    way = [entry for entry in (course, module, lesson) if entry]
                    if way[-1].key == key:
                        return way
        return []

    def place(self, key: UUID) -> tuple[int, int] | None:
        """Which of how many an entry is among those beside it, counted from 1; None if it is not there."""
        way = self.find(key)
        beside = [entry.key for entry in (way[-2].children if len(way) > 1 else self.courses)]
        return (beside.index(key) + 1, len(beside)) if way else None

    def lessons(self) -> Iterator[Entry]:
        for course in self.courses:
            yield from course.lessons()

    def after(self, key: UUID) -> Entry | None:
        """The lesson that follows one in its module, or the first of the next module of the course."""
        way = self.find(key)
        lessons = list(way[0].lessons()) if way else []
        keys = [lesson.key for lesson in lessons]
        return next(iter(lessons[keys.index(key) + 1 :]), None) if key in keys else None

    def before(self, key: UUID) -> Entry | None:
        """The lesson before one in its course."""
        way = self.find(key)
        lessons = list(way[0].lessons()) if way else []
        keys = [lesson.key for lesson in lessons]
        return lessons[keys.index(key) - 1] if key in keys and keys.index(key) else None

    def next_for(self, progress: dict[UUID, State]) -> Entry | None:
        """What a learner does next: the lesson she began last and has not passed, else the first one after her last."""
        lessons = list(self.lessons())
        begun = [lesson for lesson in lessons if lesson.key in progress]
        if not begun:
            return next(iter(lessons), None)
        last = max(begun, key=lambda lesson: _latest(progress[lesson.key]))
        if not progress[last.key].passed_at:
            return last
        ahead = lessons[lessons.index(last) + 1 :] + lessons
        return next((lesson for lesson in ahead if not _passed(progress, lesson)), None)


def outline(language: str) -> Outline:
    """The outline for readers of a language. Three queries for a new generation of pages, then none."""
    name = f"outline:{generation()}:{language}"
    if (kept := caches["memory"].get(name)) is None:
        kept = _build(language)
        caches["memory"].set(name, kept, 3600)
    return kept


def _build(language: str) -> Outline:
    keys: dict[str, UUID] = {}  # a page's place in the tree → what all its languages share
    levels = [list(_entries(model, language, keys)) for model in (CoursePage, ModulePage, LessonPage)]
    below: dict[UUID | None, list[Entry]] = defaultdict(list)
    for level in reversed(levels):
        for parent, entry in level:
            below[parent].append(replace(entry, children=tuple(below[entry.key])))
    return Outline(language, tuple(below[None]))


def _entries(model: Any, language: str, keys: dict[str, UUID]) -> Iterator[tuple[UUID | None, Entry]]:
    """Each page once, in the nearest language, with its parent's key; in the order of the source's tree.

    Left out is what hangs below a page that is not on the site. ``keys`` is added to.
    """
    fields = [name for name in ("summary", "phase", "minutes") if name in {one.name for one in model._meta.get_fields()}]
    shared = ("translation_key", "title", "picture", "path", "url_path", "locale__language_code")
    versions: dict[UUID, dict[str, Any]] = defaultdict(dict)
    for row in model.objects.filter(live=True, alias_of=None).order_by("path").values(*shared, *fields):
        versions[row["translation_key"]][row["locale__language_code"]] = row
        keys[row["path"]] = row["translation_key"]
    for key, texts in versions.items():
        parents = [keys[row["path"][: -Page.steplen]] for row in texts.values() if row["path"][: -Page.steplen] in keys]
        if not parents and model is not CoursePage:
            continue
        nearest = nearest_first(language, set(texts))
        row = texts[nearest[0]]
        yield (
            next(iter(parents), None),
            Entry(
                key=key,
                title=row["title"],
                picture=row["picture"],
                path=row["url_path"].split("/", 2)[2],  # "/onward-fr/online-safety/…/" → "online-safety/…/"
                language=nearest[0],
                languages=tuple(nearest),
                **{name: row[name] for name in fields},
            ),
        )


def _latest(state: State) -> Any:
    return max(moment for moment in (state.begun_at, state.completed_at, state.passed_at) if moment)


def _passed(progress: dict[UUID, State], lesson: Entry) -> bool:
    return lesson.key in progress and bool(progress[lesson.key].passed_at)
