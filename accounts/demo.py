"""The demo people: who they are, and what opens their accounts on a machine of one's own."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings

PASSWORD = "onward-demo"
CODE = "000000"  # their second step, on a machine of one's own


@dataclass(frozen=True)
class DemoPerson:
    """A username, what it is for, and the group or rights it has. Only who works here has a ``name``."""

    username: str
    purpose: str
    group: str = ""
    name: str = ""
    is_superuser: bool = False


PEOPLE = (
    DemoPerson("selam", "a learner"),
    DemoPerson("tomas", "a trainer: writes lessons at /cms/", group="Trainers", name="Tomas"),
    DemoPerson("hana", "a coordinator in Kigali: follows a group at /en/office/", name="Hana"),
    DemoPerson("peter", "the head of the office in Kigali: appoints people at /en/office/", name="Peter"),
    DemoPerson("carol", "the head of the office in Belfast: sees nobody in Kigali", name="Carol"),
    DemoPerson("admin", "an administrator: everything at /cms/", is_superuser=True),
)


def opens(user: Any, code: str) -> bool:
    """Whether this code is the public one of a demo person. Never in production, where there are none."""
    return not settings.PRODUCTION and code == CODE and user.username in {person.username for person in PEOPLE}
