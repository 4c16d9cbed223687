"""A lesson's quiz: one question a page. The question is the same for everyone, what follows the answer is hers."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.api import learner_of, learner_or_new, remember_visitor
from core.origin import same_origin
from core.page_cache import public_page
from courses.addresses import find
from courses.models import LessonPage
from courses.outline import outline
from courses.views.pages import elsewhere
from quizzes import api as quizzes
from quizzes.models import Quiz
from records.api import progress_of


def _lesson_and_quiz(path: str, *, live: bool = True) -> tuple[LessonPage | None, Quiz | None]:
    """Two queries. ``live=False`` for someone who was in the middle of it when a trainer took it off the site."""
    lesson = find(path, get_language(), live=live)
    if not isinstance(lesson, LessonPage) or not lesson.quiz_key:
        return None, None
    return lesson, quizzes.quiz_of(lesson.quiz_key, get_language(), live=live)


@same_origin
@require_http_methods(["GET", "HEAD", "POST"])
@public_page
def item(request: HttpRequest, path: str, number: int) -> HttpResponse:
    """Question ``number``, counted from 1; posting to it answers it."""
    number = int(number)
    if request.method == "POST":
        return _answer(request, path, number)
    lesson, quiz = _lesson_and_quiz(path)
    if not lesson or not quiz:
        return elsewhere(request, path, get_language())
    if not 1 <= number <= len(quiz.items):
        return redirect("quiz_item", path=path, number=1)
    return render(request, "courses/quiz_item.html", _context(lesson, quiz, path, number))


def _context(lesson: LessonPage, quiz: Quiz, path: str, number: int) -> dict[str, Any]:
    items = quiz.item_list
    return {
        "counts": quizzes.counts(quiz),
        "page": lesson,
        "path": path,
        "quiz": quiz,
        "item": items[number - 1],
        "item_ids": [item.id for item in items],
        "number": number,
        "total": len(items),
        "numbers": range(1, len(items) + 1),
        "way": outline(get_language()).find(lesson.translation_key),
    }


def _answer(request: HttpRequest, path: str, number: int) -> HttpResponse:
    lesson, quiz = _lesson_and_quiz(path, live=False)
    if not lesson or not quiz:
        raise Http404
    item_id, at = _uuid(request.POST.get("item", "")), timezone.now()
    try:
        reading = quizzes.read_answer(quiz=quiz, item=item_id, content_hash=request.POST.get("seen", ""), form=request.POST)
    except quizzes.Incomplete:
        return _ask_again(request, lesson, quiz, path, item_id, number)
    except quizzes.UnknownItem:
        return render(request, "courses/stale_form.html", {"page": lesson, "path": path}, status=409)
    with transaction.atomic():  # a visitor and her first answer come to be together
        learner = learner_or_new(request)
        quizzes.answer(
            learner=learner,
            quiz=quiz,
            reading=reading,
            quiz_hash=request.POST.get("quiz", ""),
            language=get_language(),
            at=at,
        )
    response = redirect("quiz_feedback", path=path, item_id=reading.item.id)
    response.status_code = 303
    remember_visitor(response, learner)
    return response


def _ask_again(request: HttpRequest, lesson: LessonPage, quiz: Quiz, path: str, item: UUID, number: int) -> HttpResponse:
    """The form held no whole answer: the same question, and what to do."""
    ids = quiz.item_ids
    place = ids.index(item) + 1 if item in ids else min(number, len(ids))
    return render(request, "courses/quiz_item.html", {**_context(lesson, quiz, path, place), "incomplete": True}, status=422)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)


@never_cache
@require_safe
def feedback(request: HttpRequest, path: str, item_id: str) -> HttpResponse:
    """What became of her answer to an item, and what it teaches; also when a trainer has since changed or removed it."""
    lesson, quiz = _lesson_and_quiz(path, live=False)
    if not lesson or not quiz:
        raise Http404
    attempt = quizzes.attempt_of(learner_of(request), quiz.translation_key)
    answer = attempt.answers.get(_uuid(item_id)) if attempt else None
    item = quizzes.item_answered(answer, quiz) if answer else None
    if attempt is None or answer is None or item is None:
        return redirect("quiz_item", path=path, number=1)
    ids = quiz.item_ids
    open_places = [place for place, one in enumerate(ids, 1) if one not in attempt.answers]
    return render(
        request,
        "courses/quiz_feedback.html",
        {
            "page": lesson,
            "path": path,
            "item": item,
            "answer": answer,
            "shown": _shown(item, answer.response),
            "number": ids.index(answer.item) + 1 if answer.item in ids else None,
            "total": len(ids),
            "states": [_state(attempt, one) for one in ids],
            "next_number": open_places[0] if open_places else None,
            "is_changing": not lesson.live or answer.item not in ids,
            "is_live": lesson.live,
        },
    )


def _state(attempt: Any, item: UUID) -> str:
    return ("right" if attempt.answers[item].right else "not-quite") if item in attempt.answers else ""


def _shown(item: Any, response: Any) -> list[dict[str, Any]]:
    """Her answer beside the right one, row by row."""
    if item.interaction_type == "true-false":
        return [{"text": item.prompt, "mine": response, "right": item.answer}]
    if item.interaction_type == "sequencing":
        texts = {part.id: part.text for part in item.parts}
        return [
            {"text": part.text, "mine": texts.get(mine, ""), "right": part.id == mine}
            for part, mine in zip(item.parts, response, strict=False)
        ]
    if item.interaction_type == "matching":
        texts = {part.id: part.match for part in item.parts}
        return [
            {
                "text": part.text,
                "match": part.match,
                "mine": texts.get(response.get(part.id), ""),
                "right": response.get(part.id) == part.id,
            }
            for part in item.parts
        ]
    return [
        {
            "text": part.text,
            "picture": part.picture,
            "mine": part.id in response,
            "right": part.right,
            "feedback": part.feedback if part.id in response else "",
        }
        for part in item.shown_parts
    ]


@never_cache
@require_safe
def result(request: HttpRequest, path: str) -> HttpResponse:
    """How a finished go went, and what next."""
    lesson, quiz = _lesson_and_quiz(path, live=False)
    if not lesson or not quiz:
        raise Http404
    learner = learner_of(request)
    attempt = quizzes.attempt_of(learner, quiz.translation_key)
    ids = quiz.item_ids
    if attempt is None:
        return redirect("quiz_item", path=path, number=1)
    if not attempt.is_finished(ids):
        return redirect(
            "quiz_item", path=path, number=next(place for place, one in enumerate(ids, 1) if one not in attempt.answers)
        )
    person = learner.merged_into or learner if learner else None
    return render(
        request,
        "courses/quiz_result.html",
        {
            **_context(lesson, quiz, path, 1),
            "attempt": attempt,
            "states": [_state(attempt, one) for one in ids],
            "right": attempt.right,
            "answered": len(attempt.answers),
            "mastered": attempt.score_scaled >= quiz.mastery_score,
            "progress": progress_of(person, [quiz.translation_key]).get(quiz.translation_key),
            "next": outline(get_language()).after(lesson.translation_key),
            "is_visitor": not request.user.is_authenticated,
        },
    )


@require_safe
@public_page
def result_kept(request: HttpRequest, path: str) -> HttpResponse:
    """The same page about nobody, for phones to keep: they lay over it how her own go went."""
    lesson, quiz = _lesson_and_quiz(path)
    if not lesson or not quiz:
        return elsewhere(request, path, get_language())
    context = _context(lesson, quiz, path, 1)
    return render(
        request, "courses/quiz_result_kept.html", {**context, "next": outline(get_language()).after(lesson.translation_key)}
    )


@require_safe
@public_page
def key(request: HttpRequest, path: str) -> JsonResponse:
    """What a phone needs to say at once how an answer went. Of a quiz that counts for a credential no phone is told this."""
    lesson, quiz = _lesson_and_quiz(path)
    if not lesson or not quiz:
        raise Http404
    items = [] if quizzes.counts(quiz) else quiz.item_list
    return JsonResponse(
        {
            item.id: {
                "seen": item.content_hash,
                "key": item.form_key,
                "right": item.when_right,
                "not_quite": item.when_wrong,
                "parts": {part.id: part.feedback for part in item.parts if part.feedback},
            }
            for item in items
        },
        json_dumps_params={"ensure_ascii": False},
    )
