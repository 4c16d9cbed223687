"""The code on a learning card: 28 digits that every phone can type and every language can read aloud. Pure rules.

26 digits are random (86 bits); the last 2 check them by ISO 7064 MOD 97-10, as a bank account's number is checked, so one
wrong digit or two neighbours that changed places are always found (docs/decisions/0019).
"""

import secrets
import unicodedata
from collections.abc import Callable
from enum import StrEnum

RANDOM = 26
LENGTH = 28
GROUP = 4

# What a pen or a tired eye makes of a digit. No more than these: in some handwriting S, Z and B are letters all the same.
LOOKS_LIKE = {"O": "0", "o": "0", "I": "1", "l": "1", "|": "1"}
BETWEEN = set(".,·•:;/_'*")  # how people part groups, besides spaces and dashes of every kind


class Fault(StrEnum):
    """What is not right about what was typed."""

    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    NOT_DIGITS = "not_digits"
    MISTYPED = "mistyped"


class NotACode(ValueError):
    """Typed text that is no card's code, and why: how many digits there are, or which character is none."""

    def __init__(self, fault: Fault, *, digits: int = 0, character: str = ""):
        super().__init__(fault.value)  # never what was typed: an error may be logged
        self.fault, self.digits, self.character = fault, digits, character


def make(randbelow: Callable[[int], int] = secrets.randbelow) -> str:
    """A new code."""
    number = randbelow(10**RANDOM)
    return f"{number:0{RANDOM}}{98 - number * 100 % 97:02}"


def groups(code: str) -> list[str]:
    """A code as it is shown and read aloud: seven groups of four."""
    return [code[start : start + GROUP] for start in range(0, LENGTH, GROUP)]


def read(text: str) -> str:
    """The code that somebody typed in any script, with anything between the digits, or pasted as the card's whole address."""
    digits = ""
    for character in text.rpartition("#")[2]:
        character = LOOKS_LIKE.get(character, character)
        digit = unicodedata.decimal(character, None)
        if digit is not None:
            digits += str(digit)
        elif not _is_between(character):
            raise NotACode(Fault.NOT_DIGITS, digits=len(digits), character=character)
    if len(digits) != LENGTH:
        raise NotACode(Fault.TOO_SHORT if len(digits) < LENGTH else Fault.TOO_LONG, digits=len(digits))
    if int(digits) % 97 != 1:
        raise NotACode(Fault.MISTYPED, digits=LENGTH)
    return digits


def _is_between(character: str) -> bool:
    """Spaces, dashes, line ends and the invisible marks that turn text around."""
    return character in BETWEEN or unicodedata.category(character) in ("Zs", "Zl", "Zp", "Cc", "Cf", "Pd")
