"""Phone numbers as facts: valid where they are said to be, and dialable. Wraps the phonenumbers library."""

import phonenumbers
from phonenumbers import shortnumberinfo


def fault_of_number(value: str, region: str) -> str:
    """Why a full number cannot be dialled in ``region`` (ISO 3166 alpha-2); empty if it can. Numbers are E.164."""
    try:
        number = phonenumbers.parse(value, None)
    except phonenumbers.NumberParseException:
        return "Write the number with + and the country code, like +420222717171."
    if phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) != value:
        return f"Write it without spaces: {phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)}"
    if not phonenumbers.is_valid_number_for_region(number, region):
        return f"This is not a valid number in {region}. Check each digit."
    return ""


def fault_of_short_number(value: str, region: str) -> str:
    """Why a short number cannot be dialled in ``region``; empty if it can."""
    if not value.isascii() or not value.isdigit():
        return "A short number has digits only."
    if not shortnumberinfo.is_valid_short_number_for_region(phonenumbers.PhoneNumber(national_number=int(value)), region):
        try:
            parsed = phonenumbers.parse(value, region)
        except phonenumbers.NumberParseException:
            return f"This is not a short number in {region}."
        if not shortnumberinfo.is_valid_short_number_for_region(parsed, region):
            return f"This is not a short number in {region}."
    return ""


def shown(value: str) -> str:
    """How people in the country write a full number."""
    return phonenumbers.format_number(phonenumbers.parse(value, None), phonenumbers.PhoneNumberFormat.NATIONAL)
