"""A phone number as a way in."""

from django.db import models

from accounts.models.people import User


class Phone(models.Model):
    """A phone number that someone comes in with: perhaps the old one and the new one, while she moves.

    We never keep the number: she types it each time, and we compare.

    Personal data: a keyed digest of the number, by which it can be recognised and not read. Kept until she removes it or
    her account is erased.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="phones")
    digest = models.CharField(max_length=64, unique=True)
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"of {self.user_id}"
