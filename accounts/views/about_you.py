"""What is kept about somebody: said in plain words, given to her as a whole, and erased when she says so."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.api import forget_visitor
from accounts.erasing import WorksHere, erase
from accounts.gathering import for_machines, gather
from accounts.person import Person, person_of
from accounts.staff import is_staff
from accounts.views.ways import just_came_in
from core.origin import same_origin

View = Callable[..., HttpResponse]


def hers(view: View) -> View:
    """Give the view the person who asks. Of who has an account only who has just come in: her phone may be in other hands.

    A visitor can prove nothing but that she holds the phone. Whoever is nobody yet is led to where that stands.
    """
    guarded = just_came_in(view)

    @never_cache
    @wraps(view)
    def wrapped(request: HttpRequest) -> HttpResponse:
        person = person_of(request)
        if not person:
            return redirect("about_you")
        return (guarded if person.users else view)(request, person=person, at=timezone.now())

    return wrapped


@never_cache
@require_safe
def about_you(request: HttpRequest) -> HttpResponse:
    """What there is, for how long, and what she can do about it. It shows nothing of it."""
    return render(request, "account/about_you.html", {"person": person_of(request)})


@require_safe
@hers
def to_read(request: HttpRequest, person: Person, at: datetime) -> HttpResponse:
    """Her copy as a document that needs nothing else: it can be kept, printed, and read without a network."""
    chapters = gather(person, get_language() or "en")
    response = render(request, "account/copy.html", {"chapters": chapters, "at": at})
    return _as_file(response, "copy.html")


@require_safe
@hers
def for_programs(request: HttpRequest, person: Person, at: datetime) -> HttpResponse:
    """The same copy for machines (docs/copy.md)."""
    language = get_language() or "en"
    said = for_machines(gather(person, language), language=language, at=at)
    return _as_file(JsonResponse(said, json_dumps_params={"ensure_ascii": False, "indent": 1}), "copy.json")


def _as_file(response: HttpResponse, name: str) -> HttpResponse:
    """Its name says nothing of us: it will lie among her other files."""
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@same_origin
@require_http_methods(["GET", "HEAD", "POST"])
@hers
def erase_me(request: HttpRequest, person: Person, at: datetime) -> HttpResponse:
    """Say what goes and what stays; then do it."""
    context: dict[str, Any] = {"person": person, "works_here": any(is_staff(user) for user in person.users)}
    if request.method != "POST" or context["works_here"]:
        return render(request, "account/erase.html", context, status=422 if request.method == "POST" else 200)
    if "sure" not in request.POST:
        return render(request, "account/erase.html", context | {"forgot": True}, status=422)
    try:
        erase(person, at=at)
    except WorksHere:  # since a moment ago
        return redirect("about_you_erase")
    except OSError:  # it could not be written down where no backup reaches: so nothing was done
        return render(request, "account/erase.html", context | {"failed": True}, status=503)
    logout(request)
    # Not by an address of its own: whoever opened that would have her phone forget what it still holds (static/js/erased.js).
    response = render(request, "account/erased.html")
    forget_visitor(response)
    response["Clear-Site-Data"] = '"cache"'
    return response
