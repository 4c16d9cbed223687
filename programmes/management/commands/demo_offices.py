from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from accounts.models import Learner, Role, User
from courses.api import outline
from courses.models import Phase
from programmes import api
from programmes.models import Enrolment, Office

# Who heads which office, in which country, and who else works there.
OFFICES: tuple[tuple[str, str, str, dict[str, Any]], ...] = (
    ("Kigali", "RW", "peter", {"hana": Role.COORDINATOR, "tomas": Role.TRAINER}),
    ("Belfast", "GB", "carol", {}),
)


class Command(BaseCommand):
    """Two offices for the demo people to work in, and a group that the demo learner has joined."""

    help = __doc__

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("Demo people have a public password: they cannot exist in production.")
        if Office.objects.exists():
            return
        at, people = timezone.now(), {user.username: user for user in User.objects.all()}
        for name, country, head, others in OFFICES:
            office = api.open_office(by=people["admin"], name=name, country=country)
            api.appoint(by=people["admin"], user=people[head], office=office, role=Role.LEAD, at=at)
            for username, role in others.items():
                api.appoint(by=people[head], user=people[username], office=office, role=role, at=at)
        modules = [one.key for course in outline("en").courses for one in course.children if one.phase == Phase.PRE_DEPARTURE]
        dates = {"starts": at.date() - timedelta(days=7), "ends": at.date() + timedelta(days=60)}
        group = api.open_cohort(
            by=people["hana"],
            office=Office.objects.get(name="Kigali"),
            name="Tuesday group",
            phase=Phase.PRE_DEPARTURE,
            modules=modules,
            followers=[],
            at=at,
            **dates,
        )
        selam = Learner.objects.get_or_create(user=people["selam"])[0]
        api.join(learner=selam, cohort=group, called="Selam", how=Enrolment.How.TYPED, language="en", at=at)
