"""Keeping what one learned with a card, and opening it again, page by page."""

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts import card_codes, limits, shown_cards
from accounts.cards import make_card
from accounts.models import LearningCard, Notice, SignIn, User
from records.models import Statement
from tests.accounts.cards import CARD, HERS, KEEP, NEW, OTHER, SHOWN, code_on, error_of, is_in, keep, open_with, secret_of
from tests.accounts.test_visitors import answer, say, sign_in
from tests.makers import make_lesson, make_user

pytestmark = pytest.mark.django_db


# ---- The stranger ----


@pytest.mark.parametrize("path", [KEEP, CARD, NEW, SHOWN])
def test_nobody_makes_or_opens_a_card_from_elsewhere(stranger, selam, code, path):
    form = {"code": code, "picture": HERS, "done": "1", "secret": "s" * 32}
    assert stranger.post(path, form).status_code == 403
    stranger.force_login(selam)
    assert stranger.post(path, form).status_code == 403
    assert LearningCard.objects.count() == 1


def test_a_stranger_makes_no_new_card(phone):
    assert phone.get(NEW)["Location"].startswith("/en/account/login/")
    assert phone.post(NEW, {"picture": HERS, "done": "1"})["Location"].startswith("/en/account/login/")


@pytest.mark.parametrize("path", [KEEP, CARD])
def test_reading_sets_no_cookie_and_records_nothing(phone, path):
    page = phone.get(path)
    assert not page.cookies and page["Cache-Control"].find("no-store") >= 0
    assert not User.objects.exists()


# ---- Keeping ----


def test_three_pictures_and_one_tap_make_a_card(phone):
    response = keep(phone)
    assert response["Location"] == SHOWN
    user = User.objects.get()
    assert is_in(phone) and not user.has_usable_password()
    assert card_codes.read(code_on(phone.get(SHOWN)))


def test_the_visit_is_hers_from_then_on(phone, other_phone):
    make_lesson()
    answer(phone)
    keep(phone)
    code = code_on(phone.get(SHOWN))
    assert Statement.objects.get().learner.user == User.objects.get()
    open_with(other_phone, code)
    assert Statement.objects.get().learner.user_id == int(other_phone.session["_auth_user_id"])


def test_a_second_tap_makes_no_second_account_and_loses_nothing(phone):
    make_lesson()
    answer(phone)
    before = dict(phone.cookies)
    form = {"secret": secret_of(phone.get(KEEP)), "picture": HERS, "done": "1"}
    phone.post(KEEP, form)
    phone.cookies.clear()  # its answer never came
    phone.cookies.update(before)
    phone.post(KEEP, form)
    assert User.objects.count() == 1
    assert Statement.objects.get().learner.user == User.objects.get()
    assert LearningCard.objects.get(voided_at=None).digest == LearningCard.objects.last().digest
    assert code_on(phone.get(SHOWN))


def test_a_form_found_open_later_makes_nothing(phone, other_phone):
    form = {"secret": secret_of(phone.get(KEEP)), "picture": HERS, "done": "1"}
    phone.post(KEEP, form)
    User.objects.update(date_joined=timezone.now() - timedelta(minutes=16))
    assert other_phone.post(KEEP, form)["Location"] == KEEP
    assert not is_in(other_phone)


@pytest.mark.parametrize("secret", ["", "short", "<b>", "x" * 200])
def test_a_form_that_is_not_ours_makes_nothing_strange(phone, secret):
    assert keep(phone, secret=secret).status_code == 302
    assert User.objects.count() == (secret == "")  # without one, it gets its own


def test_two_pictures_are_asked_to_be_three(phone):
    response = keep(phone, pictures=HERS[:2])
    assert error_of(response) == "Choose 3 pictures."
    assert response.content.decode().count('name="picture"') == 2
    assert not User.objects.exists()


def test_who_is_signed_in_makes_a_card_for_her_account(phone, selam):
    phone.force_login(selam)
    assert phone.get(KEEP)["Location"] == NEW


def test_many_cards_from_one_machine_are_slowed(phone, monkeypatch):
    monkeypatch.setitem(limits.RATES, "cards_made", "2/m/ip")
    answers = []
    for _ in range(3):
        answers.append(keep(phone).status_code)
        phone.cookies.clear()
    assert answers == [302, 302, 429]


# ---- Tapping without a script ----


def test_each_tap_comes_back_with_what_she_has(phone):
    form = {"secret": "s" * 32, "picture": ["sun"], "tap": "fish"}
    page = phone.post(KEEP, form)
    assert page.status_code == 200
    assert re.findall(r'name="picture" value="(\w+)"', page.content.decode()) == ["sun", "fish"]
    assert secret_of(page) == "s" * 32


def test_a_picture_can_be_taken_away(phone):
    page = phone.post(KEEP, {"picture": ["sun", "fish", "cat"], "drop": "1"})
    assert re.findall(r'name="picture" value="(\w+)"', page.content.decode()) == ["sun", "cat"]


@pytest.mark.parametrize("form", [{"tap": "moon"}, {"drop": "7"}, {"drop": "-1"}, {"drop": "x"}, {"picture": ["moon"] * 9}])
def test_what_is_no_picture_is_none(phone, form):
    page = phone.post(KEEP, form)
    assert page.status_code == 200 and 'name="picture"' not in page.content.decode()


def test_a_fourth_picture_is_not_taken(phone):
    page = phone.post(KEEP, {"picture": HERS, "tap": "cat"})
    assert re.findall(r'name="picture" value="(\w+)"', page.content.decode()) == HERS


# ---- The card itself ----


def test_the_card_is_shown_until_she_has_it(phone):
    keep(phone)
    assert code_on(phone.get(SHOWN)) == code_on(phone.get(SHOWN))
    assert phone.post(SHOWN)["Location"] == "/en/my-learning/"
    assert phone.get(SHOWN)["Location"] == NEW


def test_its_square_holds_its_address_with_the_code_behind_the_hash(phone, monkeypatch):
    drawn = []
    blank = SimpleNamespace(side=9, path="")
    monkeypatch.setattr("accounts.views.cards.square", lambda text: drawn.append(text) or blank)
    keep(phone)
    assert drawn == [] and [f"http://testserver/card/#{code_on(phone.get(SHOWN))}"] == drawn


def test_the_code_is_nowhere_but_on_the_card(phone, caplog):
    keep(phone)
    page = phone.get(SHOWN)
    code = code_on(page)
    html = page.content.decode()
    assert code not in html and code not in html.split("<title>")[1].split("</title>")[0]
    assert code not in caplog.text and "no-store" in page["Cache-Control"]
    assert code not in str([session.get_decoded() for session in Session.objects.all()])
    assert code not in str([list(model.objects.values()) for model in (LearningCard, User, SignIn, Notice)])
    assert LearningCard.objects.get().digest not in html


def test_it_rests_on_her_phone_for_a_quarter_of_an_hour_only(phone):
    cookie = keep(phone).cookies[shown_cards.NAME]
    assert (cookie["max-age"], cookie["httponly"], cookie["samesite"]) == (15 * 60, True, "Strict")


def test_nobody_can_have_her_write_down_another_card(phone, other_phone):
    keep(phone)
    keep(other_phone)
    phone.cookies[shown_cards.NAME] = other_phone.cookies[shown_cards.NAME].value
    assert phone.get(SHOWN)["Location"] == NEW


def test_a_card_that_was_replaced_meanwhile_is_not_shown(phone):
    keep(phone)
    make_card(user=User.objects.get(), pictures=OTHER, at=timezone.now())
    assert phone.get(SHOWN)["Location"] == NEW


# ---- Opening ----


def test_the_square_leads_to_the_page_in_her_language(client):
    assert client.get("/card/", HTTP_ACCEPT_LANGUAGE="ti")["Location"] == "/ti/account/card/"
    client.cookies["language"] = "ar"
    answer = client.get("/card/", HTTP_ACCEPT_LANGUAGE="ti")
    assert answer["Location"] == "/ar/account/card/" and "no-store" in answer["Cache-Control"]


def test_numbers_then_pictures_open_her_learning(phone, selam, code):
    page = phone.post(CARD, {"code": code})
    assert page.status_code == 200 and "Tap your 3 pictures" in page.content.decode()
    assert open_with(phone, code)["Location"] == "/en/account/card/opened/"
    assert phone.get("/en/account/card/opened/")["Location"] == "/en/my-learning/"
    assert phone.session["_auth_user_id"] == str(selam.pk)
    assert SignIn.objects.get().way == SignIn.Way.CARD


@pytest.mark.parametrize("how", ["spaces", "arabic", "persian", "bengali", "dashes", "letters"])
def test_however_it_is_typed(phone, code, how):
    zeros = {"arabic": "٠", "persian": "۰", "bengali": "০"}
    typed = {
        "spaces": "  ".join(card_codes.groups(code)),
        "dashes": "-".join(card_codes.groups(code)),
        "letters": code.replace("0", "O").replace("1", "l"),
    }.get(how) or "".join(chr(ord(zeros[how]) + int(digit)) for digit in code)
    assert open_with(phone, typed).status_code == 302 and is_in(phone)


def test_coming_in_brings_a_new_session(phone, code):
    phone.cookies["session"] = "planted"
    open_with(phone, code)
    assert phone.cookies["session"].value != "planted"


def test_the_visit_on_this_phone_joins_her_record_if_it_was_she(phone, selam, code):
    make_lesson()
    answer(phone)
    open_with(phone, code)
    assert not phone.cookies["visitor"].value
    say(phone, "yes")
    assert Statement.objects.of(selam.learner).count() == 1


def test_she_goes_on_to_where_she_was(phone, code):
    answer = phone.get(open_with(phone, code, next="/en/local/")["Location"])
    assert answer["Location"] == "/en/local/"


def test_but_nowhere_else(phone, code):
    answer = phone.get(open_with(phone, code, next="https://elsewhere.example/")["Location"])
    assert answer["Location"] == "/en/my-learning/"


def test_a_wrong_clock_on_the_phone_matters_to_nothing(phone, code):
    answer = phone.post(CARD, {"code": code, "picture": HERS, "done": "1"}, HTTP_DATE="Thu, 01 Jan 1970 00:00:00 GMT")
    assert answer.status_code == 302 and is_in(phone)


# ---- A card that staff made ----


def test_a_card_that_staff_made_has_its_pictures_chosen_first(phone, other_phone, selam, tomas):
    code = make_card(user=selam, pictures=None, by=tomas, at=timezone.now())[1]
    assert "Choose 3 pictures" in phone.post(CARD, {"code": code}).content.decode()
    assert open_with(phone, code, new="1").status_code == 302 and is_in(phone)
    assert error_of(open_with(other_phone, code, OTHER, new="1")).startswith("These are not the pictures")
    assert not is_in(other_phone)


# ---- A new card ----


def test_a_new_card_ends_the_old_one_and_her_other_phones(phone, other_phone, selam):
    keep(phone)
    old = code_on(phone.get(SHOWN))
    open_with(other_phone, old)
    assert "Your old card stops working at once" in phone.get(NEW).content.decode()
    assert phone.post(NEW, {"picture": OTHER, "done": "1"})["Location"] == SHOWN
    page = phone.get(SHOWN)
    assert "Your old card does not work any more" in page.content.decode()
    assert not Session.objects.filter(session_key=other_phone.session.session_key).exists() and is_in(phone)
    assert Notice.objects.filter(kind=Notice.Kind.CARD_MADE).exists()
    assert error_of(phone.post(CARD, {"code": old})).startswith("There is a newer card")


def test_who_has_another_way_in_shows_first_that_it_is_she(phone, selam):
    sign_in(phone, "selam")
    session = phone.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 3600
    session.save()
    assert "/again/" in phone.post(NEW, {"picture": HERS, "done": "1"})["Location"]
    assert not LearningCard.objects.exists()


def test_who_has_just_come_in_makes_one(phone, selam):
    sign_in(phone, "selam")
    assert phone.post(NEW, {"picture": HERS, "done": "1"})["Location"] == SHOWN
    assert "old card" not in phone.get(SHOWN).content.decode()


def test_who_lost_her_only_way_in_makes_a_new_one_while_she_is_in(phone):
    keep(phone)
    session = phone.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 3600
    session.save()
    assert phone.post(NEW, {"picture": OTHER, "done": "1"})["Location"] == SHOWN


def test_staff_get_no_card(phone, tomas):
    phone.force_login(tomas)
    assert phone.post(NEW, {"picture": HERS, "done": "1"})["Location"] == "/en/account/"
    assert not LearningCard.objects.exists()


# ---- No cookies ----


@pytest.mark.parametrize("path", ["card/opened", "card/shown"])
def test_a_browser_that_keeps_no_cookies_is_told_so(phone, path):
    assert "It keeps no cookies" in phone.get(f"/en/account/{path}/").content.decode()


@pytest.mark.parametrize("path", ["card/opened", "card/shown"])
def test_a_browser_that_has_merely_been_away_is_not(phone, path):
    phone.cookies["language"] = "en"
    assert phone.get(f"/en/account/{path}/")["Location"] == CARD


@pytest.mark.parametrize("language", ["ar", "ti", "fa-af"])
def test_every_page_is_there_in_every_language(phone, code, language):
    for path in ("keep", "card"):
        assert phone.get(f"/{language}/account/{path}/").status_code == 200
    assert phone.post(f"/{language}/account/card/", {"code": code}).status_code == 200


def test_who_has_a_card_of_another_account_of_hers_puts_both_together(phone, code):
    mine = make_user("river7")
    phone.force_login(mine)
    told = phone.post(CARD, {"code": code})
    assert "put them together" in told.text and told.status_code == 409
    assert 'name="together"' in phone.post(CARD, {"code": code, "together": "1"}).text
    assert open_with(phone, code, OTHER, together="1").status_code == 422
    assert open_with(phone, code, together="1")["Location"] == "/en/account/together/"
    phone.post("/en/account/together/", {"yes": "1"})
    assert LearningCard.objects.get(voided_at=None).user == mine
    assert phone.session["_auth_user_id"] == str(mine.pk)
