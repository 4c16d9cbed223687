"""Phone numbers as people write them. Pure rules."""

import hashlib
import hmac

import phonenumbers

KINDS = {phonenumbers.NumberParseException.INVALID_COUNTRY_CODE: "no_country"}


class NoPhoneNumber(ValueError):
    """Why something is no number that can be called: ``kind`` is ``no_country``, ``letters`` or ``impossible``."""

    def __init__(self, kind: str):
        super().__init__(kind)
        self.kind = kind


def read(text: str) -> str:
    """A number in E.164, however it was written: any digits, 00 for +, spaces. Raises NoPhoneNumber."""
    compact = "".join(text.split()).replace("\N{FULLWIDTH PLUS SIGN}", "+")
    if compact.startswith("00"):
        compact = "+" + compact[2:]
    try:
        number = phonenumbers.parse(compact, None)
    except phonenumbers.NumberParseException as error:
        is_digits = compact.strip("+-()").isdigit()
        raise NoPhoneNumber(KINDS.get(error.error_type, "impossible") if is_digits else "letters") from error
    if not phonenumbers.is_possible_number(number):
        raise NoPhoneNumber("impossible")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def digest(number: str, secret: str) -> str:
    """What a number is recognised by and cannot be read from, without the server's secret."""
    return hmac.new(f"onward phone {secret}".encode(), number.encode(), hashlib.sha256).hexdigest()
