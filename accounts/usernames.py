"""A username is the same name on every keyboard. Pure rules."""

import unicodedata

# Arabic and Persian keyboards write one letter or digit in two ways that look alike; learners must not have to know which.
SAME = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک", "ة": "ه", "ـ": ""})


def plain(name: str) -> str:
    """The form in which a username is kept and looked for: one kind of digit, one kind of letter, no spaces, small letters."""
    letters = unicodedata.normalize("NFKC", name).translate(SAME).casefold()
    digits = "".join(str(unicodedata.digit(letter)) if letter.isdigit() else letter for letter in letters)
    return "".join(digits.split())
