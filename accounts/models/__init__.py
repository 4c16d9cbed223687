"""People: who signs in, who learns, and how they come in."""

from accounts.models.cards import LearningCard
from accounts.models.consents import Consent
from accounts.models.earlier_visits import EarlierVisit
from accounts.models.locked_phones import LockedPhone
from accounts.models.looks import Look
from accounts.models.merges import Merge
from accounts.models.people import Learner, Preference, User
from accounts.models.phones import Phone
from accounts.models.recovery import NewCard, SecretPictures
from accounts.models.roles import Role
from accounts.models.sign_ins import Notice, SignIn
from accounts.models.tombstones import Tombstone

__all__ = [
    "Consent",
    "EarlierVisit",
    "Learner",
    "LearningCard",
    "LockedPhone",
    "Look",
    "Merge",
    "NewCard",
    "Notice",
    "Phone",
    "Preference",
    "Role",
    "SecretPictures",
    "SignIn",
    "Tombstone",
    "User",
]
