"""Form widgets of the quiz editor."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django.forms import Select

SHARES = [
    ("1.0000", "All"),
    ("0.8000", "4 of 5 (80 %)"),
    ("0.7500", "3 of 4 (75 %)"),
    ("0.6600", "2 of 3 (66 %)"),
    ("0.5000", "Half (50 %)"),
    ("0.0000", "Any: it is practice only"),
]


class MasterySelect(Select):
    """How much must be right, in words. A share that is not in the list is kept and offered too."""

    def __init__(self, attrs: dict[str, Any] | None = None):
        super().__init__(attrs, SHARES)

    def format_value(self, value: Any) -> list[str]:
        try:
            return [f"{Decimal(str(value)):.4f}"]
        except InvalidOperation:
            return super().format_value(value)

    def optgroups(self, name: str, value: list[str], attrs: dict[str, Any] | None = None) -> Any:
        known = {share for share, _ in SHARES}
        self.choices = SHARES + [(share, f"{Decimal(share):.0%}") for share in value if share and share not in known]
        return super().optgroups(name, value, attrs)
