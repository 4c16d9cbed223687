"""People: who signs in, who learns, and how they come in."""

from accounts.models.people import Learner, Preference, User

__all__ = ["Learner", "Preference", "User"]
