"""The demo people: who they are, and what opens their accounts on a machine of one's own."""

from dataclasses import dataclass

PASSWORD = "onward-demo"


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
