"""Offices, groups and people for tests. Each function takes what the test is about and fills in the rest."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import Learner, Role, User
from programmes import api
from programmes.models import Cohort, Enrolment, Membership, Office
from tests.makers import make_learner, make_user

NOW = timezone.now()  # pages are asked for today
MONTH_BEFORE = NOW - timedelta(days=30)
CODE = "123456789018"  # its check digit is right


def make_office(name: str = "Kigali", country: str = "RW") -> Office:
    return Office.objects.get_or_create(name=name, defaults={"country": country})[0]


def make_admin() -> User:
    return User.objects.filter(username="admin").first() or make_user("admin", is_superuser=True, is_staff=True)


def make_member(username: str, role: str = Role.COORDINATOR, *, office: Office | None = None, **values: Any) -> Membership:
    """Someone who has worked in an office for a month."""
    user = User.objects.filter(username=username).first() or make_user(
        username, first_name=username.title(), is_staff=True, **values
    )
    return Membership.objects.create(user=user, office=office or make_office(), role=role, since=MONTH_BEFORE)


def make_cohort(
    name: str = "Spring",
    *,
    office: Office | None = None,
    followers: Iterable[Membership] = (),
    modules: Iterable[Any] = (),
    **values: Any,
) -> Cohort:
    """A group that began a week ago and goes on for a month."""
    today = NOW.date()
    dates = {"starts": today - timedelta(days=7), "ends": today + timedelta(days=30), "phase": "pre_departure"}
    cohort = Cohort.objects.create(office=office or make_office(), name=name, **(dates | values))
    cohort.followers.set(followers)
    for module in modules:
        cohort.modules.create(module=module)
    return cohort


def make_enrolment(cohort: Cohort, called: str = "Selam", *, learner: Learner | None = None, at: datetime = NOW) -> Enrolment:
    """Someone who has agreed and joined."""
    return api.join(
        learner=learner or make_learner(), cohort=cohort, called=called, how=Enrolment.How.TYPED, language="en", at=at
    )


def make_code(cohort: Cohort, by: User, digits: str = CODE, at: datetime = NOW) -> str:
    return api.new_join_code(by=by, cohort=cohort, at=at, digits=digits)[1]
