"""Each of the office's pages, asked for by everyone whom it is not for; and by those who no longer may."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.api import join_visit, withdraw
from accounts.models import Consent, Look, Merge, Role, User
from programmes import api
from programmes.models import Cohort, Enrolment, Membership, Office
from tests.makers import make_home, make_learner, make_lesson, make_user
from tests.programmes.worlds import NOW, make_admin, make_cohort, make_enrolment, make_member, make_office

pytestmark = pytest.mark.django_db

PAGES = {
    "office": "/en/office/",
    "new office": "/en/office/new/",
    "figures": "/en/office/figures/",
    "people": "/en/office/{office}/people/",
    "end": "/en/office/{office}/people/{member}/end/",
    "open": "/en/office/{office}/open/",
    "group": "/en/office/group/{group}/",
    "edit": "/en/office/group/{group}/edit/",
    "close": "/en/office/group/{group}/close/",
    "poster": "/en/office/group/{group}/poster/",
    "cards": "/en/office/group/{group}/cards/",
    "end code": "/en/office/group/{group}/end-code/",
    "person": "/en/office/person/{person}/",
    "part": "/en/office/person/{person}/part/{merge}/",
}
POSTED = {"part", "end", "close", "poster", "cards", "end code"}
# Who may open which; the office's first page is for everyone who works anywhere.
MAY = {
    "hana": {"office", "open", "group", "edit", "close", "poster", "cards", "end code", "person", "part"},
    "peter": set(PAGES) - {"new office"},
    "mary": {"office", "open"},  # a coordinator in the same office, who follows other groups
    "tomas": {"office", "figures"},
    "carol": {"office"},
    "boss": {"office", "figures"},  # heads another office
    "admin": {"office", "new office", "people"},
    "selam": set(),
    "lea": set(),
    "both": set(),  # joined the group herself
}


@pytest.fixture
def world(hana, peter, carol, leaver, suspended, selam):
    """A group in Kigali that hana follows, with one learner; and everybody who must not see it."""
    make_home()
    make_lesson()
    cohort = make_cohort(followers=[hana, leaver, suspended])
    mary, boss = make_member("mary"), make_member("boss", Role.LEAD, office=carol.office)
    make_cohort("Another", followers=[mary])
    make_cohort("Elsewhere", office=carol.office, followers=[carol, boss])
    make_member("tomas", Role.TRAINER)
    make_admin()
    place = make_enrolment(cohort, "Amina")
    join_visit(visitor=make_learner(), owner=place.learner, at=NOW)
    merge = Merge.objects.get()
    make_enrolment(cohort, "Both", learner=make_learner(make_user("both")))
    return {"office": hana.office.uuid, "member": hana.uuid, "group": cohort.uuid, "person": place.uuid, "merge": merge.uuid}


def ask(client, page, things):
    address = PAGES[page].format(**things)
    return client.post(address, {"languages": "en", "number": 1}) if page in POSTED else client.get(address)


def shape(response):
    """All that could tell one refusal from another."""
    headers = {name: value for name, value in response.headers.items() if name != "Content-Length"}
    return response.status_code, len(response.content), headers


@pytest.mark.parametrize("page", PAGES)
def test_who_is_not_signed_in_is_asked_to_wherever_she_goes(phone, world, page):
    there, nowhere = ask(phone, page, world), ask(phone, page, {name: uuid4() for name in world})
    assert there.status_code == nowhere.status_code == 302
    assert there.headers["Location"].startswith("/en/account/login/?next=")
    assert not Look.objects.exists()


@pytest.mark.parametrize("page", PAGES)
def test_a_closed_account_is_nobody(phone, world, page, suspended):
    phone.force_login(suspended.user)
    assert ask(phone, page, world).status_code == 302


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("who", MAY)
def test_what_is_not_hers_is_not_there(phone, world, who, page):
    """The page of a thing that she may not see, and of a thing that does not exist, are the same in every respect."""
    phone.force_login(User.objects.get(username=who))
    response = ask(phone, page, world)
    if page in MAY[who]:
        assert response.status_code in (200, 302)
        return
    assert shape(response) == shape(ask(phone, page, {name: uuid4() for name in world}))
    assert response.status_code == 404
    assert "Amina" not in response.content.decode()
    assert not Look.objects.exists()


@pytest.mark.parametrize("page", PAGES)
def test_no_page_of_the_office_is_kept_by_anyone(phone, world, page, peter):
    phone.force_login(peter.user)
    assert "no-store" in ask(phone, page, world).headers["Cache-Control"]


@pytest.mark.parametrize("page", sorted(POSTED | {"people", "open", "edit"}))
def test_nothing_is_changed_from_elsewhere(stranger, world, page, peter):
    stranger.force_login(peter.user)
    assert stranger.post(PAGES[page].format(**world), {}).status_code == 403


def test_a_leaver_sees_nothing_from_her_next_request_on_with_her_session_still_open(phone, world, hana, peter):
    phone.force_login(hana.user)
    assert "Amina" in ask(phone, "group", world).content.decode()
    Membership.objects.filter(pk=hana.pk).update(until=timezone.now())  # the session itself stays, to prove the first wall
    for page in PAGES:
        assert ask(phone, page, world).status_code == 404, page


def test_the_session_of_who_left_ends_too(phone, world, hana, peter):
    phone.force_login(peter.user)
    assert ask(phone, "end", world).status_code == 302
    hana.refresh_from_db()
    assert hana.until is not None and not hana.user.is_staff


def test_who_follows_no_more_sees_no_more(phone, world, hana):
    phone.force_login(hana.user)
    Cohort.objects.get(uuid=world["group"]).followers.clear()
    assert ask(phone, "group", world).status_code == ask(phone, "person", world).status_code == 404


def test_consent_taken_back_is_seen_at_the_next_request(phone, world, hana):
    place = Enrolment.objects.get(uuid=world["person"])
    phone.force_login(hana.user)
    withdraw(learner=place.learner, purpose=Consent.Purpose.GROUP, about=place.cohort.uuid, at=timezone.now())
    assert "Amina" not in ask(phone, "group", world).content.decode()
    assert ask(phone, "person", world).status_code == 404


def test_consent_that_has_run_out_shows_nobody(phone, world, hana):
    Consent.objects.update(until=NOW.date() - timedelta(days=1))
    phone.force_login(hana.user)
    assert "Amina" not in ask(phone, "group", world).content.decode()
    assert ask(phone, "person", world).status_code == 404


def test_no_form_sets_more_than_it_shows(phone, world, hana, peter):
    """Every field of every model, sent along with every form, changes nothing that the form does not offer."""
    extra = {
        field.name: value
        for model in (Office, Cohort, Membership, Enrolment)
        for field in model._meta.get_fields()
        if field.concrete and field.name not in ("name", "role", "user", "phase", "starts", "ends")
        for value in ["1"]
    }
    before = list(Membership.objects.order_by("pk").values()), list(Office.objects.order_by("pk").values())
    cohort = Cohort.objects.get(uuid=world["group"])
    phone.force_login(peter.user)
    for page in ("open", "edit", "people"):
        phone.post(PAGES[page].format(**world), extra)
    after = list(Membership.objects.order_by("pk").values()), list(Office.objects.order_by("pk").values())
    again = Cohort.objects.get(uuid=world["group"])
    assert before == after
    assert (again.office_id, again.closed_at, again.uuid) == (cohort.office_id, None, cohort.uuid)


def test_an_administrator_sees_nobody_unless_she_works_there_too(phone, world):
    admin = make_admin()
    phone.force_login(admin)
    assert "Amina" not in "".join(ask(phone, page, world).content.decode() for page in PAGES if page not in POSTED)
    api.appoint(by=admin, user=admin, office=make_office(), role=Role.LEAD, at=timezone.now())
    assert "Amina" in ask(phone, "group", world).content.decode()


def test_a_visit_that_was_somebody_else_s_is_parted_again_by_who_follows_her(phone, world, hana):
    phone.force_login(hana.user)
    assert "Put together" in ask(phone, "person", world).content.decode()
    assert ask(phone, "part", world)["Location"] == PAGES["person"].format(**world)
    merge = Merge.objects.get()
    assert merge.undone_by == hana.user and merge.joined.merged_into is None
    assert "Put together" not in ask(phone, "person", world).content.decode()
    assert ask(phone, "part", world).status_code == 404
