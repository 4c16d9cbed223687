"""Pictures tapped one by one: the form carries what she has so far, so it works without a script too."""

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from accounts.card_pictures import HOW_MANY, PICTURES, are_pictures
from accounts.card_words import NAMES


@dataclass(frozen=True)
class Taps:
    """The pictures tapped so far, in order; ``go_on``: she tapped one just now, or took one away, and is not done."""

    names: list[str]
    go_on: bool = False

    @classmethod
    def of(cls, form: QueryDict) -> "Taps":
        """As a form says."""
        names = [name for name in form.getlist("picture") if name in PICTURES][:HOW_MANY]
        tapped, dropped = form.get("tap"), form.get("drop", "")
        if tapped in PICTURES:
            names = [*names, tapped][:HOW_MANY]
        if dropped.isdecimal() and int(dropped) < len(names):
            del names[int(dropped)]
        return cls(names, go_on="tap" in form or "drop" in form)

    @property
    def are_all(self) -> bool:
        return are_pictures(self.names)

    @property
    def slots(self) -> list[dict[str, Any]]:
        """Each place in order, with the picture that is in it."""
        filled = [{"name": name, "words": NAMES[name]} for name in self.names]
        return filled + [{"name": "", "words": ""}] * (HOW_MANY - len(filled))

    @property
    def grid(self) -> list[dict[str, Any]]:
        """All pictures, in the place they always have."""
        return [{"name": name, "words": NAMES[name]} for name in PICTURES]
