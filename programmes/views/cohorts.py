"""Groups: open one, change it, see how its people get on."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.api import look
from accounts.models import Look, Role
from programmes import api, queries
from programmes.forms import CardsForm, CohortForm, PosterForm
from programmes.models import Cohort
from programmes.rights import sees_as
from programmes.views.gate import for_staff


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def open_cohort(request: HttpRequest, uuid: UUID, at: datetime) -> HttpResponse:
    """A new group of an office."""
    office = api.get_office_for(request.user, uuid, Role.LEAD, Role.COORDINATOR, at=at)
    form = CohortForm(request.POST if request.method == "POST" else None, office=office, at=at, initial={"starts": at.date()})
    if request.method == "POST" and form.is_valid():
        cohort = api.open_cohort(by=request.user, office=office, at=at, **form.cleaned_data)
        return _to(cohort, request, at)
    context = {"form": form, "office": office}
    return render(request, "programmes/cohort_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def edit_cohort(request: HttpRequest, uuid: UUID, at: datetime) -> HttpResponse:
    """Change a group."""
    cohort = api.get_cohort_for(request.user, uuid, at=at)
    form = CohortForm(request.POST if request.method == "POST" else None, office=cohort.office, cohort=cohort, at=at)
    if request.method == "POST" and form.is_valid():
        api.edit_cohort(by=request.user, cohort=cohort, at=at, **form.cleaned_data)
        return _to(cohort, request, at)
    context = {"form": form, "office": cohort.office, "cohort": cohort}
    return render(request, "programmes/cohort_form.html", context, status=422 if form.errors else 200)


def _to(cohort: Cohort, request: HttpRequest, at: datetime) -> HttpResponse:
    """Its page, if it may still be seen: who no longer follows a group sees it no more."""
    may = api.cohorts_for(request.user, at).filter(pk=cohort.pk).exists()
    return redirect("cohort", cohort.uuid) if may else redirect("office")


@require_POST
@for_staff
def close(request: HttpRequest, uuid: UUID, at: datetime) -> HttpResponse:
    """Nobody joins any more."""
    cohort = api.get_cohort_for(request.user, uuid, at=at)
    api.close_cohort(by=request.user, cohort=cohort, at=at)
    return redirect("cohort", cohort.uuid)


@require_safe
@for_staff
def cohort(request: HttpRequest, uuid: UUID, at: datetime) -> HttpResponse:
    """People and modules. One row in the log of looks for each person shown."""
    language = get_language() or "en"
    with transaction.atomic():
        cohort = api.get_cohort_for(request.user, uuid, at=at)
        modules = queries.modules_of(cohort, language)
        people = queries.people_in(cohort, modules, at=at)
        role, why = sees_as(request.user, cohort, at)
        shown = [person.enrolment.learner for person in people]
        look(by=request.user, learners=shown, what=Look.What.GROUP, why=why, role=role, office=cohort.office.name, at=at)
    context: dict[str, Any] = {"cohort": cohort, "modules": modules, "people": people, "is_open": cohort.is_open(at)}
    context |= {"code": next((code for code in cohort.codes.filter(ended_at=None) if code.is_good(at)), None)}
    context |= {
        "form": PosterForm(initial={"languages": [language]}),
        "cards": CardsForm(),
        "needs_help": sum(one.needs_help for one in people),
    }
    context |= {"finished": sum(one.is_finished for one in people)}
    return render(request, "programmes/cohort.html", context)
