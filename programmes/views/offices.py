"""The office's first page, and who works there."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Role
from core.origin import same_origin
from programmes import api, inviting, new_cards
from programmes.forms import AppointForm, OfficeForm
from programmes.models import Cohort, Membership, Office
from programmes.rights import may_open_offices
from programmes.views.gate import for_staff


@require_safe
@for_staff
def home(request: HttpRequest, at: datetime) -> HttpResponse:
    """What someone works as, and the groups she may see, those that go on first. Three queries, one more for administrators."""
    memberships = list(api.memberships_of(request.user, at))
    roles_in: dict[Office, list[Any]] = {}
    for membership in memberships:
        roles_in.setdefault(membership.office, []).append(membership)
    cohorts = list(api.cohorts_for(request.user, at)) if memberships else []
    offices = [_office(office, roles, cohorts, at) for office, roles in roles_in.items()]
    every = Office.objects.all() if may_open_offices(request.user) else []
    context = {"offices": offices, "every_office": every} | _menu(roles_in)
    context["to_agree"] = context["has_people"] and new_cards.waiting_for(request.user, at=at)
    return render(request, "programmes/office.html", context)


def _office(office: Office, memberships: list[Membership], cohorts: list[Cohort], at: datetime) -> dict[str, Any]:
    roles = {membership.role for membership in memberships}
    here = sorted((one for one in cohorts if one.office_id == office.pk), key=lambda one: not one.is_open(at))
    return {
        "office": office,
        "roles": memberships,
        "cohorts": [(one, one.is_open(at)) for one in here],
        "has_groups": bool(roles & {Role.LEAD, Role.COORDINATOR}),
        "is_headed": Role.LEAD in roles,
    }


def _menu(roles_in: dict[Office, list[Any]]) -> dict[str, Any]:
    roles = {membership.role for memberships in roles_in.values() for membership in memberships}
    return {"has_figures": bool(roles & {Role.LEAD, Role.TRAINER}), "has_people": bool(roles & set(new_cards.WITH_LEARNERS))}


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def open_office(request: HttpRequest, at: datetime) -> HttpResponse:
    """Administrators open offices."""
    if not may_open_offices(request.user):
        raise Http404
    form = OfficeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        office = api.open_office(by=request.user, **form.cleaned_data)
        return redirect("office_people", office.uuid)
    return render(request, "programmes/open_office.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def people(request: HttpRequest, uuid: UUID, at: datetime) -> HttpResponse:
    """Who works in an office, for its head and for administrators; both ask whom they may to work here."""
    office, roles = _headed(request, uuid, at)
    form = AppointForm(request.POST if request.method == "POST" else None, roles=roles)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data["user"]
        inviting.invite(by=request.user, said=said, office=office, role=form.cleaned_data["role"], at=at)  # type: ignore[arg-type]
        return redirect("office_people", office.uuid)
    found = office.memberships.running(at).select_related("user").order_by("role", "since")  # type: ignore[attr-defined]
    asked = office.invitations.open(at).filter(role__in=roles).order_by("at")  # type: ignore[attr-defined]
    context = {"office": office, "form": form, "memberships": [(one, one.role in roles) for one in found], "invitations": asked}
    return render(request, "programmes/people.html", context, status=422 if form.errors else 200)


@require_POST
@for_staff
def end(request: HttpRequest, uuid: UUID, membership: UUID, at: datetime) -> HttpResponse:
    """Someone works here no more."""
    office, roles = _headed(request, uuid, at)
    found = office.memberships.filter(uuid=membership, role__in=roles, until=None).first()
    if found is None:
        raise Http404
    api.end_membership(by=request.user, membership=found, at=at)
    return redirect("office_people", office.uuid)


@require_POST
@for_staff
def take_back(request: HttpRequest, uuid: UUID, invitation: UUID, at: datetime) -> HttpResponse:
    """Someone is not asked to work here after all."""
    office, _ = _headed(request, uuid, at)
    inviting.take_back(by=request.user, office=office, uuid=invitation, at=at)  # type: ignore[arg-type]
    return redirect("office_people", office.uuid)


@never_cache
@same_origin
@require_POST
@login_required
def answer(request: HttpRequest, invitation: UUID) -> HttpResponse:
    """She is asked to work in an office. Yes: she comes in anew, by two steps from now on."""
    said = inviting.answer(user=request.user, uuid=invitation, yes="yes" in request.POST, at=timezone.now())  # type: ignore[arg-type]
    return redirect("office" if "yes" in request.POST and said else "my_learning")


def _headed(request: HttpRequest, uuid: UUID, at: datetime) -> tuple[Office, tuple[Any, ...]]:
    """An office whose people someone appoints, and as what. Raises Http404."""
    headed = api.offices_for(request.user, at, Role.LEAD).filter(uuid=uuid).first()
    if may_open_offices(request.user):
        office = headed or Office.objects.filter(uuid=uuid).first()
        if office:
            return office, (Role.LEAD, *(Membership.ROLES_BY_HEADS if headed else ()))
    if headed is None:
        raise Http404
    return headed, Membership.ROLES_BY_HEADS
