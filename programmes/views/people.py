"""One learner, as those who follow her group see her; and figures without names."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.api import look, undo_merge, undoable_merges
from accounts.models import Look, Role
from programmes import api, queries
from programmes.rights import sees_as
from programmes.suppression import FEWEST
from programmes.views.gate import for_staff


@require_safe
@for_staff
def person(request: HttpRequest, registration: UUID, at: datetime) -> HttpResponse:
    """Her way through all phases. One row in the log of looks."""
    with transaction.atomic():
        enrolment = api.get_enrolment_for(request.user, registration, at=at)
        phases = queries.way_of(enrolment, get_language() or "en")
        cohort = enrolment.cohort
        role, why = sees_as(request.user, cohort, at)
        what, office = Look.What.PROGRESS, cohort.office.name
        look(by=request.user, learners=[enrolment.learner], what=what, why=why, role=role, office=office, at=at)
        merges = undoable_merges([enrolment.learner.merged_into or enrolment.learner], at=at)
    context = {"enrolment": enrolment, "cohort": cohort, "phases": phases, "merges": merges}
    return render(request, "programmes/person.html", context)


@require_POST
@for_staff
def part(request: HttpRequest, registration: UUID, merge: UUID, at: datetime) -> HttpResponse:
    """Make two records of one again: a visit on a shared phone was somebody else's, or two accounts were two people's."""
    learner = api.get_enrolment_for(request.user, registration, at=at).learner
    found = [one for one in undoable_merges([learner.merged_into or learner], at=at) if one.uuid == merge]
    if not found:
        raise Http404
    undo_merge(found[0], by=request.user, at=at)
    messages.success(request, _("Done. They are two again."))
    return redirect("person", registration)


@require_safe
@for_staff
def figures(request: HttpRequest, at: datetime) -> HttpResponse:
    """How many people are how far, by office; no names, and nothing by which to find one."""
    offices = list(api.offices_for(request.user, at, Role.TRAINER, Role.LEAD))
    if not offices:
        raise Http404
    found = [(office, *queries.figures_of(office, get_language() or "en", at=at)) for office in offices]
    return render(request, "programmes/figures.html", {"offices": found, "fewest": FEWEST})
