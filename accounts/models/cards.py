"""The learning card: how someone without an email address, or who does not read, keeps what she learned."""

from django.db import models

from accounts.models.people import User


class LearningCard(models.Model):
    """A card that opens one learner's account, together with her three pictures.

    The code on the card is kept nowhere. ``digest`` finds the card of a code that is shown to us; ``opener`` is made of the
    pictures and the code together, so whoever has the database and not the card cannot even try pictures. It is empty while
    the pictures are not chosen: whoever opens the card first chooses them.

    Personal data: that an account has a card, when it was made, by which member of staff if she did not make it herself, when
    it was replaced, and how many wrong pictures were tried in a row. Kept until the account is erased, replaced cards too, so
    that an old card can say that it is old.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="cards")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    opener = models.CharField(max_length=64, blank=True, editable=False)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="cards_made")
    voided_at = models.DateTimeField(null=True, blank=True)
    wrong_tries = models.PositiveSmallIntegerField(default=0)  # in a row
    sleeps_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(voided_at__isnull=True), name="one_card_of_a_person_is_good"
            )
        ]

    def __str__(self) -> str:
        return f"card {self.pk}"
