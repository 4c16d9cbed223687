"""Middleware of accounts."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.hashing import Busy
from accounts.limits import TooMany
from accounts.staff import has_ended, has_proved, is_staff

# What stays open to someone who works here and has not set up her second factor: setting it up, and leaving.
OPEN = ("account_", "mfa_")
ALSO_OPEN = {"door", "choose_language", "worker", "manifest", "media", "robots"}


class SecondFactor:
    """Staff show twice who they are, and every working day anew, whatever they ask for.

    Whose session has not proved itself twice is led to where the second factor is set up; whose has grown too old, to sign in.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        name = (request.resolver_match.url_name if request.resolver_match else None) or ""
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or name in ALSO_OPEN:
            return None
        was_read = request.session.accessed
        works_here = request.user.is_authenticated and is_staff(request.user)
        ended, lacks = works_here and has_ended(request), works_here and not has_proved(request)
        request.session.accessed = was_read  # looking here makes no page differ by person: public ones stay cacheable
        if ended:
            logout(request)
        if name.startswith(OPEN):
            return None
        if ended:
            return redirect_to_login(request.get_full_path() if request.method == "GET" else reverse("wagtailadmin_home"))
        return redirect("mfa_index") if lacks else None


class Patience:
    """Say when to come back, to whoever asks too often or when too many ask at once."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 429:
            response.setdefault("Retry-After", "60")
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, (Busy, TooMany)):
            return None
        response = render(request, "429.html", {"busy": isinstance(error, Busy)}, status=429)
        response["Retry-After"] = str(error.seconds)
        response["Cache-Control"] = "no-store"
        return response
