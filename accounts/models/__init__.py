"""People: who signs in, who learns, and how they come in."""

from accounts.models.cards import LearningCard
from accounts.models.people import Learner, Preference, User

__all__ = ["Learner", "LearningCard", "Preference", "User"]
