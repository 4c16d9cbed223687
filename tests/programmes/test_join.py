"""Joining a group by its code, from the poster to My learning and back out."""

import re

import pytest
from django.conf import settings
from django.test import Client

from accounts.models import Consent, Learner
from programmes import api, guesses
from programmes.codes import check_digit
from programmes.models import Enrolment
from tests.makers import make_learner
from tests.programmes.worlds import CODE, NOW, make_code, make_cohort, make_enrolment, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def hana():
    return make_member("hana")


@pytest.fixture
def cohort(hana):
    cohort = make_cohort(followers=[hana])
    make_code(cohort, hana.user)
    return cohort


def agree(client, called="Selam", code=CODE, **values):
    return client.post("/en/join/agree/", {"code": code, "called": called, **values})


def said(response):
    """The fault that a page names, once beside its field."""
    found = re.search(r'id="id_code_error">.*?<span>(.*?)</span>', response.content.decode())
    return found[1] if found else ""


def test_a_stranger_s_page_posts_nothing(stranger, cohort):
    assert stranger.post("/en/join/", {"code": CODE}).status_code == 403
    assert agree(stranger).status_code == 403
    assert not Enrolment.objects.exists()


def test_the_poster_s_address_leads_to_the_page_in_the_reader_s_language(phone):
    response = phone.get("/join/", headers={"accept-language": "ar"})
    assert (response.status_code, response.headers["Location"]) == (302, "/ar/join/")  # browsers take what is behind “#” along
    assert not response.cookies


def test_the_page_is_the_same_for_everyone_and_makes_nobody_a_learner(phone, selam):
    first = phone.get("/en/join/")
    assert not first.cookies and not Learner.objects.exists()
    phone.force_login(selam)
    assert phone.get("/en/join/").content == first.content


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("", "Write the 12 digits of the code."),
        ("1234 5678 90I8", "The code has digits only. Look at it again."),
        ("1234 5678", "The code has 12 digits. Here are 8."),
        ("1234 5678 9019", "One digit is not right. Look at the code again."),
        ("9999 9999 9999", "No group has this code. Ask the person who gave it to you."),
    ],
)
def test_what_is_wrong_with_a_code_is_said(phone, cohort, code, words):
    response = phone.post("/en/join/", {"code": code})
    assert (response.status_code, said(response)) == (422, words)
    assert not Learner.objects.exists()


def test_an_ended_and_an_expired_code_are_told_apart(phone, cohort, hana):
    cohort.codes.update(expires=NOW)
    assert said(phone.post("/en/join/", {"code": CODE})) == "This code is too old. Ask for a new one."
    api.end_join_codes(by=hana.user, cohort=cohort, at=NOW)
    assert said(phone.post("/en/join/", {"code": CODE})) == "This code has ended. Ask for a new one."


@pytest.mark.parametrize("code", [CODE, "1234 5678 9018", "1234-5678-9018", "١٢٣٤٥٦٧٨٩٠١٨", "۱۲۳۴ ۵۶۷۸ ۹۰۱۸"])
def test_a_code_is_read_however_it_is_typed(phone, cohort, code):
    page = phone.post("/en/join/", {"code": code})
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store"
    for words in ("Spring", "Kigali", "how many questions you got right", "your answers", "stop at any time", "Until "):
        assert words in page.content.decode()
    assert not Enrolment.objects.exists()  # she has agreed to nothing yet


def test_a_visitor_joins_without_an_account(phone, cohort):
    response = agree(phone)
    assert response.headers["Location"] == "/en/my-learning/#group"
    assert settings.VISITOR_COOKIE_NAME in response.cookies
    page = phone.get("/en/my-learning/").content.decode()
    assert "Stop sharing" in page and "Spring" in page and "Selam" in page


def test_a_learner_joins_with_her_account(phone, cohort, selam):
    phone.force_login(selam)
    agree(phone, how="scanned")
    enrolment = Enrolment.objects.get()
    assert (enrolment.learner.user, enrolment.how, Consent.objects.get().language) == (selam, "scanned", "en")


def test_a_name_can_be_left_out_and_is_never_long(phone, cohort):
    agree(phone, called="")
    assert Enrolment.objects.get().called == "River 11"
    assert agree(phone, called="x" * 41).status_code == 422


def test_a_code_that_ended_meanwhile_joins_nobody(phone, cohort, hana):
    api.end_join_codes(by=hana.user, cohort=cohort, at=NOW)
    assert agree(phone).status_code == 422
    assert not Enrolment.objects.exists()


def test_stopping_is_one_tap_and_so_is_undoing_it(phone, cohort):
    agree(phone)
    place = Enrolment.objects.get()
    assert phone.post(f"/en/my-learning/group/{place.uuid}/stop/").status_code == 303
    assert not Enrolment.objects.shared(NOW).exists()
    assert "You have stopped" in phone.get("/en/my-learning/").content.decode()
    phone.post(f"/en/my-learning/group/{place.uuid}/again/")
    assert "Stop sharing" in phone.get("/en/my-learning/").content.decode()


@pytest.mark.parametrize("way", ["stop", "again"])
def test_nobody_stops_or_undoes_for_another(phone, stranger, cohort, selam, way):
    place = make_enrolment(cohort, learner=make_learner())
    address = f"/en/my-learning/group/{place.uuid}/{way}/"
    assert phone.post(address).status_code == 404
    phone.force_login(selam)
    assert phone.post(address).status_code == 404
    assert stranger.post(address).status_code == 403
    assert Enrolment.objects.shared(NOW).exists()


def test_another_learner_s_group_is_not_shown(phone, cohort, selam):
    make_enrolment(cohort, called="Dina")
    phone.force_login(selam)
    assert "Dina" not in phone.get("/en/my-learning/").content.decode()


def unknown(number):
    return (digits := f"{number:011d}") + check_digit(digits)


def test_a_machine_that_guesses_is_slowed_and_then_the_right_code_helps_it_no_more(phone, cohort):
    for number in range(30):
        assert phone.post("/en/join/", {"code": unknown(number)}).status_code == 422
    for code in (unknown(31), CODE):
        response = phone.post("/en/join/", {"code": code})
        assert (response.status_code, response.headers["Retry-After"]) == (429, str(guesses.RETRY_AFTER))
    assert agree(phone).status_code == 429
    elsewhere = Client(HTTP_SEC_FETCH_SITE="same-origin", REMOTE_ADDR="192.0.2.7")
    assert elsewhere.post("/en/join/", {"code": CODE}).status_code == 200


def test_two_hundred_people_behind_one_address_all_join_though_each_mistypes_once(cohort):
    for _ in range(200):
        one = Client(HTTP_SEC_FETCH_SITE="same-origin")
        assert one.post("/en/join/", {"code": "123456789019"}).status_code == 422
        assert one.post("/en/join/", {"code": CODE}).status_code == 200
        assert agree(one, called="").status_code == 303
    assert Enrolment.objects.shared(NOW).count() == 200
