"""The pictures of a learning card: the part of it that is never written down. Pure rules.

Three out of sixteen, in order; one may come again. Chosen to be known and named in every country we are in: nothing of one
religion, no flag, no hand sign, nothing only for women or men, no boat. Their place in the grid never changes, for some people
remember the place. The names are part of what opens cards: one that is taken away closes the cards it is in.
"""

import hashlib
import hmac
from collections.abc import Sequence

HOW_MANY = 3
PICTURES = (
    *("sun", "tree", "flower", "apple"),
    *("fish", "bird", "cat", "elephant"),
    *("house", "mountain", "bicycle", "ball"),
    *("key", "cup", "umbrella", "chair"),
)


def are_pictures(chosen: Sequence[str]) -> bool:
    """Whether these are as many of our pictures as a card has."""
    return len(chosen) == HOW_MANY and all(name in PICTURES for name in chosen)


def digest(code: str) -> str:
    """What finds the card of a code. The code is random enough that a slow hash would only cost us time."""
    return hashlib.sha256(f"onward card {code}".encode()).hexdigest()


def opener(code: str, chosen: Sequence[str]) -> str:
    """What opens the card of a code: made with the code as the key, so the database alone lets nobody try pictures."""
    return hmac.new(code.encode(), f"onward pictures {','.join(chosen)}".encode(), hashlib.sha256).hexdigest()


def opens(opener_of_card: str, code: str, chosen: Sequence[str]) -> bool:
    """Whether these are the pictures of the card."""
    return are_pictures(chosen) and hmac.compare_digest(opener_of_card, opener(code, chosen))
