"""Letters: a phone has closed what waits on it, and sends it for someone who is not there any more."""

import base64
import hashlib
import json
from datetime import UTC, datetime, timedelta
from urllib.parse import quote
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.api import adding_key
from accounts.models import Learner
from core import sealing
from records.models import Kept, Statement
from records.reasons import Reason
from tests.makers import make_learner, make_user
from tests.records.phones import a_go, have_read, moment

LETTERS = "/sync/sealed/"
SECRET = "A-secret-that-a-phone-made-0001"


def close(words, *, key=None):
    """As static/js/lock/letters.js does it."""
    theirs = sealing._private(key) if key else None
    point = sealing._point(theirs) if theirs else base64.b64decode(sealing.public_key())
    server = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    ours = ec.generate_private_key(ec.SECP256R1())
    mine = ours.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    once = hashlib.sha256(ours.exchange(ec.ECDH(), server) + mine + point).digest()
    return mine + AESGCM(once).encrypt(bytes(12), words if isinstance(words, bytes) else json.dumps(words).encode(), None)


def post(phone, letter, at=None):
    at = at or moment(timezone.now())
    return phone.post(f"{LETTERS}?at={quote(at)}", letter, content_type="application/octet-stream")


def parcel(statements, **whose):
    return {"version": 1, "statements": statements, **whose}


@pytest.mark.django_db
def test_what_was_closed_is_stored_and_the_sender_hears_nothing_of_it(phone, quiz):
    answer = post(phone, close(parcel(a_go(quiz), secret=SECRET)))
    assert (answer.status_code, answer.json(), dict(answer.cookies)) == (200, {"done": True}, {})
    assert Statement.objects.count() == 2
    assert post(phone, close(parcel(a_go(quiz), secret=SECRET))).status_code == 200


@pytest.mark.django_db
def test_it_is_hers_whoever_uses_the_browser_by_then(phone, quiz, selam):
    hers = make_learner(user=make_user("amal"))
    phone.force_login(selam)
    post(phone, close(parcel(a_go(quiz), key=adding_key(hers))))
    assert {one.learner for one in Statement.objects.all()} == {hers}
    assert not Learner.objects.filter(user=selam, statements__isnull=False).exists()


@pytest.mark.django_db
def test_a_visit_that_she_took_along_is_hers(phone, quiz):
    hers = make_learner(user=make_user("amal"))
    post(phone, close(parcel(a_go(quiz), key=adding_key(hers), secret=SECRET)))
    assert {one.learner for one in Statement.objects.all()} == {hers}


@pytest.mark.django_db
def test_the_same_letter_twice_is_once(phone, quiz):
    letter = close(parcel(a_go(quiz), secret=SECRET))
    assert [post(phone, letter).status_code for _ in range(2)] == [200, 200]
    assert Statement.objects.count() == 2


@pytest.mark.django_db
def test_a_wrong_clock_is_set_right_by_what_it_says_when_the_letter_is_sent(phone, lesson):
    """It was closed days ago: only the clock at its sending can be compared with ours."""
    phones_now = datetime(2001, 5, 4, 12, 0, tzinfo=UTC)
    read = have_read(lesson) | {"timestamp": moment(phones_now - timedelta(days=3))}
    post(phone, close(parcel([read], secret=SECRET)), at=moment(phones_now))
    ago = timezone.now() - Statement.objects.get().timestamp
    assert timedelta(days=3) <= ago < timedelta(days=3, minutes=1)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "letter", [b"", b"x" * 64, b"x" * 200, bytes([4]) + bytes(64) + b"x"], ids=["empty", "short", "no point", "nowhere"]
)
def test_what_is_no_letter_is_refused_and_stays_on_the_phone(phone, letter):
    answer = post(phone, letter)
    assert (answer.status_code, answer.json()) == (401, {"error": "key"})


@pytest.mark.django_db
def test_a_changed_letter_is_refused(phone, quiz):
    letter = bytearray(close(parcel(a_go(quiz), secret=SECRET)))
    letter[-20] ^= 1
    assert post(phone, bytes(letter)).status_code == 401
    assert not Statement.objects.exists()


@pytest.mark.django_db
def test_what_was_closed_before_the_secret_key_was_replaced_opens_as_long_as_we_keep_the_old_one(phone, quiz, settings):
    letter = close(parcel(a_go(quiz), secret=SECRET), key="an old key")
    assert post(phone, letter).status_code == 401
    settings.SECRET_KEY_FALLBACKS = ["an old key"]
    assert post(phone, letter).status_code == 200


@pytest.mark.django_db
def test_a_letter_that_holds_no_parcel_is_kept_for_repair_as_nobodys(phone, selam):
    phone.force_login(selam)
    assert post(phone, close(b"no parcel")).status_code == 422
    kept = Kept.objects.get()
    assert (kept.reason, kept.learner) == (Reason.BATCH, None)


@pytest.mark.django_db
def test_a_key_we_never_gave_takes_nothing(phone, quiz):
    assert post(phone, close(parcel(a_go(quiz), key="forged"))).status_code == 401
    assert not Statement.objects.exists()


@pytest.mark.django_db
def test_another_site_sends_nothing(stranger, quiz):
    assert post(stranger, close(parcel(a_go(quiz), secret=SECRET))).status_code == 403


@given(st.binary(max_size=300))
def test_every_letter_opens_to_what_was_closed(words):
    assert sealing.opened(close(words)) == words


@given(st.binary(max_size=300))
def test_nothing_else_opens(letter):
    with pytest.raises(sealing.NotOurs):
        sealing.opened(letter)


def test_each_site_has_its_own_key(settings):
    keys = set()
    for settings.SECRET_KEY in (uuid4().hex for _ in range(20)):
        keys.add(sealing.public_key())
    assert len(keys) == 20 and {len(key) for key in keys} == {88}
