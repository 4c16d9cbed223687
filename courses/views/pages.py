"""Home, course, module and lesson pages: the same for everyone."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, override
from django.views.decorators.http import require_POST, require_safe

from accounts.api import learner_or_new, remember_visitor
from core.languages import BY_CODE, nearest_first
from core.origin import same_origin
from core.page_cache import public_page
from courses import api
from courses.addresses import Found, address, find, find_translation, path_of
from courses.models import CoursePage, HomePage, LessonPage, ModulePage
from courses.outline import Outline, outline
from quizzes.api import quiz_of


@require_safe
@public_page
def page(request: HttpRequest, path: str = "") -> HttpResponse:
    """Any page of the tree. Where it lacks this language, say so and offer the nearest."""
    language = get_language()
    found = find(path, language)
    if found:
        return show(request, found)
    if not path:
        return _home(request, outline(language))
    return elsewhere(request, path, language)


def show(request: HttpRequest, found: Found) -> HttpResponse:
    """A page in its own language, published or previewed."""
    with override(found.locale.language_code):
        whole = outline(found.locale.language_code)
        if isinstance(found, HomePage):
            return _home(request, whole)
        way = whole.find(found.translation_key)
        number, total = whole.place(found.translation_key) or (None, None)
        context: dict[str, Any] = {
            "page": found,
            "way": way[:-1],
            "entry": way[-1] if way else None,
            "path": path_of(found),
            "number": number,
            "total": total,
            "language": BY_CODE[found.locale.language_code],
        }
        if isinstance(found, LessonPage):
            context |= _lesson(found, whole, live=not getattr(request, "is_preview", False))
        template = {
            CoursePage: "courses/course_page.html",
            ModulePage: "courses/module_page.html",
            LessonPage: "courses/lesson_page.html",
        }
        return render(request, template[type(found)], context)


def _home(request: HttpRequest, whole: Outline) -> HttpResponse:
    lessons = list(whole.lessons())
    return render(
        request,
        "courses/home_page.html",
        {
            "outline": whole,
            "first": lessons[0] if lessons else None,
            "path": "",
            "elsewhere": whole.courses and whole.courses[0].language != whole.language and whole.courses[0].languages,
        },
    )


def _lesson(lesson: LessonPage, whole: Outline, *, live: bool) -> dict[str, Any]:
    """``live=False``: a preview, which shows a quiz that is not published yet too."""
    quiz = quiz_of(lesson.quiz_key, lesson.locale.language_code, live=live) if lesson.quiz_key else None
    return {
        "quiz": quiz,
        "questions": len(quiz.items) if quiz else 0,
        "next": whole.after(lesson.translation_key),
        "previous": whole.before(lesson.translation_key),
        "has_facts": "{fact:" in str(lesson.body.raw_data),
    }


def elsewhere(request: HttpRequest, path: str, language: str) -> HttpResponse:
    """The page exists in other languages only: name it, and offer them, nearest first. Raises Http404 if in none.

    Where only its address differs in this language, lead there.
    """
    if translation := find_translation(path, language):
        return redirect(address(path_of(translation)))
    whole = outline(language)
    entries = [entry for course in whole.courses for entry in _all(course) if entry.path == path]
    if not entries:
        raise Http404
    entry = entries[0]
    offers = [BY_CODE[code] for code in nearest_first(language, set(entry.languages))]
    response = render(request, "courses/elsewhere.html", {"entry": entry, "offers": offers, "path": path}, status=404)
    response["Cache-Control"] = "no-store"
    return response


def _all(entry: Any) -> list[Any]:
    return [entry, *(below for child in entry.children for below in _all(child))]


@same_origin
@require_POST
def read(request: HttpRequest, path: str) -> HttpResponse:
    """“I have read this”: a lesson without a quiz is done."""
    language = get_language()
    lesson = find(path, language, live=False)
    if not isinstance(lesson, LessonPage):
        raise Http404
    learner = learner_or_new(request)
    api.read_lesson(
        learner=learner, lesson=lesson, content_hash=request.POST.get("seen", ""), language=language, at=timezone.now()
    )
    following = outline(language).after(lesson.translation_key)
    response = redirect(address(following.path) if following else "my_learning")
    response.status_code = 303
    remember_visitor(response, learner)
    return response
