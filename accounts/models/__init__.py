"""People: who signs in, who learns, and how they come in."""

from accounts.models.cards import LearningCard
from accounts.models.people import Learner, Preference, User
from accounts.models.phones import Phone
from accounts.models.sign_ins import Notice, SignIn

__all__ = ["Learner", "LearningCard", "Notice", "Phone", "Preference", "SignIn", "User"]
