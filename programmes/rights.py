"""Who may see and do what, decided by the memberships that run at this moment: who has left sees nothing from then on.

| | |
|---|---|
| learner | herself |
| coordinator | the groups of her office that she follows |
| head of an office | all groups of the office; appoints its coordinators and trainers |
| trainer | figures of her office without names |
| administrator | opens offices, appoints their heads; sees nobody's learning |
"""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import F, Q, QuerySet

from accounts.models import Look, Role
from programmes.models import Cohort, CohortStaff, Membership, Office


def memberships_of(user: Any, at: datetime) -> QuerySet[Membership]:
    """What someone works as at this moment, with the offices."""
    return Membership.objects.running(at).of(user).select_related("office", "user").order_by("office__name", "role")


def works_here(user: Any, at: datetime) -> bool:
    """Whether any of the office's pages is for this person. One query."""
    return user.is_authenticated and (user.is_superuser or memberships_of(user, at).exists())


def offices_for(user: Any, at: datetime, *roles: Any) -> QuerySet[Office]:
    """The offices in which someone works, as one of ``roles`` if any are named."""
    running = memberships_of(user, at)
    return Office.objects.filter(memberships__in=running.as_a(*roles) if roles else running).distinct()


def cohorts_for(user: Any, at: datetime) -> QuerySet[Cohort]:
    """The groups whose people someone may see: those she follows, and all of an office that she heads."""
    followed = Q(pk__in=_follows(user, at).values("cohort"))
    headed = Q(office__in=memberships_of(user, at).as_a(Role.LEAD).values("office"))
    return Cohort.objects.filter(followed | headed).select_related("office")


def _follows(user: Any, at: datetime) -> QuerySet[CohortStaff]:
    """Which groups someone follows. A membership opens only groups of its own office, whatever was written down."""
    coordinates = memberships_of(user, at).as_a(Role.COORDINATOR)
    return CohortStaff.objects.filter(membership__in=coordinates, membership__office=F("cohort__office"))


def sees_as(user: Any, cohort: Cohort, at: datetime) -> tuple[Any, Any]:
    """As what someone sees a group that she may see, and why: for the log of looks. One query."""
    follows = _follows(user, at).filter(cohort=cohort).exists()
    return (Role.COORDINATOR, Look.Why.FOLLOWS) if follows else (Role.LEAD, Look.Why.LEADS)


def may_open_offices(user: Any) -> bool:
    return bool(user.is_active and user.is_superuser)


def may_appoint(user: Any, office: Office, role: str, at: datetime) -> bool:
    """Administrators appoint heads of offices; these appoint everyone else in theirs."""
    if role == Role.LEAD:
        return may_open_offices(user)
    return role in Membership.ROLES_BY_HEADS and offices_for(user, at, Role.LEAD).filter(pk=office.pk).exists()


def may_open_cohorts(user: Any, office: Office, at: datetime) -> bool:
    return offices_for(user, at, Role.LEAD, Role.COORDINATOR).filter(pk=office.pk).exists()


def require(allowed: bool) -> None:
    """Raises PermissionDenied."""
    if not allowed:
        raise PermissionDenied
