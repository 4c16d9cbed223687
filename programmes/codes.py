"""Codes that let someone join a group: 12 digits, the last of which tells a slip of the finger. Pure rules.

Eleven digits are chance: guessing one of a thousand running codes takes a hundred million tries. The twelfth is Damm's check
digit, which finds every single wrong digit and every two that were swapped, so a slip is told at once and is no guess.
"""

import unicodedata
from enum import StrEnum
from secrets import SystemRandom
from typing import Any

LENGTH = 12
DAMM = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)
BETWEEN = " -–—.\u00a0\u202f\u200e\u200f\u2009"  # what people and phones put between digits


class Fault(StrEnum):
    """What is wrong with a code as it was typed, or with the group it belongs to."""

    EMPTY = "empty"
    LETTERS = "letters"
    LENGTH = "length"
    SLIP = "slip"
    UNKNOWN = "unknown"
    EXPIRED = "expired"
    ENDED = "ended"


class BadCode(ValueError):
    """A code that opens no group. ``fault`` says why, ``length`` how many digits it had."""

    def __init__(self, fault: Fault, length: int = 0):
        super().__init__(fault)
        self.fault, self.length = fault, length


def new_code(random: Any = None) -> str:
    """Twelve digits. ``random``: where the chance comes from."""
    number = (random or SystemRandom()).randrange(10 ** (LENGTH - 1))
    digits = f"{number:0{LENGTH - 1}d}"
    return f"{digits}{check_digit(digits)}"


def check_digit(digits: str) -> str:
    """Damm's: of all digits, its own included, it is 0."""
    interim = 0
    for digit in digits:
        interim = int(DAMM[interim][int(digit)])
    return str(interim)


def read_code(text: str) -> str:
    """The digits of a code as people type it, in any script's digits and with anything usual between. Raises BadCode."""
    letters = [letter for letter in text if letter not in BETWEEN and not letter.isspace()]
    if not letters:
        raise BadCode(Fault.EMPTY)
    if not all(letter.isdecimal() for letter in letters):
        raise BadCode(Fault.LETTERS)
    digits = "".join(str(unicodedata.decimal(letter)) for letter in letters)
    if len(digits) != LENGTH:
        raise BadCode(Fault.LENGTH, len(digits))
    if check_digit(digits) != "0":
        raise BadCode(Fault.SLIP)
    return digits


def in_groups(digits: str) -> str:
    """As it stands on a poster: 1234 5678 9012."""
    return " ".join(digits[place : place + 4] for place in range(0, len(digits), 4))
