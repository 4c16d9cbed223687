"""Where learners go: the countries, and parts of countries, that local facts are true in."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Destination:
    """``code`` names it in addresses; ``region`` is ISO 3166-1 alpha-2, for phone numbers."""

    code: str
    region: str
    name: Any


DESTINATIONS = {
    destination.code: destination
    for destination in (
        Destination("northern-ireland", "GB", _("Northern Ireland")),
        Destination("czechia", "CZ", _("Czechia")),
        Destination("rwanda", "RW", _("Rwanda")),
    )
}
CHOICES = [(destination.code, destination.name) for destination in DESTINATIONS.values()]
