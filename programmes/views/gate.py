"""The office's door: for those who work here, and for nobody else any page at all."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from core.origin import same_origin
from programmes.rights import works_here

View = Callable[..., HttpResponse]


def for_staff(view: View) -> View:
    """Ask who is not signed in to sign in; to who does not work here, nothing is here. Decided anew for each request.

    The view is given ``at``, the moment by which all of it is decided.
    """

    @never_cache
    @same_origin
    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        at = timezone.now()
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not works_here(request.user, at):
            raise Http404
        return view(request, *args, at=at, **kwargs)

    return wrapped
