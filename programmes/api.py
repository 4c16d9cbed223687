"""Programmes' front door: offices and who works there, groups and who follows them, and who joins.

Each use case checks permission, changes something and sends its signal; ``get_…_for`` fetches only what someone may see.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404

from accounts.api import end_sign_ins
from accounts.models import Role, User
from courses.api import trainers_group
from programmes import signals
from programmes.joining import end_join_codes, find_cohort, join, leave, new_join_code, return_to
from programmes.models import Cohort, Enrolment, Membership, Office
from programmes.rights import cohorts_for, may_appoint, may_open_cohorts, may_open_offices, memberships_of, offices_for, require

__all__ = [
    "appoint",
    "close_cohort",
    "cohorts_for",
    "edit_cohort",
    "end_join_codes",
    "end_membership",
    "find_cohort",
    "get_cohort_for",
    "get_enrolment_for",
    "get_office_for",
    "join",
    "leave",
    "memberships_of",
    "new_join_code",
    "offices_for",
    "open_cohort",
    "open_office",
    "return_to",
]


def get_cohort_for(user: Any, uuid: UUID, *, at: datetime) -> Cohort:
    """A group whose people someone may see. Raises Http404, also if there is none. One query."""
    return _or_404(cohorts_for(user, at).filter(uuid=uuid))


def get_enrolment_for(user: Any, registration: UUID, *, at: datetime) -> Enrolment:
    """The place of a learner who lets someone see her. Raises Http404, also if there is none. One query."""
    shared = Enrolment.objects.shared(at).filter(uuid=registration, cohort__in=cohorts_for(user, at))
    return _or_404(shared.select_related("cohort__office", "learner", "consent"))


def get_office_for(user: Any, uuid: UUID, *roles: Any, at: datetime) -> Office:
    """An office in which someone works as one of ``roles``. Raises Http404, also if there is none. One query."""
    return _or_404(offices_for(user, at, *roles).filter(uuid=uuid))


def _or_404(found: Any) -> Any:
    if (one := found.first()) is None:
        raise Http404
    return one


def open_office(*, by: User, name: str, country: str) -> Office:
    """Raises PermissionDenied, but for administrators."""
    require(may_open_offices(by))
    return Office.objects.create(name=name, country=country)


@transaction.atomic
def appoint(*, by: User, user: User, office: Office, role: str, at: datetime) -> Membership:
    """Someone works in an office from now on; twice is once. Raises PermissionDenied.

    Whoever works here needs a second factor from her next request on (``is_staff``). A trainer may write lessons.
    """
    require(may_appoint(by, office, role, at) and user.is_active)
    user = User.objects.select_for_update().get(pk=user.pk)
    running = Membership.objects.running(at).filter(user=user, office=office, role=role).first()
    if running:
        return running
    membership = Membership.objects.create(user=user, office=office, role=role, since=at, appointed_by=by)
    user.is_staff = True
    user.save(update_fields=["is_staff"])
    if role == Role.TRAINER:
        user.groups.add(trainers_group())
    signals.appointed.send(sender=Membership, membership=membership)
    return membership


@transaction.atomic
def end_membership(*, by: User, membership: Membership, at: datetime) -> None:
    """Someone works there no more: from her next request on she sees nothing by it. Raises PermissionDenied.

    Who works nowhere any more is staff no more, writes no lessons and is signed out wherever she was signed in.
    """
    require(may_appoint(by, membership.office, membership.role, at))
    user = User.objects.select_for_update().get(pk=membership.user_id)
    if not Membership.objects.filter(pk=membership.pk, until=None).update(until=at):
        return
    still = set(Membership.objects.running(at).filter(user=user).values_list("role", flat=True))
    if Role.TRAINER not in still and (membership.role == Role.TRAINER or not still):
        user.groups.remove(trainers_group())
    if not still:
        user.is_staff = user.is_superuser
        user.save(update_fields=["is_staff"])
        end_sign_ins(user)
    membership.refresh_from_db()
    signals.membership_ended.send(sender=Membership, membership=membership)


@transaction.atomic
def open_cohort(
    *,
    by: User,
    office: Office,
    name: str,
    phase: str,
    starts: date,
    ends: date,
    modules: Iterable[UUID],
    followers: Iterable[Membership],
    at: datetime,
) -> Cohort:
    """A coordinator follows the group she opens; the head of an office may open one too. Raises PermissionDenied."""
    require(may_open_cohorts(by, office, at))
    cohort = Cohort.objects.create(office=office, name=name, phase=phase, starts=starts, ends=ends)
    own = memberships_of(by, at).filter(office=office, role=Role.COORDINATOR)
    _set_up(cohort, modules, [*followers, *own], at)
    return cohort


@transaction.atomic
def edit_cohort(
    *,
    by: User,
    cohort: Cohort,
    name: str,
    phase: str,
    starts: date,
    ends: date,
    modules: Iterable[UUID],
    followers: Iterable[Membership],
    at: datetime,
) -> None:
    """Who sees a group may change it. Those who joined stay seen as long as they were told. Raises PermissionDenied."""
    require(cohorts_for(by, at).filter(pk=cohort.pk).exists())
    cohort.name, cohort.phase, cohort.starts, cohort.ends = name, phase, starts, ends
    cohort.save(update_fields=["name", "phase", "starts", "ends"])
    _set_up(cohort, modules, followers, at)


def _set_up(cohort: Cohort, modules: Iterable[UUID], followers: Iterable[Membership], at: datetime) -> None:
    """Its modules and followers become these. Only coordinators of its own office follow it, whoever is named."""
    wanted = set(modules)
    cohort.modules.exclude(module__in=wanted).delete()
    had = set(cohort.modules.values_list("module", flat=True))
    cohort.modules.bulk_create([cohort.modules.model(cohort=cohort, module=module) for module in sorted(wanted - had)])
    named = [membership.pk for membership in followers]
    good = Membership.objects.running(at).as_a(Role.COORDINATOR).filter(office=cohort.office, pk__in=named)
    cohort.followers.set(good)


@transaction.atomic
def close_cohort(*, by: User, cohort: Cohort, at: datetime) -> None:
    """Nobody joins any more. Raises PermissionDenied."""
    end_join_codes(by=by, cohort=cohort, at=at)
    Cohort.objects.filter(pk=cohort.pk, closed_at=None).update(closed_at=at)
