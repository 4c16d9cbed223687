"""Figures without names that give nobody away. Pure rules.

A number of people is shown only if it is 11 or more (IOM's own public data use the same bound), and only if no number below
11 could be worked out from what is shown. Hiding just one or two parts of a whole is not enough: a test that tries every table
found (11, 10, 10), where the whole and the 11 leave no other possibility. So parts are shown together or not at all.
"""

from dataclasses import dataclass

FEWEST = 11


@dataclass(frozen=True)
class Parts:
    """How many people of a known whole are how far; None is never shown as a number."""

    not_begun: int | None = None
    begun: int | None = None
    done: int | None = None


def shown(number: int) -> int | None:
    """A number of people that stands alone; None if it must not be shown."""
    return number if number >= FEWEST else None


def protected(not_begun: int, begun: int, done: int) -> Parts:
    """All three numbers if each may be shown; else that of who is done, if it and the rest may be; else none."""
    if min(not_begun, begun, done) >= FEWEST:
        return Parts(not_begun, begun, done)
    return Parts(done=done) if min(done, not_begun + begun) >= FEWEST else Parts()
