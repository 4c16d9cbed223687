"""Who is to work in an office is asked, and whoever asks hears nothing of who has an account."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from programmes.inviting import invitations_for, invite
from programmes.models import Invitation, Membership
from tests.conftest import OURS
from tests.makers import make_user
from tests.programmes.worlds import make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def head(phone, peter):
    phone.force_login(peter.user)
    return phone


@pytest.fixture
def address(peter):
    return f"/en/office/{peter.office.uuid}/people/"


def ask(head, address, name="miriam", role="coordinator"):
    return head.post(address, {"user": name, "role": role})


def say(user, invitation, word):
    client = Client(**OURS)
    client.force_login(user)
    return client.post(f"/en/my-learning/invitation/{invitation.uuid}/", {word: "1"})


def test_a_name_that_somebody_has_and_one_that_nobody_has_are_answered_alike(head, address):
    make_user("miriam")
    closed = make_user("closed", is_active=False)
    pages = []
    for name in ("miriam", "marian", closed.username):
        answer = ask(head, address, name)
        page = head.get(address).text.split("<main")[1]
        invitation = Invitation.objects.get()
        pages.append((answer.status_code, answer["Location"], page.replace(name, "X").replace(str(invitation.uuid), "Y")))
        invitation.delete()
    assert pages[0] == pages[1] == pages[2] and "X" in pages[0][2]


def test_her_yes_makes_her_one_of_the_office_and_her_no_does_not(head, address, peter):
    for name, word, works in (("miriam", "yes", True), ("elias", "no", False)):
        user = make_user(name)
        ask(head, address, name)
        say(user, Invitation.objects.get(), word)
        assert Membership.objects.filter(user=user, office=peter.office).exists() == works
        assert not Invitation.objects.exists()


def test_nobody_else_answers(head, address, selam, stranger):
    miriam = make_user("miriam")
    ask(head, address)
    invitation = Invitation.objects.get()
    assert say(selam, invitation, "yes").status_code == 404
    stranger.force_login(miriam)
    assert stranger.post(f"/en/my-learning/invitation/{invitation.uuid}/", {"yes": "1"}).status_code == 403
    assert Client(**OURS).post(f"/en/my-learning/invitation/{invitation.uuid}/")["Location"].startswith("/en/account/login/")
    assert not Membership.objects.filter(user__in=[selam, miriam]).exists()


def test_an_account_that_takes_the_name_later_is_not_meant(head, address):
    ask(head, address)
    late = make_user("miriam")
    assert not invitations_for(late, at=timezone.now()).exists()
    assert say(late, Invitation.objects.get(), "yes").status_code == 404


def test_who_asked_and_has_left_makes_nobody_one_of_the_office(head, address, peter):
    user = make_user("miriam")
    ask(head, address)
    Membership.objects.filter(pk=peter.pk).update(until=timezone.now())
    say(user, Invitation.objects.get(), "yes")
    assert not Membership.objects.filter(user=user).exists()


def test_it_is_taken_back_or_grows_too_old(head, address, carol):
    user = make_user("miriam")
    ask(head, address)
    invitation = Invitation.objects.get()
    elsewhere = Client(**OURS)
    elsewhere.force_login(carol.user)
    assert elsewhere.post(f"{address}{invitation.uuid}/take-back/").status_code == 404
    assert not invitations_for(user, at=timezone.now() + timedelta(days=14)).exists()
    head.post(f"{address}{invitation.uuid}/take-back/")
    assert not Invitation.objects.exists()


def test_only_who_may_appoint_asks(peter, address):
    coordinator = Client(**OURS)
    coordinator.force_login(make_member("mary").user)
    assert ask(coordinator, address).status_code == 404
    with pytest.raises(PermissionDenied):
        invite(by=make_user("elias"), said="miriam", office=peter.office, role="lead", at=timezone.now())
    assert not Invitation.objects.exists()
