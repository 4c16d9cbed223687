"""Two records that became one."""

from uuid import uuid4

from django.db import models

from accounts.models.people import Learner, User


class Merge(models.Model):
    """Somebody's second record became part of her first: a visit on a phone, or an account she had made by mistake.

    Nothing of the record itself is rewritten: statements stay where they are and are read together. So it can be undone,
    for 30 days, by who works here: a visit may have been somebody else's on a shared phone.

    Personal data: that two records are one person's, since when, and which ways in went with them. Kept until her record is
    erased.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    kept = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="merges")
    joined = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="merges_into_others")
    user = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )  # the account closed by it
    moved = models.JSONField(default=dict)  # what else moved: primary keys by kind
    at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    def __str__(self) -> str:
        return f"{self.joined_id} into {self.kept_id}"
