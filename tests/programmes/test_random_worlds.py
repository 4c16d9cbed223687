"""In any world of offices, groups, memberships and consents, each person is shown exactly the learners that she may see."""

import os
import re
from dataclasses import dataclass, field
from datetime import timedelta

from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accounts.api import withdraw
from accounts.models import Consent, Look, Role, User
from accounts.models.looks import subject_of
from programmes import api
from programmes.models import Cohort, Membership, Office
from tests.makers import make_learner, make_user
from tests.programmes.worlds import NOW

OFFICES, COHORTS, STAFF, LEARNERS = 2, 4, 4, 6
ROLES = [Role.TRAINER, Role.COORDINATOR, Role.LEAD]


@dataclass
class Plan:
    """A world as numbers: who works where as what (and whether still), who follows what, who joined what and how it stands."""

    memberships: list = field(default_factory=list)  # (person, office, role, is running)
    follows: list = field(default_factory=list)  # (membership, cohort)
    places: list = field(default_factory=list)  # (learner, cohort, state)
    closed: set = field(default_factory=set)  # people whose account is closed
    superuser: bool = False  # whether person 0 is an administrator


STATES = ["shared", "left", "withdrawn", "run out", "returned"]
plans = st.builds(
    Plan,
    memberships=st.lists(
        st.tuples(st.integers(0, STAFF - 1), st.integers(0, OFFICES - 1), st.sampled_from(ROLES), st.booleans()),
        unique_by=lambda one: one[:3],
        max_size=8,
    ),
    follows=st.lists(st.tuples(st.integers(0, 7), st.integers(0, COHORTS - 1)), unique=True, max_size=10),
    places=st.lists(
        st.tuples(st.integers(0, LEARNERS - 1), st.integers(0, COHORTS - 1), st.sampled_from(STATES)),
        unique_by=lambda one: one[:2],
        max_size=10,
    ),
    closed=st.sets(st.integers(0, STAFF - 1), max_size=1),
    superuser=st.booleans(),
)


def may_see(plan, person):
    """The oracle, from the plan alone: the places that someone may see."""
    if person in plan.closed:
        return set()
    running = [(number, one) for number, one in enumerate(plan.memberships) if one[0] == person and one[3]]
    heads = {one[1] for _, one in running if one[2] == Role.LEAD}
    followed = {
        cohort
        for number, one in running
        for membership, cohort in plan.follows
        if membership == number and one[2] == Role.COORDINATOR and one[1] == cohort % OFFICES
    }
    return {
        (learner, cohort)
        for learner, cohort, state in plan.places
        if state in ("shared", "returned") and (cohort in followed or cohort % OFFICES in heads)
    }


def build(plan):
    offices = [Office.objects.create(name=f"Office{n}", country="CZ") for n in range(OFFICES)]
    today = NOW.date()
    cohorts = [
        Cohort.objects.create(
            office=offices[n % OFFICES], name=f"Group{n}", phase="in_transit", starts=today, ends=today + timedelta(days=30)
        )
        for n in range(COHORTS)
    ]
    staff = [make_user(f"staff{n}", is_staff=True, is_superuser=plan.superuser and n == 0) for n in range(STAFF)]
    memberships = [
        Membership.objects.create(
            user=staff[person],
            office=offices[office],
            role=role,
            since=NOW - timedelta(days=9),
            until=None if is_running else NOW - timedelta(minutes=1),
        )
        for person, office, role, is_running in plan.memberships
    ]
    for membership, cohort in plan.follows:
        if membership < len(memberships):
            cohorts[cohort].followers.add(memberships[membership])
    learners = [make_learner() for _ in range(LEARNERS)]
    places = {}
    for learner, cohort, state in plan.places:
        person = learners[learner]
        place = api.join(
            learner=person,
            cohort=cohorts[cohort],
            called=f"Called{learner}x{cohort}.",
            how="typed",
            language="en",
            at=NOW - timedelta(days=1),
        )
        places[(learner, cohort)] = place
        if state in ("left", "returned"):
            api.leave(learner=person, registration=place.uuid, at=NOW)
        if state == "returned":
            api.return_to(learner=person, registration=place.uuid, language="en", at=NOW)
        if state == "withdrawn":
            withdraw(learner=person, purpose=Consent.Purpose.GROUP, about=cohorts[cohort].uuid, at=NOW)
        if state == "run out":
            Consent.objects.filter(about=cohorts[cohort].uuid, learner=person).update(until=today - timedelta(days=1))
    User.objects.filter(pk__in=[staff[n].pk for n in plan.closed]).update(is_active=False)
    return offices, cohorts, staff, places


def crawl(client, offices, cohorts, places):
    """Every page of the office, by every name that there is."""
    addresses = ["/en/office/", "/en/office/new/", "/en/office/figures/", "/en/my-learning/", "/en/my-learning/looks/"]
    addresses += [f"/en/office/{office.uuid}/{page}/" for office in offices for page in ("people", "open")]
    addresses += [f"/en/office/group/{cohort.uuid}/{page}" for cohort in cohorts for page in ("", "edit/")]
    addresses += [f"/en/office/person/{place.uuid}/" for place in places.values()]
    return {address: client.get(address).content.decode() for address in addresses}


class Worlds(TestCase):
    @given(plan=plans)
    @settings(max_examples=int(os.environ.get("WORLDS", "12")), suppress_health_check=[HealthCheck.too_slow])
    def test_what_is_shown_is_what_may_be_seen(self, plan):
        offices, cohorts, staff, places = build(plan)
        for person, user in enumerate(staff):
            client = Client()
            client.force_login(user)
            before = Look.objects.count()
            pages = crawl(client, offices, cohorts, places)
            whole = "".join(pages.values())
            oracle = may_see(plan, person)
            named = {tuple(map(int, pair)) for pair in re.findall(r"Called(\d)x(\d)\.", whole)}
            assert named == oracle
            linked = {key for key, place in places.items() if self._is_linked(place, pages)}
            asked = {
                key for key, place in places.items() if f"Called{key[0]}x{key[1]}." in pages[f"/en/office/person/{place.uuid}/"]
            }
            assert linked == asked == oracle
            # Each is in the list of her group once and was looked at once: two rows, no more and no fewer.
            assert Look.objects.count() - before == 2 * len(oracle)
            subjects = {subject_of(places[key].learner.uuid) for key in oracle}
            rows = Look.objects.filter(by=user.uuid)
            assert {row.subject for row in rows} == subjects

    @staticmethod
    def _is_linked(place, pages):
        """Whether a page other than her own leads to someone; one that is not there repeats its own address."""
        own = f"/en/office/person/{place.uuid}/"
        return any(own in page for address, page in pages.items() if address != own)
