"""How often something may be tried. Counted per address, per person or per thing; kept in the cache, never in the database.

An address is often a hostel of 200 people or a whole camp behind one router, so what is counted per address is generous and
only slows machines; what protects one account is counted per account.
"""

from typing import Any

from allauth.core.internal import ratelimit
from django.http import HttpRequest

WAIT = 10 * 60  # s; what someone is told to wait
RATES = {
    "code_to_address": "5/h/key,12/d/key",  # letters and messages to one address: nobody is flooded, no code is guessed
    "codes_asked": "300/h/ip",
    "sms": "60/h/ip",
    "sms_a_day": "500/d/key",  # what a gateway's bill can come to
    "code_tried": "1000/h/ip",
    "cards_unknown": "60/10m/ip",  # codes find their own mistakes: whoever types from a card is not counted here
    "phones_locked": "200/m/ip",
    "phones_opened": "1000/h/ip",  # nothing to guess
    "secret_pictures": "20/d/key",  # per member of staff; per learner they are counted in the database
    "cards_made": "200/m/ip",  # a class makes them in one lesson
}


class TooMany(Exception):
    """Too many tries: to be tried again in ``seconds``. Answered with 429 (accounts.middleware)."""

    def __init__(self, seconds: int):
        super().__init__(seconds)
        self.seconds = seconds


def allow(request: HttpRequest, *actions: str, key: Any = None) -> None:
    """Count one try of each action. Raises TooMany when there were too many."""
    for action in actions:
        counted = ratelimit.consume(
            request, app="onward", action=action, config=RATES, key=None if key is None else str(key), limit_get=True
        )
        if not counted:
            raise TooMany(WAIT)
