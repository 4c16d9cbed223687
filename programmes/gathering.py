"""What offices know of somebody, for her copy: her groups, and where she works or worked."""

from typing import Any

from django.dispatch import receiver
from django.utils.translation import gettext as _

from accounts.api import Chapter, Fact, Person, chapter, fact, for_machines_only
from accounts.signals import gathering
from programmes.models import CohortStaff, Enrolment, Membership


@receiver(gathering)
def what_offices_know(sender: type, person: Person, **kwargs: Any) -> list[Chapter]:
    """Her groups; then, of who works here, her offices and the groups she follows."""
    places = Enrolment.objects.filter(learner__in=person.learners).select_related("cohort__office").order_by("joined_at")
    works = Membership.objects.filter(user__in=person.users).select_related("office", "appointed_by").order_by("since")
    follows = CohortStaff.objects.filter(membership__user__in=person.users).select_related("cohort__office")
    return [
        chapter("groups", _("Your groups"), map(_place, places)),
        chapter("memberships", _("Where you work"), map(_membership, works)),
        chapter("follows", _("Groups that you look after"), map(_followed, follows)),
    ]


def _place(one: Enrolment) -> list[Fact]:
    ways = {Enrolment.How.TYPED: _("You typed its code"), Enrolment.How.SCANNED: _("You scanned its square")}
    return [
        fact("group", _("Group"), one.cohort.name),
        fact("office", _("Office"), one.cohort.office.name),
        fact("called", _("They call you"), one.called),
        fact("joined", _("You joined"), one.joined_at),
        fact("left", _("You stopped"), one.left_at),
        fact("how", _("How"), one.how, ways.get(one.how, one.how)),
        for_machines_only("number", one.uuid),
        for_machines_only("about", one.cohort.uuid),
    ]


def _membership(one: Membership) -> list[Fact]:
    by = one.appointed_by and (one.appointed_by.get_full_name() or one.appointed_by.username)
    return [
        fact("office", _("Office"), one.office.name),
        fact("role", _("As"), one.role, one.get_role_display()),
        fact("since", _("Since"), one.since),
        fact("until", _("Until"), one.until),
        fact("appointed_by", _("Appointed by"), by),
    ]


def _followed(one: CohortStaff) -> list[Fact]:
    return [fact("group", _("Group"), one.cohort.name), fact("office", _("Office"), one.cohort.office.name)]
