"""Who works here shows twice who she is, at the one sign-in there is."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.core import mail

from accounts.demo import CODE
from accounts.models import Notice, User
from accounts.second_factor import SecondFactorAdapter
from tests.makers import make_user

LOGIN, SECOND, SET_UP = "/en/account/login/", "/en/account/second-step/authenticate/", "/en/account/second-step/"


def code_now(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def sign_in(phone, name, **more):
    return phone.post(LOGIN, {"login": name, "password": "river-goat-lamp", **more})


@pytest.fixture
def secret(tomas: User) -> str:
    made = generate_totp_secret()
    TOTP.activate(tomas, made)
    return made


def test_the_admin_has_no_sign_in_of_its_own(client, db):
    assert client.get("/cms/", follow=True).redirect_chain[-1][0] == "/en/account/login/?next=%2Fcms%2F"
    assert client.get("/cms/password_reset/", follow=True).status_code == 404


def test_a_learner_who_opens_the_admin_is_told_that_it_is_not_for_her(client, selam):
    client.force_login(selam)
    answer = client.get("/cms/", follow=True)
    assert answer.redirect_chain[-1][0] == "/en/my-learning/"
    assert "for people who work here" in answer.text


def test_a_password_alone_does_not_let_staff_in(phone, tomas, secret):
    assert sign_in(phone, "tomas")["Location"] == SECOND
    assert phone.get("/cms/")["Location"].startswith("/cms/login/")


def test_the_second_step_opens_the_door(phone, tomas, secret):
    sign_in(phone, "tomas", next="/cms/")
    assert phone.post(SECOND, {"code": code_now(secret)})["Location"] == "/cms/"
    assert phone.get("/cms/").status_code == 200


@pytest.mark.parametrize("digits", ["٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹"])
def test_the_code_may_be_typed_in_other_digits_and_with_spaces(phone, tomas, secret, digits):
    sign_in(phone, "tomas")
    code = code_now(secret).translate(str.maketrans("0123456789", digits))
    assert phone.post(SECOND, {"code": f" {code[:3]} {code[3:]} "}).status_code == 302


def test_a_wrong_code_says_what_may_be_wrong(phone, tomas, secret):
    sign_in(phone, "tomas")
    wrong = str((int(code_now(secret)) + 1) % 1000000).zfill(6)
    assert "Is the clock of your phone right?" in phone.post(SECOND, {"code": wrong}).text


def test_a_code_works_once(phone, client, tomas, secret):
    code = code_now(secret)
    sign_in(phone, "tomas")
    phone.post(SECOND, {"code": code})
    phone.post("/en/account/logout/")
    sign_in(phone, "tomas")
    assert phone.post(SECOND, {"code": code}).status_code == 200


def test_a_recovery_code_works_once(phone, tomas, secret):
    code = RecoveryCodes.activate(tomas).get_unused_codes()[0]
    sign_in(phone, "tomas")
    assert phone.post(SECOND, {"code": code}).status_code == 302
    phone.post("/en/account/logout/")
    sign_in(phone, "tomas")
    assert phone.post(SECOND, {"code": code}).status_code == 200


@pytest.mark.parametrize("path", ["/cms/", "/cms/pages/", "/en/", "/en/my-learning/", "/documents/1/a.pdf"])
def test_staff_without_a_second_step_can_do_nothing_but_set_it_up(phone, tomas, path):
    sign_in(phone, "tomas")
    assert phone.get(path)["Location"] == SET_UP
    assert "First add a second step" in phone.get(SET_UP).text


def test_staff_set_up_codes_from_an_app_and_go_on(phone, tomas):
    sign_in(phone, "tomas")
    page = phone.get("/en/account/second-step/app/")
    answer = phone.post("/en/account/second-step/app/", {"code": code_now(page.context["form"].secret)})
    assert answer["Location"] == "/en/account/second-step/codes/"
    assert phone.get("/cms/").status_code == 200


def test_who_was_made_staff_must_set_it_up_at_the_next_request(phone, selam):
    sign_in(phone, "selam")
    assert phone.get("/en/my-learning/").status_code == 200
    User.objects.filter(pk=selam.pk).update(is_staff=True)
    assert phone.get("/en/my-learning/")["Location"] == SET_UP


def test_staff_cannot_take_the_last_one_away(client, tomas, secret):
    client.force_login(tomas)
    off = client.get("/en/account/second-step/app/off/", headers={"sec-fetch-site": "same-origin"})
    assert "Add another one first." in off.text
    client.post("/en/account/second-step/app/off/", headers={"sec-fetch-site": "same-origin"})
    assert Authenticator.objects.filter(user=tomas).exists()


def test_a_learner_is_asked_for_no_second_step(phone, selam):
    assert sign_in(phone, "selam")["Location"] == "/en/my-learning/"


def test_a_learner_who_turned_codes_on_is_asked_for_them(phone, selam):
    TOTP.activate(selam, generate_totp_secret())
    assert sign_in(phone, "selam")["Location"] == SECOND


def test_secrets_are_not_kept_readable_and_survive_a_new_key(settings, tomas, secret):
    kept = Authenticator.objects.get(user=tomas).data["secret"]
    assert secret not in kept
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another-key-" * 5
    assert SecondFactorAdapter().decrypt(kept) == secret


def test_the_public_code_opens_nobody_but_demo_people_and_nobody_in_production(phone, settings, tomas, secret):
    other = make_user("maria", is_staff=True)
    TOTP.activate(other, generate_totp_secret())
    sign_in(phone, "maria")
    assert phone.post(SECOND, {"code": CODE}).status_code == 200
    phone.cookies.clear()
    sign_in(phone, "tomas")
    settings.PRODUCTION = True
    assert phone.post(SECOND, {"code": CODE}).status_code == 200
    settings.PRODUCTION = False
    assert phone.post(SECOND, {"code": CODE}).status_code == 302


def test_staff_hear_by_mail_of_a_new_sign_in_with_no_address_in_it(phone, client, tomas, secret):
    User.objects.filter(pk=tomas.pk).update(email="tomas@office.example")
    client.force_login(tomas)
    sign_in(phone, "tomas")
    phone.post(SECOND, {"code": code_now(secret)}, headers={"user-agent": "Strange/1.0"})
    (letter,) = mail.outbox
    assert letter.to == ["tomas@office.example"]
    assert "Someone came in to your account." in letter.body
    assert "127.0.0.1" not in letter.body and "Strange" not in letter.body
    assert Notice.objects.get().kind == Notice.Kind.NEW_SIGN_IN
