"""The demo people: who they are, and what opens their accounts on a machine of one's own."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings

PASSWORD = "onward-demo"
CODE = "000000"  # their second step, on a machine of one's own


@dataclass(frozen=True)
class DemoPerson:
    """A username, what it is for, and the group or rights it has."""

    username: str
    purpose: str
    group: str = ""
    is_superuser: bool = False


PEOPLE = (
    DemoPerson("selam", "a learner"),
    DemoPerson("tomas", "a trainer: writes lessons at /cms/", group="Trainers"),
    DemoPerson("admin", "an administrator: everything at /cms/", is_superuser=True),
)


def opens(user: Any, code: str) -> bool:
    """Whether this code is the public one of a demo person. Never in production, where there are none."""
    return not settings.PRODUCTION and code == CODE and user.username in {person.username for person in PEOPLE}
