"""Coming in by a code that is sent: one door for who has an account and who has none."""

import re
import time

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from accounts import codes, sms
from accounts.models import Learner, Merge, Notice, Phone, User
from tests.conftest import OURS

ASK, PHONE, TYPED = "/en/account/code/", "/en/account/code/phone/", "/en/account/code/typed/"
ADDRESS = "selam@example.org"


class Outbox:
    """A gateway that keeps what it should send."""

    sent: list[tuple[str, str]] = []

    def send(self, *, to: str, text: str) -> None:
        self.sent.append((to, text))


class Broken:
    """A gateway that is down."""

    def send(self, *, to: str, text: str) -> None:
        raise sms.NotSent


@pytest.fixture
def outbox(settings):
    settings.SMS_GATEWAY = "tests.accounts.test_codes.Outbox"
    Outbox.sent = []
    return Outbox.sent


def code_in(text: str) -> str:
    return "".join(re.search(r"(\d{4}) (\d{4})", text).groups())


def ask(phone, address: str = ADDRESS) -> str:
    assert phone.post(ASK, {"email": address})["Location"] == TYPED
    return code_in(mail.outbox[-1].body)


def come_in(phone, address: str = ADDRESS):
    return phone.post(TYPED, {"code": ask(phone, address)})


def test_a_newcomer_comes_in_by_email_with_no_password(phone, db):
    assert come_in(phone)["Location"] == "/en/my-learning/"
    user = User.objects.get()
    assert not user.has_usable_password() and Learner.objects.get(user=user)
    assert EmailAddress.objects.get().email == ADDRESS


def test_she_finds_the_same_account_from_another_phone(phone, db):
    come_in(phone)
    come_in(Client(**OURS), ADDRESS.upper())
    assert User.objects.count() == 1


def test_a_newcomer_comes_in_by_phone_and_the_number_is_kept_nowhere(phone, db, outbox):
    phone.post(PHONE, {"phone": "+250 788 123 456"})
    ((to, text),) = outbox
    assert to == "+250788123456"
    phone.post(TYPED, {"code": code_in(text)})
    assert Phone.objects.get().user == User.objects.get()
    assert not re.search("788.?123", str(list(Phone.objects.values())))
    other = Client(**OURS)
    other.post(PHONE, {"phone": "00250788123456"})
    other.post(TYPED, {"code": code_in(outbox[-1][1])})
    assert User.objects.count() == 1


def test_a_new_secret_key_still_finds_the_number(phone, db, outbox, settings):
    phone.post(PHONE, {"phone": "+250788123456"})
    phone.post(TYPED, {"code": code_in(outbox[-1][1])})
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another-key-" * 5
    assert codes.owner(phone="+250788123456") == User.objects.get()


def test_where_messages_cannot_be_sent_there_is_no_such_door(phone, db, settings):
    settings.SMS_GATEWAY = ""
    assert phone.get(PHONE).status_code == 404
    assert "phone number" not in phone.get("/en/account/login/").text


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("0788 123 456", "The number of the country is missing."),
        ("my number", "This is not a phone number."),
        ("+250 7", "This number is too long or too short."),
        ("", "Write your phone number."),
    ],
)
def test_a_number_that_is_none_says_why(phone, db, outbox, number, words):
    assert words in phone.post(PHONE, {"phone": number}).text
    assert outbox == []


@pytest.mark.parametrize("number", ["+٢٥٠٧٨٨١٢٣٤٥٦", "+۲۵۰ ۷۸۸ ۱۲۳ ۴۵۶", "＋250-788-123-456", "(+250) 788 123456"])
def test_a_number_is_read_however_it_is_written(phone, db, outbox, number):
    phone.post(PHONE, {"phone": number})
    assert outbox[-1][0] == "+250788123456"


def test_a_gateway_that_is_down_is_said_plainly(phone, db, settings):
    settings.SMS_GATEWAY = "tests.accounts.test_codes.Broken"
    assert "We could not send it now." in phone.post(PHONE, {"phone": "+250788123456"}).text


def test_a_mail_server_that_is_down_is_said_plainly(phone, db, settings):
    settings.EMAIL_BACKEND, settings.EMAIL_PORT = "django.core.mail.backends.smtp.EmailBackend", 1
    assert "We could not send it now." in phone.post(ASK, {"email": ADDRESS}).text


@pytest.mark.parametrize("digits", ["٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "0123456789"])
def test_a_code_may_be_typed_in_any_digits(phone, db, digits):
    code = ask(phone).translate(str.maketrans("0123456789", digits))
    assert phone.post(TYPED, {"code": f" {code[:4]} {code[4:]} "}).status_code == 302


def test_a_wrong_code_says_how_many_tries_are_left_and_the_fifth_ends_it(phone, db):
    right = ask(phone)
    wrong = str((int(right) + 1) % 10**8).zfill(8)
    for left in (4, 3, 2, 1):
        assert f"Tries left: {left}." in phone.post(TYPED, {"code": wrong}).text
    assert "Too many wrong codes." in phone.post(TYPED, {"code": wrong}).text
    assert "We sent no code to this browser" in phone.post(TYPED, {"code": right}).text
    assert not User.objects.exists()


def test_a_code_is_good_for_fifteen_minutes(phone, db, monkeypatch):
    code, now = ask(phone), time.time()
    monkeypatch.setattr(codes.time, "time", lambda: now + codes.LASTS + 1)
    assert "This code is too old." in phone.post(TYPED, {"code": code}).text


def test_a_code_works_once_and_only_in_the_browser_that_asked(phone, db):
    code = ask(phone)
    other = Client(**OURS)
    assert "it keeps no cookies" in other.post(TYPED, {"code": code}).text
    phone.post(TYPED, {"code": code})
    phone.post("/en/account/logout/")
    assert "We sent no code" in phone.post(TYPED, {"code": code}).text


def test_a_new_code_makes_the_last_one_useless(phone, db):
    first, second = ask(phone), ask(phone)
    assert "not the one we sent last" in phone.post(TYPED, {"code": first}).text
    assert phone.post(TYPED, {"code": second}).status_code == 302


def test_one_address_is_not_flooded(phone, db):
    for _ in range(5):
        ask(phone)
    answer = Client(**OURS).post(ASK, {"email": ADDRESS})
    assert answer.status_code == 429 and answer["Retry-After"]
    assert len(mail.outbox) == 5


def test_a_whole_hostel_behind_one_address_can_come_in(db):
    for n in range(200):
        assert come_in(Client(**OURS), f"person{n}@example.org").status_code == 302


def test_a_page_elsewhere_cannot_have_codes_sent(stranger, db):
    assert stranger.post(ASK, {"email": ADDRESS}).status_code == 403
    assert mail.outbox == []


def test_whether_someone_has_an_account_cannot_be_seen(phone, db, django_assert_max_num_queries):
    come_in(phone)
    answers = []
    for address in (ADDRESS, "nobody@example.org"):
        browser = Client(**OURS)
        asked = browser.post(ASK, {"email": address})
        shown = browser.get(TYPED).text.replace(address, "…")
        letter = mail.outbox[-1]
        answers.append((asked.status_code, sorted(asked.headers), shown, letter.subject, re.sub(r"\d", "0", letter.body)))
    assert answers[0] == answers[1]


def test_asking_does_not_even_look_whether_there_is_an_account(phone, db, django_assert_num_queries, django_user_model):
    come_in(phone)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(
        connection,
    ) as seen:
        Client(**OURS).post(ASK, {"email": ADDRESS})
    assert not [one for one in seen.captured_queries if "account" in one["sql"]]


def test_an_address_that_was_only_typed_is_gone_in_a_quarter_of_an_hour(phone, db):
    ask(phone)
    assert phone.session.get_expiry_age() <= codes.LASTS


def test_a_session_lasts_once_she_is_in(phone, db):
    come_in(phone)
    assert phone.session.get_expiry_age() > 7 * 24 * 3600


def test_the_session_is_another_one_after_coming_in(phone, db):
    code = ask(phone)
    before = phone.cookies["session"].value
    phone.post(TYPED, {"code": code})
    assert phone.cookies["session"].value != before


def test_someone_who_is_in_adds_an_address_and_is_told(phone, selam):
    phone.force_login(selam)
    assert come_in(phone)["Location"] == "/en/account/"
    assert EmailAddress.objects.get(user=selam).email == ADDRESS
    assert Notice.objects.get(user=selam).kind == Notice.Kind.EMAIL_ADDED
    assert User.objects.count() == 1


def test_an_address_of_another_account_is_not_taken_from_it_but_both_can_be_put_together(phone, selam):
    come_in(Client(**OURS))
    other = EmailAddress.objects.get().user
    phone.force_login(selam)
    assert come_in(phone)["Location"] == "/en/account/together/"
    assert not EmailAddress.objects.filter(user=selam).exists()
    assert "You have two accounts" in phone.get("/en/account/together/").text
    phone.post("/en/account/together/", {"yes": "1"})
    assert Merge.objects.get().user == other and EmailAddress.objects.get().user == selam
    assert phone.get("/en/account/together/")["Location"] == "/en/account/"


def test_two_accounts_stay_two_if_she_says_so_or_waits(phone, selam, monkeypatch):
    come_in(Client(**OURS))
    phone.force_login(selam)
    come_in(phone)
    phone.post("/en/account/together/")
    come_in(phone)
    now = time.time()
    monkeypatch.setattr("accounts.views.merging.time.time", lambda: now + 700)
    phone.post("/en/account/together/", {"yes": "1"})
    assert not Merge.objects.exists()


def test_staff_who_come_in_by_email_still_need_their_second_step(phone, tomas):
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    TOTP.activate(tomas, generate_totp_secret())
    EmailAddress.objects.create(user=tomas, email="tomas@office.example", verified=True, primary=True)
    assert come_in(phone, "tomas@office.example")["Location"] == "/en/account/second-step/authenticate/"


def test_a_closed_account_says_so(phone, db):
    come_in(phone)
    User.objects.update(is_active=False)
    assert come_in(Client(**OURS))["Location"] == "/en/account/inactive/"


@pytest.mark.parametrize("next_", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_nobody_is_sent_elsewhere_afterwards(phone, db, next_):
    phone.post(ASK, {"email": ADDRESS, "next": next_})
    assert phone.post(TYPED, {"code": code_in(mail.outbox[-1].body)})["Location"] == "/en/my-learning/"
