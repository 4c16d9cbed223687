"""What a phone keeps for when there is no network: whole pages, as they are served, a lesson's together in one file.

A lesson's pages share most of their bytes, so together they weigh little more than one. ``version`` names what a file says
and changes with the content and with a release's templates, not with its styles: only what changed is fetched again.
"""

import copy
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

import brotli
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.urls import resolve, reverse
from django.utils.translation import get_language
from wagtailmedia.models import get_media_model

from core.installing import files
from core.page_cache import generation
from courses.models import LessonPage, LocalFact
from courses.outline import Entry, outline
from quizzes.models import Quiz

HEADERS = 500  # bytes, about, that an answer and what asks for it weigh besides


@dataclass(frozen=True)
class PackFile:
    """One file to keep: addresses of pages and data, and the pictures and voices they show."""

    address: str
    version: str
    paths: tuple[str, ...]
    pictures: tuple[str, ...] = ()
    voices: tuple[tuple[str, int], ...] = ()  # address and bytes
    lesson: str = ""
    title: str = ""


def lesson_address(path: str) -> str:
    return reverse("kept_lesson", args=[path])


def pack_files(language: str) -> dict[str, PackFile]:
    """Every file there is to keep in a language, by address. Six queries for a new generation of pages, then none."""
    name = f"kept:{generation()}:{language}"
    if (found := caches["memory"].get(name)) is None:
        found = _pack_files(language)
        caches["memory"].set(name, found, 3600)
    return found


def _pack_files(language: str) -> dict[str, PackFile]:
    whole = outline(language)
    lessons = {
        lesson.translation_key: lesson
        for lesson in LessonPage.objects.filter(live=True, alias_of=None, locale__language_code=language)
    }
    quizzes = {
        quiz.translation_key: quiz
        for quiz in Quiz.objects.filter(live=True, locale__language_code=language).select_related("locale")
    }
    counting = set(Quiz.objects.filter(live=True, counts_for_credential=True).values_list("translation_key", flat=True))
    clips = {clip.pk: clip for clip in get_media_model().objects.all()}
    entries = [entry for entry in whole.lessons() if entry.language == language and entry.key in lessons]
    found = [_lesson(entry, lessons[entry.key], quizzes, counting, clips, whole.lessons()) for entry in entries]
    return {file.address: file for file in [_frame(whole.courses, language), *found]}


def _lesson(
    entry: Entry,
    page: LessonPage,
    quizzes: dict[UUID, Quiz],
    counting: set[UUID],
    clips: dict[int, Any],
    around: Iterable[Entry],
) -> PackFile:
    quiz = quizzes.get(page.quiz_key) if page.quiz_key else None
    address = reverse("wagtail_serve", args=[entry.path])
    paths, pictures = [address], {page.picture}
    said: list[Any] = [page.content_hash, page.minutes, page.picture, page.picture_alt, page.text_status]
    said += [one.title for one in outline(entry.language).find(entry.key)[:-1]]
    said += [[one.title, one.path] for one in around]
    if quiz:
        items = quiz.item_list
        paths += [reverse("quiz_item", args=[entry.path, place]) for place in range(1, len(items) + 1)]
        paths += [reverse("quiz_kept", args=[entry.path]), reverse("quiz_key", args=[entry.path])]
        pictures |= {item.picture for item in items} | {part.picture for item in items for part in item.parts}
        said += [
            [item.as_dict() for item in items],
            str(quiz.mastery_score),
            quiz.text_status,
            quiz.translation_key in counting,
        ]
    raw = page.body.get_prep_value()
    pictures |= {
        block["value"]["picture"] for block in raw if isinstance(block["value"], dict) and block["value"].get("picture")
    }
    voices = [
        clips[block["value"]["clip"]] for block in raw if block["type"] == "voice" and block["value"].get("clip") in clips
    ]
    return PackFile(
        lesson_address(entry.path),
        _version(said),
        tuple(paths),
        tuple(sorted(staticfiles_storage.url(f"illustrations/{name}.svg") for name in pictures if name)),
        tuple((clip.file.url, HEADERS + clip.file.size) for clip in voices),
        str(entry.key),
        entry.title,
    )


def _frame(courses: tuple[Entry, ...], language: str) -> PackFile:
    """The pages around the lessons: what she needs to find her way, and local help."""
    from courses.destinations import DESTINATIONS

    paths = [reverse(name) for name in ("home", "my_learning_kept", "my_phone", "this_phone", "not_here", "local")]
    for code in DESTINATIONS:
        paths += [reverse("local_card", args=[code]), reverse("local_facts", args=[code])]
    entries = [entry for course in courses for entry in (course, *course.children) if entry.language == language]
    paths += [reverse("wagtail_serve", args=[entry.path]) for entry in entries]
    facts = LocalFact.objects.order_by("pk").values_list()
    pictures = {entry.picture for course in courses for entry in (course, *course.children, *course.lessons()) if entry.picture}
    return PackFile(
        reverse("kept_frame"),
        _version([[repr(course) for course in courses], [_all(course) for course in courses], [list(fact) for fact in facts]]),
        tuple(paths),
        tuple(sorted(staticfiles_storage.url(f"illustrations/{name}.svg") for name in pictures)),
    )


def _all(entry: Entry) -> list[Any]:
    return [repr(entry), *(_all(child) for child in entry.children)]


def contents(file: PackFile, request: HttpRequest) -> dict[str, Any]:
    """The file itself: each page as it is served to someone who has never been here."""
    return {
        "version": file.version,
        "language": get_language(),
        "lesson": file.lesson,
        "title": file.title,
        "pages": dict(_rendered(file.paths, request)),
        "files": files(),
        "pictures": list(file.pictures),
        "voices": [address for address, _ in file.voices],
    }


def _rendered(paths: Iterable[str], request: HttpRequest) -> Iterator[tuple[str, str]]:
    for path in paths:
        asked = copy.copy(request)
        asked.path = asked.path_info = path
        asked.method, asked.user = "GET", AnonymousUser()
        view, args, kwargs = resolve(path)
        response: HttpResponse = view(asked, *args, **kwargs)
        if response.status_code == 200:
            yield path, response.content.decode()


def weight(text: str) -> int:
    """Bytes of a text on its way to a phone."""
    return HEADERS + len(brotli.compress(text.encode(), quality=5))


def picture_weight(address: str) -> int:
    """Bytes of a picture of the kit on its way to a phone."""
    name = address.removeprefix(settings.STATIC_URL)
    kept = Path(settings.STATIC_ROOT) / f"{name}.br"
    if kept.exists():
        return HEADERS + kept.stat().st_size
    found = finders.find(name)
    return weight(Path(found).read_text(encoding="utf-8")) if found else 0


def _version(said: Any) -> str:
    text = json.dumps([said, _templates()], sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


@cache
def _templates() -> str:
    """Names this release's templates and catalogues: what pages say besides their content."""
    whole = hashlib.sha256()
    for folder, pattern in (("templates", "**/*.html"), ("locale", "**/*.po")):
        for path in sorted((settings.BASE_DIR / folder).glob(pattern)):
            whole.update(path.read_bytes())
    return whole.hexdigest()
