"""Codes that let people in, and joining, leaving and coming back."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from accounts.api import join_visit, withdraw
from accounts.models import Consent
from programmes import api, signals
from programmes.codes import BadCode, Fault
from programmes.models import Enrolment, JoinCode
from tests.makers import make_learner, make_user
from tests.programmes.test_offices import heard
from tests.programmes.worlds import CODE, NOW, make_code, make_cohort, make_enrolment, make_member, make_office

pytestmark = pytest.mark.django_db


@pytest.fixture
def hana():
    return make_member("hana")


@pytest.fixture
def cohort(hana):
    return make_cohort(followers=[hana])


def fault_of(text=CODE, at=NOW):
    with pytest.raises(BadCode) as bad:
        api.find_cohort(text, at=at)
    return bad.value.fault


def test_a_code_opens_its_group_and_is_kept_as_a_digest_only(hana, cohort):
    digits = make_code(cohort, hana.user)
    assert api.find_cohort(digits, at=NOW) == cohort
    assert digits not in str(JoinCode.objects.values().get())


def test_who_does_not_see_a_group_makes_no_code_for_it(cohort):
    carol = make_member("carol", office=make_office("Belfast", "GB"))
    for change in (api.new_join_code, api.end_join_codes, api.close_cohort):
        with pytest.raises(PermissionDenied):
            change(by=carol.user, cohort=cohort, at=NOW)


def test_a_code_stays_good_when_the_site_s_key_is_replaced(hana, cohort, settings):
    make_code(cohort, hana.user)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another"
    assert api.find_cohort(CODE, at=NOW) == cohort
    settings.SECRET_KEY_FALLBACKS = []
    assert fault_of() == Fault.UNKNOWN


def test_each_state_of_a_code_is_told_apart(hana, cohort):
    assert fault_of() == Fault.UNKNOWN
    make_code(cohort, hana.user)
    assert fault_of(at=NOW + timedelta(days=30)) == Fault.EXPIRED
    api.end_join_codes(by=hana.user, cohort=cohort, at=NOW)
    assert fault_of() == Fault.ENDED


def test_a_new_code_ends_the_one_before(hana, cohort):
    make_code(cohort, hana.user)
    make_code(cohort, hana.user, "999999999999")
    assert fault_of() == Fault.ENDED
    assert api.find_cohort("999999999999", at=NOW) == cohort


def test_nobody_joins_a_group_that_is_closed_or_over(hana, cohort):
    make_code(cohort, hana.user)
    assert fault_of(at=NOW + timedelta(days=31)) == Fault.ENDED
    api.close_cohort(by=hana.user, cohort=cohort, at=NOW)
    assert fault_of() == Fault.ENDED


def test_joining_is_agreeing(cohort, visitor):
    news = heard(signals.joined)
    enrolment = make_enrolment(cohort, "  Selam   T. ", learner=visitor)
    consent = Consent.objects.get()
    assert (enrolment.called, enrolment.consent, consent.about) == ("Selam T.", consent, cohort.uuid)
    assert consent.until == cohort.ends + timedelta(days=90)
    assert (consent.version, consent.language, len(consent.words)) == (1, "en", 64)
    assert news[0]["enrolment"] == enrolment


def test_who_gives_no_name_gets_one_that_says_nothing(cohort):
    assert [make_enrolment(cohort, "").called for _ in range(3)] == ["River 11", "River 12", "River 13"]


def test_joining_twice_renews_what_she_agreed_to(cohort, visitor):
    first = make_enrolment(cohort, learner=visitor)
    again = make_enrolment(cohort, "", learner=visitor, at=NOW + timedelta(days=1))
    assert (again.pk, again.uuid, again.called) == (first.pk, first.uuid, "Selam")
    assert Enrolment.objects.shared(NOW).count() == 1
    assert Consent.objects.filter(withdrawn_at=None).count() == 1


def test_who_leaves_is_seen_by_nobody_at_once(cohort, visitor):
    enrolment, news = make_enrolment(cohort, learner=visitor), heard(signals.left)
    api.leave(learner=visitor, registration=enrolment.uuid, at=NOW)
    assert not Enrolment.objects.shared(NOW).exists()
    assert Consent.objects.get().withdrawn_at == NOW
    assert news[0]["enrolment"] == enrolment


def test_consent_alone_decides(cohort, visitor):
    make_enrolment(cohort, learner=visitor)
    withdraw(learner=visitor, purpose=Consent.Purpose.GROUP, about=cohort.uuid, at=NOW)
    assert not Enrolment.objects.shared(NOW).exists()


def test_a_group_that_is_made_longer_sees_nobody_longer_than_she_was_told(hana, cohort):
    enrolment = make_enrolment(cohort)
    ends = cohort.ends + timedelta(days=300)
    values = {"name": "x", "phase": cohort.phase, "starts": cohort.starts, "ends": ends, "modules": [], "followers": [hana]}
    api.edit_cohort(by=hana.user, cohort=cohort, at=NOW, **values)
    at = NOW + timedelta(days=150)
    assert api.get_cohort_for(hana.user, cohort.uuid, at=at)
    with pytest.raises(Http404):
        api.get_enrolment_for(hana.user, enrolment.uuid, at=at)


def test_leaving_is_undone_within_a_day(cohort, visitor):
    enrolment = make_enrolment(cohort, learner=visitor)
    api.leave(learner=visitor, registration=enrolment.uuid, at=NOW)
    with pytest.raises(Http404):
        api.return_to(learner=visitor, registration=enrolment.uuid, language="en", at=NOW + timedelta(days=2))
    api.return_to(learner=visitor, registration=enrolment.uuid, language="en", at=NOW)
    assert Enrolment.objects.shared(NOW).get().uuid == enrolment.uuid


def test_nobody_leaves_or_returns_for_another(cohort, visitor):
    enrolment = make_enrolment(cohort)
    with pytest.raises(Http404):
        api.leave(learner=visitor, registration=enrolment.uuid, at=NOW)
    api.leave(learner=enrolment.learner, registration=enrolment.uuid, at=NOW)
    with pytest.raises(Http404):
        api.return_to(learner=visitor, registration=enrolment.uuid, language="en", at=NOW)


def test_who_joined_as_a_visitor_and_again_with_her_account_is_one_person_and_leaves_as_one(cohort, visitor):
    own = make_learner(make_user())
    make_enrolment(cohort, learner=visitor)
    mine = make_enrolment(cohort, learner=own)
    join_visit(visitor=visitor, owner=own, at=NOW)
    assert Enrolment.objects.shared(NOW).count() == 2
    api.leave(learner=own, registration=mine.uuid, at=NOW)
    assert not Enrolment.objects.shared(NOW).exists()
