"""Rendered public pages, kept with their compressed forms: a cached page costs no SQL and no template.

A page is public when its view says so (``public_page``): it is the same for everyone, sets no cookie and reads none.
Every change of content starts a new generation of pages (``start_new_generation``), so nothing stale is served; browsers
ask again after a minute and mostly hear "304 Not Modified" (docs/decisions/0006).
"""

import gzip
import hashlib
from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import Any
from uuid import uuid4

import brotli
from django.core.cache import caches
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import patch_vary_headers

GENERATION = "generation"
CACHE_CONTROL = "public, max-age=60, stale-while-revalidate=600"
DENSE = ("audio/", "video/", "image/")  # compressed already: once more costs work and saves nothing
View = Callable[..., HttpResponse]


def public_page(view: View) -> View:
    """Mark a view's good answers as the same for everyone."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if response.status_code == 200 and request.method in ("GET", "HEAD"):
            response["Cache-Control"] = CACHE_CONTROL
            response.is_public = True  # type: ignore[attr-defined]
        return response

    return wrapped


def generation() -> str:
    """The name of the present generation of pages."""
    try:
        return caches["pages"].get_or_set(GENERATION, lambda: uuid4().hex, timeout=None)
    except OSError:  # the disk is full
        return uuid4().hex


def start_new_generation() -> None:
    """Forget all rendered pages, once the present transaction is on disk."""
    transaction.on_commit(lambda: caches["pages"].set(GENERATION, uuid4().hex, timeout=None))


def middleware(get_response: View) -> View:
    """Answer public pages from the cache, and keep those that views hand out. Everything is sent compressed."""
    gzip_now = GZipMiddleware(get_response).process_response  # hides a compressed page's true length, for pages about a person

    def settle(request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """A page that is not public is kept by nobody, unless its view said otherwise."""
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store"
        if response.get("Content-Type", "").startswith(DENSE):
            return response
        return gzip_now(request, response)  # type: ignore[return-value]

    def handle(request: HttpRequest) -> HttpResponse:
        if not _may_be_kept(request):
            return settle(request, get_response(request))
        key = f"{generation()}:{request.is_secure():d}:{request.get_host()}:{hashlib.sha256(request.path.encode()).hexdigest()}"
        if stored := caches["pages"].get(key):
            return _answer(request, stored)
        response = get_response(request)
        if not getattr(response, "is_public", False) or response.cookies:
            return settle(request, response)
        stored = _store(response)
        with suppress(OSError):  # on a full disk nothing is kept, and everyone can read
            caches["pages"].set(key, stored)
        return _answer(request, stored)

    return handle


def _may_be_kept(request: HttpRequest) -> bool:
    """Not what the admin shows, and not what it previews: a draft has the published page's address."""
    asks = request.method in ("GET", "HEAD") and not request.META.get("QUERY_STRING")
    return asks and not request.path.startswith("/cms/") and not getattr(request, "is_dummy", False)


def _store(response: HttpResponse) -> dict[str, Any]:
    body = response.content
    patch_vary_headers(response, ["Accept-Encoding"])
    response["ETag"] = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
    headers = {name: value for name, value in response.items() if name not in ("Content-Length", "Content-Encoding")}
    return {  # squeezed as far as it goes: a page is sent more often than it is rendered
        "headers": headers,
        "bodies": {"br": brotli.compress(body), "gzip": gzip.compress(body, 9, mtime=0), "": body},
    }


def _answer(request: HttpRequest, stored: dict[str, Any]) -> HttpResponse:
    accepted = {part.split(";")[0].strip() for part in request.META.get("HTTP_ACCEPT_ENCODING", "").split(",")}
    encoding = next((name for name in ("br", "gzip") if name in accepted), "")
    etag = stored["headers"]["ETag"]
    if request.META.get("HTTP_IF_NONE_MATCH", "").removeprefix("W/") == etag:
        response = HttpResponse(status=304)
        body = b""
    else:
        body = stored["bodies"][encoding]
        response = HttpResponse(body)
        if encoding:
            response["Content-Encoding"] = encoding
        response["Content-Length"] = len(body)
    for name, value in stored["headers"].items():
        response[name] = value
    return response
