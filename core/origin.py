"""How a page that is the same for everyone posts a form safely: by where the request comes from, not by a token in it.

A token would make each copy of a page different, so no phone or proxy could keep it. Browsers tell us instead: since 2020
``Sec-Fetch-Site`` says whether a request began on our own pages, and ``Origin`` came with every POST before that. A request
that says neither is refused (docs/decisions/0005).
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

SAFE_METHODS = ("GET", "HEAD", "OPTIONS", "TRACE")


def from_our_pages(request: HttpRequest) -> bool:
    """Whether a request was sent by one of our own pages, by the browser's word."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("Origin") or request.headers.get("Referer")
    if not origin:
        return False
    try:
        parts = urlsplit(origin)
    except ValueError:
        return False
    return parts.scheme == request.scheme and parts.netloc == request.get_host()


def same_origin(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let a view be posted to from our own pages only, without a token. Others get the page for refused forms."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method not in SAFE_METHODS and not from_our_pages(request):
            from core.views import forbidden

            return forbidden(request)
        return view(request, *args, **kwargs)

    return csrf_exempt(wrapped)
