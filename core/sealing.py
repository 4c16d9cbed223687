"""What a phone closes with our public key: nobody who holds the phone can read it any more, and we can (docs/decisions/0024).

The key is made from the site's secret key, so there is nothing more to keep, and what was closed before the secret key was
replaced opens as long as the old one stands among the fallbacks.

A closed letter is a point of the curve P-256 (65 bytes, made for this letter alone) and what AES-GCM made of the text, under
the SHA-256 of the shared secret and both points. ``static/js/lock/seal.js`` is its other end.
"""

import base64
import hashlib
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

CURVE = ec.SECP256R1()
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256 (NIST SP 800-186, 3.2.1.3)
POINT = 65  # bytes
ONCE = bytes(12)  # no key closes two letters, so each may begin counting at nothing


class NotOurs(ValueError):
    """It is no letter that any of our keys opens."""


def public_key() -> str:
    """What phones close letters with: a point, uncompressed, in base64."""
    return base64.b64encode(_point(_private(settings.SECRET_KEY))).decode()


def opened(letter: bytes) -> bytes:
    """What a phone has closed. Raises NotOurs."""
    point, closed = letter[:POINT], letter[POINT:]
    try:
        theirs = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, point)
    except ValueError:
        raise NotOurs from None
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        ours = _private(secret)
        key = hashlib.sha256(ours.exchange(ec.ECDH(), theirs) + point + _point(ours)).digest()
        try:
            return AESGCM(key).decrypt(ONCE, closed, None)
        except InvalidTag:
            continue
    raise NotOurs


@cache
def _private(secret: str) -> ec.EllipticCurvePrivateKey:
    number = int.from_bytes(
        hashlib.sha512(f"onward sealing {secret}".encode()).digest()
    )  # twice as long: no number is likelier
    return ec.derive_private_key(number % (ORDER - 1) + 1, CURVE)


def _point(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
