"""A username is the same name on every keyboard. Pure rules."""

import secrets
import unicodedata

# Arabic and Persian keyboards write one letter or digit in two ways that look alike; learners must not have to know which.
SAME = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک", "ة": "ه", "ـ": ""})
UNNAMED = "~"  # no keyboard's name begins so: names that people choose may not


def plain(name: str) -> str:
    """The form in which a username is kept and looked for: one kind of digit, one kind of letter, no spaces, small letters."""
    letters = unicodedata.normalize("NFKC", name).translate(SAME).casefold()
    digits = "".join(str(unicodedata.digit(letter)) if letter.isdigit() else letter for letter in letters)
    return "".join(digits.split())


def nameless() -> str:
    """The username of someone who chose none: nobody can guess it, and no page shows it."""
    return f"{UNNAMED}{secrets.token_hex(16)}"


def is_nameless(username: str) -> bool:
    """Whether a username was made by ``nameless``."""
    return username.startswith(UNNAMED)
