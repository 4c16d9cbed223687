"""People: who signs in, and who learns."""

from uuid import uuid4

from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """Someone who can sign in: a learner who keeps an account, a trainer, a coordinator.

    Personal data: a username that a learner may choose freely, and a password's hash; for staff also a name and an email
    address, which sign-in never needs. Kept until the account is erased.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)


class Learner(models.Model):
    """Someone who learns, with or without an account: whoever the statements are about.

    A visitor has a learner of her own from her first answer on. When she signs in, that learner becomes her account's, or,
    if her account already has one, merges into it: statements stay where they are and are read together, so nothing is
    rewritten and a mistaken merge can be undone.

    Personal data: a random number that a phone holds in a cookie, and the account it belongs to, so that learning done
    before signing in counts after it. Kept until the account is erased.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    user = models.OneToOneField(User, null=True, blank=True, on_delete=models.CASCADE, related_name="learner")
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="merged")
    merged_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(user__isnull=True) | models.Q(merged_into__isnull=True),
                name="an_account_s_learner_is_merged_into_no_other",
            )
        ]

    def __str__(self) -> str:
        return str(self.uuid)


class Preference(models.Model):
    """Something a learner chose on one phone that her other phones should know. The newest to arrive counts.

    Each choice has a uuid made on the phone, so that one sent again long after does not undo a newer one.

    Personal data: what she prefers, with no reason why. Kept until the learner's record is erased.
    """

    class Name(models.TextChoices):
        """What can be chosen."""

        DESTINATION = "destination"
        AUDIO = "audio_preference"  # on: take recorded voices along; off: save the data

    uuid = models.UUIDField(unique=True)
    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="preferences")
    name = models.CharField(max_length=20, choices=Name.choices)
    value = models.CharField(max_length=40)
    stored = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["learner", "name"], name="preference_of_learner")]

    def __str__(self) -> str:
        return f"{self.name}: {self.value}"
