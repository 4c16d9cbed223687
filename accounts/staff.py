"""Who works here, and whether a session has proved it twice.

Whoever sees other people's records or changes what they read must hold a second factor: a password alone may be guessed,
bought or watched. It is asked for at sign-in and, once set up, cannot be removed, only replaced.
"""

import time
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.http import HttpRequest


def is_staff(user: Any) -> bool:
    """Whether this account works with other people's data or with content. One query at most, for who is not marked so."""
    return user.is_staff or user.is_superuser or user.has_perm("wagtailadmin.access_admin")


def has_proved(request: HttpRequest) -> bool:
    """Whether a second factor, or a passkey that is both, was used in this session."""
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))


def has_just_proved(request: HttpRequest) -> bool:
    """Whether a second factor was used in the last minutes: for what one person of staff decides about another's account."""
    records = [one for one in get_authentication_records(request, request.user) if one.get("method") == "mfa"]
    return any(time.time() - record["at"] < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT for record in records)


def has_ended(request: HttpRequest) -> bool:
    """Whether a working day has passed since she last proved who she is."""
    records = get_authentication_records(request, request.user)
    return all(time.time() - record["at"] >= settings.STAFF_SESSION for record in records)


def is_fresh(request: HttpRequest) -> bool:
    """Whether she has shown in the last minutes who she is, by whatever door; pictures on a phone that others hold are none."""
    doors = [record for record in get_authentication_records(request, request.user) if record.get("method") != "pictures"]
    return any(time.time() - record["at"] < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT for record in doors)
