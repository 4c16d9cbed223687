"""How many wrong join codes may come from one address. Wraps allauth's counting, which knows whose address a proxy hands on.

Only codes that are well formed and belong to no group are counted: a slip of the finger is found by the check digit before
anything is looked up. So a hostel of 200 people behind one address never meets the limit, and a machine soon does.
"""

from allauth.core.internal.ratelimit import consume
from django.http import HttpRequest

RATES = {"join": "30/30m/ip"}
RETRY_AFTER = 30 * 60  # seconds


def too_many(request: HttpRequest) -> bool:
    """Whether this address must wait. Counts nothing."""
    return consume(request, app="programmes", action="join", config=RATES, dry_run=True) is None


def count_one(request: HttpRequest) -> None:
    consume(request, app="programmes", action="join", config=RATES)
