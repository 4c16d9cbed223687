"""The office's pages, as those see them whom they are for."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client

from accounts.api import join_visit
from accounts.models import LearningCard, Look, Role, User
from programmes.models import Cohort, Membership, Office
from records.api import Verb, record
from records.models import Progress, Statement
from tests.conftest import OURS
from tests.makers import NOON, make_home, make_learner, make_lesson, make_statement, make_user
from tests.programmes.worlds import NOW, make_admin, make_code, make_cohort, make_enrolment, make_member, make_office

pytestmark = pytest.mark.django_db


@pytest.fixture
def lesson(db):
    return make_lesson()


@pytest.fixture
def module(lesson):
    return lesson.get_parent().translation_key


@pytest.fixture
def cohort(hana, module):
    return make_cohort(followers=[hana], modules=[module])


@pytest.fixture
def desk(phone, hana):
    """The coordinator's browser."""
    phone.force_login(hana.user)
    return phone


def text(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def group(cohort):
    return f"/en/office/group/{cohort.uuid}/"


def learn(learner, lesson, *, passed=True, tries=1, at=NOW):
    """Where someone stands in a lesson and its quiz, and that she did something."""
    Progress.objects.create(learner=learner, activity=lesson.translation_key, begun_at=at, passed_at=at if passed else None)
    values = {"tries": tries, "best_score": Decimal("0.8"), "passed_at": at if passed else None}
    Progress.objects.create(learner=learner, activity=lesson.quiz_key, begun_at=at, **values)
    Statement.objects.create(learner=learner, verb=Verb.ANSWERED, activity=lesson.quiz_key, timestamp=at, stored=at)


# ---- The group ----


def test_a_group_shows_its_people_and_what_they_have_done(desk, cohort, lesson):
    place = make_enrolment(cohort, "Amina")
    learn(place.learner, lesson)
    make_enrolment(cohort, "Dina")
    page = text(desk, group(cohort))
    assert page.index("Amina") < page.index("Dina")
    assert "before in en" in page and ">Done<" in page.replace("</svg> Done", ">Done<")
    assert "Not begun" in page


def test_who_did_nothing_for_two_weeks_or_tried_in_vain_comes_first(desk, cohort, lesson):
    for name, days, passed, tries in (("Amina", 1, True, 1), ("Berta", 15, False, 1), ("Carla", 0, False, 3)):
        place = make_enrolment(cohort, name, at=NOW - timedelta(days=20))
        learn(place.learner, lesson, passed=passed, tries=tries, at=NOW - timedelta(days=days))
    page = text(desk, group(cohort))
    assert page.index("Berta") < page.index("Carla") < page.index("Amina")
    assert "Nothing for 15 days" in page
    assert "Tried often: <bdi>locks in en" in page


def test_what_she_did_as_a_visitor_counts_once_and_she_is_shown_once(desk, cohort, lesson, selam):
    visitor, own = make_learner(), make_learner(selam)
    statement = make_statement(Verb.COMPLETED, activity=lesson.translation_key, success=True, content_hash=lesson.content_hash)
    record(learner=visitor, statements=[statement], at=NOON)
    make_enrolment(cohort, "Amina", learner=visitor)
    make_enrolment(cohort, "Amina", learner=own)
    join_visit(visitor=visitor, owner=own, at=NOW)
    assert text(desk, group(cohort)).count("<bdi>Amina</bdi>") == 1


@pytest.mark.parametrize("people", [3, 30])
def test_a_group_costs_the_same_few_queries_however_many_they_are(desk, cohort, lesson, people, django_assert_max_num_queries):
    for number in range(people):
        learn(make_enrolment(cohort, f"P{number}").learner, lesson)
    text(desk, group(cohort))  # the outline is kept from now on
    with django_assert_max_num_queries(24):
        text(desk, group(cohort))


@pytest.mark.parametrize("people", [3, 30])
def test_figures_cost_the_same_few_queries(phone, peter, cohort, lesson, people, django_assert_max_num_queries):
    phone.force_login(peter.user)
    for number in range(people):
        learn(make_enrolment(cohort, f"P{number}").learner, lesson)
    text(phone, "/en/office/figures/")
    with django_assert_max_num_queries(12):
        text(phone, "/en/office/figures/")


def test_a_name_is_shown_as_it_was_written_and_never_run(desk, cohort):
    make_enrolment(cohort, "<script>x</script>")
    assert "&lt;script&gt;x" in text(desk, group(cohort))


# ---- One person ----


def test_a_person_s_way_has_dates_and_scores(desk, cohort, lesson):
    place = make_enrolment(cohort, "Amina")
    learn(place.learner, lesson, tries=2)
    later_phase = make_lesson("flat", module="after", phase="post_arrival")
    page = text(desk, f"/en/office/person/{place.uuid}/")
    for words in (
        "Amina",
        "Before you go",
        "After you arrive",
        "locks in en",
        later_phase.title,
        "80%",
        "2 tries",
        "Agreed on",
    ):
        assert words in page


# ---- The log of looks ----


def test_each_person_shown_is_one_row_of_the_log(desk, cohort, hana):
    places = [make_enrolment(cohort, name) for name in ("Amina", "Dina")]
    text(desk, group(cohort))
    rows = list(Look.objects.order_by("n"))
    assert len(rows) == 2
    assert {(row.what, row.why, row.role, row.office, row.who) for row in rows} == {
        ("group", "follows", "coordinator", "Kigali", "Hana")
    }
    text(desk, f"/en/office/person/{places[0].uuid}/")
    assert [row.what for row in Look.objects.at_record_of(places[0].learner)] == ["progress", "group"]
    assert [row.what for row in Look.objects.at_record_of(places[1].learner)] == ["group"]


def test_the_head_of_the_office_looks_as_what_he_is(phone, cohort, peter):
    place = make_enrolment(cohort)
    phone.force_login(peter.user)
    text(phone, f"/en/office/person/{place.uuid}/")
    assert Look.objects.values_list("role", "why").get() == ("lead", "leads")


def test_figures_and_forms_show_nobody_and_log_nothing(phone, cohort, peter):
    make_enrolment(cohort, "Amina")
    phone.force_login(peter.user)
    for address in ("/en/office/", "/en/office/figures/", f"{group(cohort)}edit/", f"/en/office/{peter.office.uuid}/people/"):
        assert "Amina" not in text(phone, address)
    assert not Look.objects.exists()


def test_the_learner_reads_who_looked(desk, cohort, phone, selam):
    make_enrolment(cohort, learner=make_learner(selam))
    text(desk, group(cohort))
    phone.force_login(selam)
    page = text(phone, "/en/my-learning/looks/")
    assert "Hana" in page and "Saw in the list of your group what you have done." in page and "Looks after your group." in page


# ---- Opening and changing ----


def values(**changed):
    today = NOW.date()
    fields = {"name": "Autumn", "phase": "in_transit", "starts": today, "ends": today + timedelta(days=9)}
    return fields | changed


def test_a_coordinator_opens_a_group_and_follows_it(desk, hana, module):
    mary = make_member("mary")
    response = desk.post(f"/en/office/{hana.office.uuid}/open/", values(modules=[str(module)], followers=[mary.pk]))
    cohort = Cohort.objects.get()
    assert response.headers["Location"] == group(cohort)
    assert (cohort.name, cohort.phase, cohort.office) == ("Autumn", "in_transit", hana.office)
    assert list(cohort.modules.values_list("module", flat=True)) == [module]
    assert set(cohort.followers.all()) == {hana, mary}
    assert "Autumn" in text(desk, "/en/office/")


def test_what_is_missing_or_wrong_is_said_and_nothing_is_opened(desk, hana, module):
    address = f"/en/office/{hana.office.uuid}/open/"
    for faulty in ({}, values(modules=[str(module)], ends=NOW.date() - timedelta(days=1)), values(modules=["x"])):
        assert desk.post(address, faulty).status_code == 422
    assert (
        "The last day is before the first."
        in desk.post(address, values(modules=[str(module)], ends=NOW.date() - timedelta(days=1))).content.decode()
    )
    assert not Cohort.objects.exists()


def test_a_group_is_changed_and_who_leaves_it_to_others_sees_it_no_more(desk, cohort, module):
    mary = make_member("mary")
    response = desk.post(f"{group(cohort)}edit/", values(name="New", modules=[str(module)], followers=[mary.pk]))
    assert response.headers["Location"] == "/en/office/"
    cohort.refresh_from_db()
    assert cohort.name == "New" and list(cohort.followers.all()) == [mary]


def test_colleagues_elsewhere_cannot_be_made_to_follow(desk, cohort, carol, module):
    assert desk.post(f"{group(cohort)}edit/", values(modules=[str(module)], followers=[carol.pk])).status_code == 422


def test_a_group_is_closed(desk, cohort, hana):
    make_code(cohort, hana.user)
    desk.post(f"{group(cohort)}close/")
    cohort.refresh_from_db()
    assert cohort.closed_at is not None
    assert not cohort.codes.filter(ended_at=None).exists()
    assert "Make a poster" not in text(desk, group(cohort))


# ---- The poster ----


def test_a_poster_has_the_code_the_square_and_its_languages(desk, cohort):
    page = desk.post(f"{group(cohort)}poster/", {"languages": ["en", "ar", "uk"]}).content.decode()
    digits = page.split("data-digits>")[1].split("<")[0]
    assert len(digits.replace(" ", "")) == 12
    assert page.count('<ol class="numbers">') == 3 and 'lang="ar" dir="rtl"' in page
    assert 'class="square"' in page
    poster = page.split('<article class="poster">')[1].split("</article>")[0]
    assert cohort.name not in poster and "Kigali" not in poster  # it hangs where everyone sees it
    assert digits not in text(desk, group(cohort))
    assert "Older posters stop working." in text(desk, group(cohort))


@pytest.mark.parametrize("languages", [[], ["en", "ar", "uk", "fr"], ["xx"]])
def test_a_poster_has_one_to_three_languages(desk, cohort, languages):
    assert desk.post(f"{group(cohort)}poster/", {"languages": languages}).status_code == 422
    assert not cohort.codes.exists()


def test_a_code_is_ended(desk, cohort, hana):
    make_code(cohort, hana.user)
    desk.post(f"{group(cohort)}end-code/")
    assert not cohort.codes.filter(ended_at=None).exists()


def test_a_sheet_of_cards_is_accounts_that_nobody_has_opened(desk, cohort, hana, phone):
    page = desk.post(f"{group(cohort)}cards/", {"number": 3}).content.decode()
    cards = LearningCard.objects.all()
    assert page.count("data-pass") == len(cards) == 3
    assert {(card.made_by, card.opener) for card in cards} == {(hana.user, "")}
    assert not cohort.enrolments.exists()  # nobody has said yes


@pytest.mark.parametrize("number", ["", "0", "41", "x"])
def test_a_sheet_has_one_to_forty_cards(desk, cohort, number):
    assert desk.post(f"{group(cohort)}cards/", {"number": number}).status_code == 422
    assert not LearningCard.objects.exists()


# ---- Offices and their people ----


def says_yes(user):
    """Whom an office asks says yes on her own page."""
    own = Client(**OURS)
    own.force_login(user)
    assert "Will you work here?" in text(own, "/en/my-learning/")
    own.post(f"/en/my-learning/invitation/{user.invitations.get().uuid}/", {"yes": "1"})


def test_an_administrator_opens_an_office_and_appoints_its_head(phone):
    admin, head = make_admin(), make_user("head", email="head@office.example")
    phone.force_login(admin)
    response = phone.post("/en/office/new/", {"name": "Praha", "country": "CZ"})
    office = Office.objects.get()
    assert response.headers["Location"] == f"/en/office/{office.uuid}/people/"
    assert phone.post("/en/office/new/", {"name": "praha", "country": "CZ"}).status_code == 422
    address = f"/en/office/{office.uuid}/people/"
    assert phone.post(address, {"user": "head@office.example", "role": "coordinator"}).status_code == 422
    phone.post(address, {"user": "HEAD@office.example", "role": "lead"})
    assert not Membership.objects.exists()
    says_yes(head)
    assert Membership.objects.values_list("user", "role", "appointed_by").get() == (head.pk, "lead", admin.pk)
    assert "Praha" in text(phone, "/en/office/")


def test_a_head_appoints_and_ends_coordinators_and_trainers(phone, peter):
    make_home()
    phone.force_login(peter.user)
    make_user("new")
    address = f"/en/office/{peter.office.uuid}/people/"
    assert phone.post(address, {"user": "new", "role": "lead"}).status_code == 422
    phone.post(address, {"user": "new", "role": "trainer"})
    says_yes(User.objects.get(username="new"))
    membership = Membership.objects.get(user__username="new")
    assert "new" in text(phone, address)
    phone.post(f"{address}{membership.uuid}/end/")
    membership.refresh_from_db()
    assert membership.until is not None and not membership.user.is_staff
    assert phone.post(f"{address}{peter.uuid}/end/").status_code == 404  # heads are ended by administrators


def test_a_trainer_sees_figures_without_names(phone, cohort, lesson):
    trainer = make_member("tom", Role.TRAINER)
    for number in range(25):
        place = make_enrolment(cohort, f"Person{number}")
        if number < 12:
            learn(place.learner, lesson)
    phone.force_login(trainer.user)
    page = text(phone, "/en/office/figures/")
    assert "Person" not in page
    assert ">25<" in page and ">12<" in page and page.count("too few") == 2
    assert "fewer than 11" in page
    assert make_office("Belfast", "GB").name not in page


def test_the_way_between_the_office_and_the_admin_is_one_link(phone, tomas):
    make_member("tomas", Role.TRAINER)
    phone.force_login(tomas)
    assert 'href="/cms/"' in text(phone, "/en/office/")
    assert "/office/" in text(phone, "/cms/")
    assert 'href="/en/office/"' in text(phone, "/en/my-learning/")


def test_who_works_nowhere_finds_no_way_to_the_office(phone, tomas):
    phone.force_login(tomas)
    assert "/office/" not in text(phone, "/cms/") + text(phone, "/en/my-learning/")
