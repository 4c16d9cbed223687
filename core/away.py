"""Going away from a phone: at once, by the quick exit, or when she is done and others use it too. Back leads nowhere.

From then on the phone carries the ``away`` cookie, which says where she went (docs/decisions/0018, 0024):

- ``measures``, by the exit: a neutral page that shows nothing of us. What stays open is the door; choosing a language there is
  how she comes back (core.views.choose_language).
- ``start``, when she is done: the page where whoever comes next taps her pictures (accounts.views.lock) or begins anew.

As long as the phone carries it, whoever opens an address of ours gets that page, and a session that still comes along is ended.
"""

from collections.abc import Callable, Iterable
from contextlib import suppress
from importlib import import_module

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request

from core.languages import BY_CODE
from core.origin import from_our_pages

AGE = 30 * 24 * 3600  # tabs are left open for weeks, and are restored with all their Backs
EXIT, DONE = "measures", "start"
NEUTRAL = {f"/{code}/{EXIT}/" for code in BY_CODE}
PLACES = {f"/{code}/{place}/": place for code in BY_CODE for place in (EXIT, DONE)}
OPEN = {EXIT: {*NEUTRAL, "/", "/language/", "/ruler.svg"}, DONE: {*PLACES, "/language/", "/ruler.svg"}}
View = Callable[[HttpRequest], HttpResponse]


def middleware(get_response: View) -> View:
    """Stands before the page cache and the sessions: pages that know nobody are closed to her too."""

    def handle(request: HttpRequest) -> HttpResponse:
        if request.method == "POST" and request.path in PLACES and from_our_pages(request):
            return _leave(request)
        response = _while_away(request, get_response) if is_away(request) else get_response(request)
        if request.path not in NEUTRAL and response.get("Content-Type", "").startswith("text/html"):
            patch_vary_headers(response, ["Cookie"])  # so that Back, from the browser's own cache, asks us
        return response

    return handle


def come_back(request: HttpRequest, response: HttpResponse) -> None:
    """She is here again."""
    if is_away(request):
        response.delete_cookie(settings.AWAY_COOKIE_NAME, samesite="Lax")


def is_away(request: HttpRequest) -> bool:
    return bool(request.COOKIES.get(settings.AWAY_COOKIE_NAME))


def _leave(request: HttpRequest) -> HttpResponse:
    _end_session(request)
    response = HttpResponseRedirect(request.path)
    response.status_code = 303
    _take_cookies(response, request.COOKIES)
    response.set_cookie(
        settings.AWAY_COOKIE_NAME, PLACES[request.path], max_age=AGE, secure=settings.SESSION_COOKIE_SECURE, samesite="Lax"
    )  # scripts read it, and set it where there is no network
    # Not "cookies": browsers would take the one that is set here too.
    response["Clear-Site-Data"] = '"cache"'
    response["Cache-Control"] = "no-store"
    return response


def _while_away(request: HttpRequest, get_response: View) -> HttpResponse:
    """Whatever cookies came along are worth nothing any more. Scripts that send what waits go on; nobody sees it."""
    _end_session(request)
    came = [name for name in request.COOKIES if name != settings.AWAY_COOKIE_NAME]
    place = DONE if request.COOKIES[settings.AWAY_COOKIE_NAME] == DONE else EXIT
    request.COOKIES = {settings.AWAY_COOKIE_NAME: place}
    if request.path in OPEN[place] or not _opens_a_page(request):
        response = get_response(request)
    else:
        response = redirect(f"/{get_language_from_request(request, check_path=True)}/{place}/")
        response["Cache-Control"] = "no-store"
    _take_cookies(response, came)
    return response


def _end_session(request: HttpRequest) -> None:
    """Costs one query, once: the cookie goes with the answer."""
    if key := request.COOKIES.get(settings.SESSION_COOKIE_NAME):
        with suppress(DatabaseError):  # a full disk keeps nobody here; the next request tries again
            import_module(settings.SESSION_ENGINE).SessionStore(key).delete()


def _take_cookies(response: HttpResponse, names: Iterable[str]) -> None:
    for name in names:
        if name not in response.cookies:
            response.delete_cookie(name, samesite="Lax")


def _opens_a_page(request: HttpRequest) -> bool:
    """By the browser's word, and without it by what it would like to get."""
    mode = request.headers.get("Sec-Fetch-Mode")
    return mode == "navigate" if mode else "text/html" in request.headers.get("Accept", "")
