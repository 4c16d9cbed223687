"""Who may see and do what, by the memberships that run at this moment."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.http import Http404

from accounts.models import Role, SignIn
from programmes import api, signals
from programmes.models import Membership
from tests.makers import make_home, make_user
from tests.programmes.worlds import NOW, make_admin, make_cohort, make_enrolment, make_member, make_office

pytestmark = pytest.mark.django_db


def heard(signal):
    """What a signal says from now on."""
    news = []
    signal.connect(lambda **said: news.append(said), weak=False)
    return news


@pytest.mark.parametrize("role", [None, Role.TRAINER, Role.COORDINATOR, Role.LEAD])
def test_only_administrators_open_offices(role):
    user = make_member("hana", role).user if role else make_user()
    with pytest.raises(PermissionDenied):
        api.open_office(by=user, name="Belfast", country="GB")
    assert api.open_office(by=make_admin(), name="Belfast", country="GB").name == "Belfast"


@pytest.mark.parametrize(
    ("by", "may"),
    [
        (None, set()),
        (Role.TRAINER, set()),
        (Role.COORDINATOR, set()),
        (Role.LEAD, {Role.TRAINER, Role.COORDINATOR}),
        (Role.ADMINISTRATOR, {Role.LEAD}),
    ],
)
def test_who_appoints_whom(by, may):
    make_home()
    user = make_admin()
    if by != Role.ADMINISTRATOR:
        user = make_member("peter", by).user if by else make_user("peter")
    for role in (Role.TRAINER, Role.COORDINATOR, Role.LEAD, Role.ADMINISTRATOR):
        new = make_user(f"new-{role}")
        if role in may:
            api.appoint(by=user, user=new, office=make_office(), role=role, at=NOW)
        else:
            with pytest.raises(PermissionDenied):
                api.appoint(by=user, user=new, office=make_office(), role=role, at=NOW)


def test_the_head_of_another_office_appoints_nobody_here():
    peter = make_member("peter", Role.LEAD, office=make_office("Belfast", "GB")).user
    with pytest.raises(PermissionDenied):
        api.appoint(by=peter, user=make_user(), office=make_office(), role=Role.COORDINATOR, at=NOW)


def test_a_closed_account_is_not_appointed():
    with pytest.raises(PermissionDenied):
        api.appoint(by=make_admin(), user=make_user(is_active=False), office=make_office(), role=Role.LEAD, at=NOW)


def test_who_is_appointed_is_staff_and_a_trainer_writes_lessons():
    make_home()
    peter, news = make_member("peter", Role.LEAD).user, heard(signals.appointed)
    for role in (Role.TRAINER, Role.COORDINATOR):
        user = make_user(role)
        membership = api.appoint(by=peter, user=user, office=make_office(), role=role, at=NOW)
        user.refresh_from_db()
        assert user.is_staff
        assert user.groups.filter(name="Trainers").exists() is (role == Role.TRAINER)
        assert membership.appointed_by == peter
        assert news[-1]["membership"] == membership


def test_appointing_twice_is_once():
    peter, hana = make_member("peter", Role.LEAD).user, make_user("hana")
    first = api.appoint(by=peter, user=hana, office=make_office(), role=Role.COORDINATOR, at=NOW)
    assert api.appoint(by=peter, user=hana, office=make_office(), role=Role.COORDINATOR, at=NOW) == first


def test_who_works_nowhere_any_more_is_nobody(phone):
    make_home()
    peter, hana = make_member("peter", Role.LEAD).user, make_user("hana")
    roles = (Role.TRAINER, Role.COORDINATOR)
    trains, coordinates = (api.appoint(by=peter, user=hana, office=make_office(), role=role, at=NOW) for role in roles)
    phone.force_login(hana)
    news = heard(signals.membership_ended)
    api.end_membership(by=peter, membership=trains, at=NOW)
    hana.refresh_from_db()
    assert hana.is_staff and not hana.groups.exists()
    api.end_membership(by=peter, membership=coordinates, at=NOW)
    hana.refresh_from_db()
    assert not hana.is_staff
    assert [said["membership"].pk for said in news] == [trains.pk, coordinates.pk]
    assert set(Membership.objects.filter(user=hana).values_list("until", flat=True)) == {NOW}


def test_ending_the_last_membership_ends_every_session(client):
    make_home()
    peter, hana = make_member("peter", Role.LEAD).user, make_user("hana")
    membership = api.appoint(by=peter, user=hana, office=make_office(), role=Role.COORDINATOR, at=NOW)
    client.post(
        "/en/account/login/", {"login": "hana", "password": "river-goat-lamp"}, headers={"sec-fetch-site": "same-origin"}
    )
    client.force_login(hana)
    key = client.session.session_key
    SignIn.objects.get_or_create(session_key=key, defaults={"user": hana, "way": "password", "device": "phone", "at": NOW})
    api.end_membership(by=peter, membership=membership, at=NOW)
    assert not Session.objects.filter(session_key=key).exists()


def test_nobody_ends_a_membership_who_may_not_begin_it():
    hana = make_member("hana")
    for by in (hana.user, make_admin(), make_member("bob").user):
        with pytest.raises(PermissionDenied):
            api.end_membership(by=by, membership=hana, at=NOW)


def test_groups_are_seen_by_who_follows_them_and_by_the_head_of_their_office():
    kigali, belfast = make_office(), make_office("Belfast", "GB")
    hana, other = make_member("hana"), make_member("other")
    peter, carol = make_member("peter", Role.LEAD), make_member("carol", office=belfast)
    trainer, boss = make_member("tomas", Role.TRAINER), make_member("boss", Role.LEAD, office=belfast)
    cohort = make_cohort(office=kigali, followers=[hana, carol])  # carol, whatever somebody wrote down
    sees = {member.user.username for member in (hana, peter)}
    for user in (make_user("selam"), make_admin(), *(one.user for one in (hana, other, peter, carol, trainer, boss))):
        assert (api.cohorts_for(user, NOW).first() == cohort) is (user.username in sees), user.username
        if user.username not in sees:
            with pytest.raises(Http404):
                api.get_cohort_for(user, cohort.uuid, at=NOW)


@pytest.mark.parametrize("days", [-31, 1])
def test_a_membership_opens_nothing_before_it_begins_and_after_it_ends(days):
    hana = make_member("hana")
    cohort = make_cohort(followers=[hana])
    Membership.objects.filter(pk=hana.pk).update(until=NOW)
    assert not api.cohorts_for(hana.user, NOW + timedelta(days=days)).exists()
    assert api.cohorts_for(hana.user, NOW - timedelta(days=1)).get() == cohort


def test_a_coordinator_follows_the_group_she_opens_and_only_colleagues_follow_it_with_her():
    hana, mary = make_member("hana"), make_member("mary")
    trainer, carol = make_member("tomas", Role.TRAINER), make_member("carol", office=make_office("Belfast", "GB"))
    values = {"name": "Spring", "phase": "pre_departure", "starts": NOW.date(), "ends": NOW.date(), "modules": []}
    cohort = api.open_cohort(by=hana.user, office=hana.office, followers=[mary, trainer, carol], at=NOW, **values)
    assert set(cohort.followers.all()) == {hana, mary}
    with pytest.raises(PermissionDenied):
        api.open_cohort(by=carol.user, office=hana.office, followers=[carol], at=NOW, **values)
    with pytest.raises(PermissionDenied):
        api.edit_cohort(by=carol.user, cohort=cohort, followers=[carol], at=NOW, **values)


def test_a_learner_is_got_by_who_sees_her_group_while_she_agrees():
    hana, carol = make_member("hana"), make_member("carol", office=make_office("Belfast", "GB"))
    enrolment = make_enrolment(make_cohort(followers=[hana]))
    assert api.get_enrolment_for(hana.user, enrolment.uuid, at=NOW) == enrolment
    for user, at in ((carol.user, NOW), (make_admin(), NOW), (hana.user, NOW + timedelta(days=200))):
        with pytest.raises(Http404):
            api.get_enrolment_for(user, enrolment.uuid, at=at)
    api.leave(learner=enrolment.learner, registration=enrolment.uuid, at=NOW)
    with pytest.raises(Http404):
        api.get_enrolment_for(hana.user, enrolment.uuid, at=NOW)
