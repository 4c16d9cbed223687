"""The door, the choice of language, and the pages for when something is not as it should be."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language_from_request, override
from django.views.decorators.http import require_POST, require_safe
from django.views.static import serve

from core.away import PLACES, come_back
from core.languages import BY_CODE, LANGUAGES
from core.middleware import FILE_POLICY
from core.origin import same_origin
from core.page_cache import public_page


@require_safe
def door(request: HttpRequest) -> HttpResponse:
    """The first page: choose your language, the browser's own on top. Who has chosen goes straight on."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    if chosen in BY_CODE:
        response: HttpResponse = redirect(f"/{chosen}/")
    else:
        suggested = get_language_from_request(request)
        with override(suggested):
            context = {"suggested": BY_CODE[suggested], "languages": LANGUAGES, "language": BY_CODE[suggested]}
            response = render(request, "core/door.html", context)
            response["Content-Language"] = suggested
    response["Vary"] = "Accept-Language, Cookie"
    response["Cache-Control"] = "private, max-age=0, must-revalidate"
    return response


@same_origin
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Remember the language someone chose, and show her the same page in it, with the way back one tap away."""
    language = request.POST.get("language", "")
    if language not in BY_CODE:
        return redirect("door")
    start, came_from, rest = [*request.POST.get("next", "").split("/", 2), "", ""][:3]
    target = f"/{language}/"
    if not start and came_from in BY_CODE:  # a page of ours: every language has it at the same address
        target += rest if came_from == language else f"{rest}#from-{came_from}"
    response = HttpResponseRedirect(target)
    response.status_code = 303
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    if target.partition("#")[0] not in PLACES:
        come_back(request, response)
    return response


@require_safe
@public_page
def this_phone(request: HttpRequest) -> HttpResponse:
    """What the exit hides and what it cannot, and how to leave few traces on a phone that others hold too."""
    return render(request, "core/this_phone.html")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Search engines may read what is public; the rest has nothing for them."""
    lines = ["User-agent: *", "Disallow: /cms/", f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponse:
    """Uploaded pictures and voices. A front server may take over this address (deploy/README.md)."""
    response = serve(request, path, document_root=settings.MEDIA_ROOT)
    response["Cache-Control"] = "public, max-age=86400"
    response["Content-Security-Policy"] = f"{FILE_POLICY}; sandbox"
    return response  # type: ignore[return-value]


def _error(request: HttpRequest, name: str, status: int) -> HttpResponse:
    language = get_language_from_request(request, check_path=True)
    with override(language):
        response = render(request, f"errors/{name}.html", {"language": BY_CODE[language]}, status=status)
    response["Cache-Control"] = "no-store"
    return response


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return _error(request, "not_found", 404)


def forbidden(request: HttpRequest, exception: Any = None, reason: str = "") -> HttpResponse:
    """Also Django's CSRF failure view."""
    return _error(request, "forbidden", 403)


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return _error(request, "bad_request", 400)


def broken(request: HttpRequest) -> HttpResponse:
    return _error(request, "broken", 500)
