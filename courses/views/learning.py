"""My learning: where a person stands, as a page and as the few data that are laid over public pages."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.translation import get_language, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.api import adding_key, earlier_visits, learner_of, preferences_of
from accounts.models import Learner
from core.page_cache import public_page
from courses.addresses import address
from courses.models import Phase
from courses.outline import Entry, outline
from records.api import State, progress_of


def stage(state: State | None) -> str:
    """A lesson's stage, as the page shows it: done, begun, or nothing yet."""
    if state is None:
        return ""
    return "done" if state.passed_at else "begun"


@never_cache
@require_safe
def my_learning(request: HttpRequest) -> HttpResponse:
    """Every course by phase, with what is done. Two or three queries."""
    return _my_learning(request, progress_of(learner_of(request)))


@require_safe
@public_page
def my_learning_kept(request: HttpRequest) -> HttpResponse:
    """The same page about nobody, for phones to keep: without a network they lay her own state over it."""
    request.user = AnonymousUser()
    return _my_learning(request, {}, is_kept=True)


def _my_learning(request: HttpRequest, progress: dict[Any, State], *, is_kept: bool = False) -> HttpResponse:
    whole = outline(get_language())
    courses = [{"entry": course, "phases": _phases(course, progress)} for course in whole.courses]
    return render(
        request,
        "courses/my_learning.html",
        {
            "courses": courses,
            "has_begun": bool(progress),
            "next": whole.next_for(progress),
            "done": sum(stage(progress.get(lesson.key)) == "done" for lesson in whole.lessons()),
            "total": sum(1 for _ in whole.lessons()),
            "path": "my-learning/",
            "is_kept": is_kept,
        },
    )


def _phases(course: Entry, progress: dict[Any, State]) -> list[dict[str, Any]]:
    phases = []
    for phase, label in Phase.choices:
        modules = [_module(module, progress) for module in course.children if module.phase == phase]
        if modules:
            phases.append({"label": label, "modules": modules})
    return phases


def _module(module: Entry, progress: dict[Any, State]) -> dict[str, Any]:
    stages = [stage(progress.get(lesson.key)) for lesson in module.lessons()]
    lessons = [lesson.key for lesson in module.lessons()]
    return {"entry": module, "marks": list(zip(lessons, marks(stages), strict=True)), "done": stages.count("done")}


def marks(stages: list[str]) -> list[str]:
    """How the track shows each stage: the sun, which is the person, stands in one place only, the first that is begun."""
    here = stages.index("begun") if "begun" in stages else None
    return ["here" if place == here else stage for place, stage in enumerate(stages)]


@never_cache
@require_safe
def state(request: HttpRequest) -> JsonResponse:
    """What public pages lay over themselves, and what her phone needs to go on without us.

    ``stages``: of each lesson begun. ``learner`` and ``key``: whose answers the phone holds from now on, and what lets it add
    them to her record.
    """
    learner = learner_of(request)
    progress = progress_of(learner)
    following = outline(get_language()).next_for(progress) if progress else None
    return JsonResponse(
        {
            "stages": {str(key): stage(state) for key, state in progress.items()},
            "next": following and _card(following),
            **(_whose(learner) if learner else {}),
        }
    )


def _whose(learner: Learner) -> dict[str, Any]:
    has_account = learner.user_id is not None
    return {
        "learner": str(learner.uuid),
        "key": adding_key(learner),
        "account": has_account,
        "apart": earlier_visits.apart_from(learner) if has_account else [],
        "preferences": preferences_of(learner),
    }


def _card(entry: Entry) -> dict[str, Any]:
    return {
        "lesson": str(entry.key),
        "title": entry.title,
        "language": entry.language,
        "direction": entry.words.direction,
        "picture": static(f"illustrations/{entry.picture}.svg"),
        "address": address(entry.path),
        "minutes": ngettext("%(n)s minute", "%(n)s minutes", entry.minutes) % {"n": entry.minutes},
    }
