"""Files for phones to keep, what there is to keep, and what it costs."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from core.page_cache import public_page
from courses import kept
from courses.outline import Entry, outline


@require_safe
@public_page
def frame(request: HttpRequest) -> JsonResponse:
    """The pages around the lessons."""
    return _file(request)


@require_safe
@public_page
def lesson(request: HttpRequest, path: str) -> JsonResponse:
    """A lesson with its quiz."""
    return _file(request)


def _file(request: HttpRequest) -> JsonResponse:
    file = kept.pack_files(get_language()).get(request.path)
    if file is None:
        raise Http404
    return JsonResponse(kept.contents(file, request), json_dumps_params={"ensure_ascii": False})


@require_safe
@public_page
def versions(request: HttpRequest) -> JsonResponse:
    """Which files there are in this language, each with its version: what a phone has in another it fetches again."""
    return JsonResponse({address: file.version for address, file in kept.pack_files(get_language()).items()})


@require_safe
@public_page
def pack(request: HttpRequest, path: str) -> JsonResponse:
    """What taking a module along means: its files, and what they weigh."""
    language = get_language()
    module = _module(path, language)
    files = kept.pack_files(language)
    frame = files[kept.reverse("kept_frame")]
    wanted = [files[address] for address in map(kept.lesson_address, _paths(module)) if address in files]
    if not wanted:
        raise Http404
    return JsonResponse(
        {
            "title": module.title,
            "language": language,
            "frame": _said(frame, request),
            "lessons": [_said(file, request) for file in wanted],
        },
        json_dumps_params={"ensure_ascii": False},
    )


def _said(file: kept.PackFile, request: HttpRequest) -> dict[str, Any]:
    text = _file_text(file, request)
    return {
        "address": file.address,
        "version": file.version,
        "lesson": file.lesson,
        "bytes": kept.weight(text),
        "pictures": {address: kept.picture_weight(address) for address in file.pictures},
        "voices": dict(file.voices),
    }


def _file_text(file: kept.PackFile, request: HttpRequest) -> str:
    return JsonResponse(kept.contents(file, request), json_dumps_params={"ensure_ascii": False}).content.decode()


def _module(path: str, language: str) -> Entry:
    for course in outline(language).courses:
        for module in course.children:
            if module.path == path:
                return module
    raise Http404


def _paths(module: Entry) -> list[str]:
    return [entry.path for entry in module.lessons()]


@require_safe
@public_page
def my_phone(request: HttpRequest) -> HttpResponse:
    """What this phone keeps and what it has yet to send; scripts fill it in."""
    return render(request, "courses/my_phone.html", {"path": "my-phone/"})


@require_safe
@public_page
def not_here(request: HttpRequest) -> HttpResponse:
    """Shown by the phone itself in the place of a page that it does not have and cannot get."""
    return render(request, "courses/not_here.html", {"path": ""})
