"""A phone on which pictures open someone's learning."""

from django.db import models

from accounts.models.people import Learner


class LockedPhone(models.Model):
    """A phone that several people use, on which someone has locked her learning with pictures (docs/decisions/0024).

    The phone holds a secret that lets her in again, and only her pictures open what it is in. We never hear of the pictures.

    Personal data: a digest of the phone's secret, when it was locked, and the day it was last opened with a network; nothing
    about the phone. Kept until she takes it away, or it was not opened for a year.
    """

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="locked_phones")
    digest = models.CharField(max_length=64, unique=True)
    locked_at = models.DateTimeField()
    opened_on = models.DateField()

    def __str__(self) -> str:
        return f"of {self.learner_id}"
