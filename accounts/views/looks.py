"""Who looked: what staff saw of a learner's record, for her to read."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.api import learner_of
from accounts.models import Look

SHOWN = 500  # looks; the same one on the same day is one line


@never_cache
@require_safe
def looks(request: HttpRequest) -> HttpResponse:
    """Her own, newest first, by day. Three queries at most."""
    learner = learner_of(request)
    found = list(Look.objects.at_record_of(learner)[:SHOWN]) if learner else []
    days = [
        {"day": day, "looks": list({(one.by, one.role, one.office, one.what, one.why): one for one in of_day}.values())}
        for day, of_day in groupby(found, key=lambda one: one.at.date())
    ]
    return render(request, "accounts/looks.html", {"days": days})
