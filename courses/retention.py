"""How long courses' models are kept that hold something about a person."""

from accounts.api import keeps

keeps(
    "courses.LocalFact",
    "As long as the fact: who uses it must know who checked it. Initials are enough.",
    but="Initials that staff chose to write; no account stands behind them.",
)
