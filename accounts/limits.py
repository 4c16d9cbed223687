"""How often something may be tried. Counted per address, per person or per thing; kept in the cache, never in the database.

An address is often a hostel of 200 people or a whole camp behind one router, so what is counted per address is generous and
only slows machines; what protects one account is counted per account.
"""

from typing import Any

from allauth.core.internal import ratelimit
from django.http import HttpRequest

RATES = {
    "code_to_address": "5/h/key,12/d/key",  # letters and messages to one address: nobody is flooded, no code is guessed
    "codes_asked": "300/h/ip",
    "sms": "60/h/ip",
    "sms_a_day": "500/d/key",  # what a gateway's bill can come to
    "code_tried": "1000/h/ip",
}


def allow(request: HttpRequest, *actions: str, key: Any = None) -> None:
    """Count one try of each action. Raises allauth's RateLimited, which is answered with 429, when there were too many."""
    for action in actions:
        ratelimit.consume(
            request, app="onward", action=action, config=RATES, key=None if key is None else str(key), raise_exception=True
        )
