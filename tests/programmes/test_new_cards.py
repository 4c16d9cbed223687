"""A new card at the desk: who may ask for one, who may agree, and what nobody can do alone."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts import limits, secret_pictures
from accounts.api import recovery, withdraw
from accounts.models import Consent, Look, NewCard, Notice, Role
from accounts.recovery_rules import TRIES
from programmes import api
from tests.conftest import OURS
from tests.makers import NOON, make_learner, make_user
from tests.programmes.worlds import make_cohort, make_enrolment, make_member, make_office

pytestmark = pytest.mark.django_db
CARD, SECRET, WRONG = ["fish", "bird", "fish"], ["sun", "tree", "sun"], ["tree", "sun", "sun"]
LIST = "/en/office/new-cards/"


@pytest.fixture
def place(hana, selam):
    return make_enrolment(make_cohort(followers=[hana]), "Amina", learner=make_learner(selam))


@pytest.fixture
def mary(db):
    """A second coordinator in Kigali, who follows another group."""
    return make_member("mary")


def desk_of(member):
    client = Client(**OURS)
    client.force_login(member.user)
    return client


@pytest.fixture
def desk(hana):
    return desk_of(hana)


def address(place):
    return f"/en/office/person/{place.uuid}/new-card/"


def ask_colleague(desk, place, reason="lost"):
    return desk.post(address(place), {"card": CARD, "ask": "1", "reason": reason})


def tap_secret(desk, place, pictures):
    return desk.post(address(place), {"card": CARD, "picture": pictures, "done": "1"})


def agree(client, card):
    return client.post(f"{LIST}{card.uuid}/agree/")


def call_off(client, card):
    return client.post(f"{LIST}{card.uuid}/call-off/")


def shown(response):
    """What stands on the page: around it stands what differs from second to second."""
    return response.text.split("<main")[1]


def looks():
    return list(Look.objects.order_by("n").values_list("what", "why", "role", "who"))


# ---- With her secret pictures ----


def test_she_taps_pictures_for_the_card_then_her_secret_ones_and_has_it(desk, place, hana):
    secret_pictures.choose(place.learner, SECRET, at=NOON)
    assert "choose 3 pictures" in desk.get(address(place)).text
    assert desk.post(address(place), {"picture": CARD[:2], "done": "1"}).status_code == 422
    second = desk.post(address(place), {"picture": CARD, "done": "1"}).text
    assert "Now the 3 secret pictures" in second and second.count('name="card" value="fish"') == 4  # in both forms
    made = tap_secret(desk, place, SECRET)
    assert made.status_code == 200 and "data-pass" in made.text and "This card works in 60 minutes." in made.text
    assert looks() == [("card", "proved", "coordinator", "Hana")]
    card = NewCard.objects.get()
    assert (card.asked_by, card.office_name, card.how) == (hana.user, "Kigali", "answer")
    assert "A new card is being made" in desk.get(address(place)).text


def test_each_tap_works_without_a_script(desk, place):
    page = desk.post(address(place), {"card": CARD, "picture": ["sun"], "tap": "tree"}).text
    assert page.count('name="picture"') == 2 and 'name="card" value="bird"' in page


def test_wrong_ones_are_told_in_the_same_words_as_none_and_she_can_read_who_tried(desk, place):
    none = tap_secret(desk, place, WRONG)
    secret_pictures.choose(place.learner, SECRET, at=NOON)
    wrong = tap_secret(desk, place, WRONG)
    assert none.status_code == wrong.status_code == 422
    assert shown(none) == shown(wrong) and "or she has none" in wrong.text
    assert looks() == [("tried", "follows", "coordinator", "Hana")] * 2
    assert not NewCard.objects.exists()


def test_guessing_soon_comes_to_nothing(desk, place):
    secret_pictures.choose(place.learner, SECRET, at=NOON)
    wrong = [shown(tap_secret(desk, place, WRONG)) for _ in range(TRIES)]
    assert shown(tap_secret(desk, place, SECRET)) == wrong[-1] == wrong[0]
    assert not NewCard.objects.exists()


def test_one_member_of_staff_tries_few_times_a_day_whoever_it_is(desk, place, hana, monkeypatch):
    monkeypatch.setitem(limits.RATES, "secret_pictures", "2/d/key")
    other = make_enrolment(place.cohort, "Dina", learner=make_learner(make_user("dina")))
    assert [tap_secret(desk, one, WRONG).status_code for one in (place, other, other)] == [422, 422, 429]


# ---- With a second person ----


def test_a_colleague_agrees_and_the_card_works_a_day_later(desk, place, mary):
    made = ask_colleague(desk, place)
    assert "data-pass" in made.text and "A second person in the office must agree." in made.text
    card = NewCard.objects.get()
    colleague = desk_of(mary)
    assert "New cards <span" in colleague.get("/en/office/").text
    page = colleague.get(LIST).text
    assert "Hana" in page and "Her card is lost or was taken." in page and "Yes, I have seen the person" in page
    assert agree(colleague, card)["Location"] == LIST
    card.refresh_from_db()
    assert card.agreed_by == mary.user and card.works_from - card.agreed_at == timedelta(hours=24)
    assert looks() == [("card", "lost", "coordinator", "Hana"), ("agreed", "lost", "coordinator", "Mary")]


def test_she_reads_of_it_by_letter_too_if_she_has_an_address(desk, place, selam, mailoutbox):
    selam.email = "selam@example.org"
    selam.save()
    ask_colleague(desk, place)
    assert [mail.to for mail in mailoutbox] == [["selam@example.org"]]
    assert "Amina" not in mailoutbox[0].body + mailoutbox[0].subject
    assert Notice.objects.filter(user=selam, kind=Notice.Kind.NEW_CARD).exists()


def test_a_colleague_who_does_not_look_after_her_group_is_told_no_name(desk, place, mary, peter):
    ask_colleague(desk, place)
    assert "Amina" not in desk_of(mary).get(LIST).text
    assert "Amina" in desk_of(peter).get(LIST).text  # the head of the office sees all its groups


def test_nobody_agrees_to_what_she_asked_for(desk, place):
    ask_colleague(desk, place)
    card = NewCard.objects.get()
    assert "Yes, I have seen the person" not in desk.get(LIST).text
    assert agree(desk, card).status_code == 404
    assert recovery.going_on(place.learner, at=timezone.now()).works_from is None


def test_a_reason_of_the_list_is_wanted_and_none_else_is_kept(desk, place):
    for reason in ("", "her husband took it"):
        response = ask_colleague(desk, place, reason)
        assert response.status_code == 422 and "Choose why." in response.text
    assert not NewCard.objects.exists()


def test_who_agrees_has_just_shown_a_second_time_who_she_is(desk, place, mary):
    ask_colleague(desk, place)
    card, colleague = NewCard.objects.get(), desk_of(mary)
    session = colleague.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 3600
    session.save()
    assert agree(colleague, card)["Location"].startswith("/en/account/second-step/again/?next=")
    card.refresh_from_db()
    assert card.agreed_at is None


def test_who_asked_takes_back_and_another_refuses(desk, place, mary):
    ask_colleague(desk, place)
    call_off(desk, NewCard.objects.get())
    assert "Taken back." in desk.get(LIST).text
    ask_colleague(desk, place)
    call_off(desk_of(mary), NewCard.objects.get(ended_at=None))
    assert "Refused." in desk.get(LIST).text
    assert [what for what, *_ in looks()] == ["card", "called_off", "card", "called_off"]


def test_the_office_sees_that_she_stopped_it(desk, place):
    ask_colleague(desk, place)
    recovery.stop(place.learner, at=timezone.now())
    assert "stopped it. Speak with the person." in desk.get(LIST).text
    refused = ask_colleague(desk, place)
    assert refused.status_code == 409 and "For 7 days only the secret pictures" in refused.text


# ---- Who may not ----


def test_a_stranger_is_asked_to_sign_in_and_a_learner_finds_nothing(phone, place, selam):
    for path in (address(place), LIST):
        assert phone.get(path)["Location"].startswith("/en/account/login/")
    phone.force_login(selam)
    assert [phone.get(path).status_code for path in (address(place), LIST)] == [404, 404]


def test_to_colleagues_who_do_not_follow_her_and_to_other_offices_she_is_not_there(place, mary, carol):
    for member in (mary, carol, make_member("tom", Role.TRAINER)):
        assert ask_colleague(desk_of(member), place).status_code == 404
    assert not NewCard.objects.exists()


def test_who_took_her_consent_back_is_not_there(desk, place, mary):
    ask_colleague(desk, place)
    withdraw(learner=place.learner, purpose=Consent.Purpose.GROUP, about=place.cohort.uuid, at=timezone.now())
    assert desk.get(address(place)).status_code == 404
    assert agree(desk_of(mary), NewCard.objects.get()).status_code == 404


@pytest.mark.parametrize("who", ["elsewhere", "trainer", "left", "left just now"])
def test_who_does_not_work_with_learners_here_now_neither_sees_nor_agrees_nor_refuses(desk, place, mary, peter, who):
    ask_colleague(desk, place)
    card = NewCard.objects.get()
    member = {"elsewhere": lambda: make_member("carol", office=make_office("Belfast", "GB"))}.get(who)
    member = member() if member else make_member("tom", Role.TRAINER) if who == "trainer" else mary
    client = desk_of(member)
    if who == "left":
        member.until = timezone.now() - timedelta(seconds=1)
        member.save()
    if who == "left just now":
        assert client.get(LIST).status_code == 200
        api.end_membership(by=peter.user, membership=member, at=timezone.now())
    assert agree(client, card).status_code in (404, 302)
    assert call_off(client, card).status_code in (404, 302)
    assert "Hana" not in client.get(LIST).text
    card.refresh_from_db()
    assert card.agreed_at is None and card.ended_at is None


def test_what_is_over_or_nowhere_is_not_there(desk, place, mary):
    ask_colleague(desk, place)
    card = NewCard.objects.get()
    call_off(desk, card)
    colleague = desk_of(mary)
    over, missing = agree(colleague, card), colleague.post(f"{LIST}{place.uuid}/agree/")
    assert over.status_code == missing.status_code == 404
    assert over.text.replace(str(card.uuid), "") == missing.text.replace(str(place.uuid), "")


def test_a_card_of_who_works_here_is_not_made(desk, hana, mary, place):
    colleague = make_enrolment(place.cohort, "Mary", learner=make_learner(mary.user))
    refused = ask_colleague(desk, colleague)
    assert refused.status_code == 409 and "Cards are for learners." in refused.text
