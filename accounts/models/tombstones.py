"""That somebody was erased, and nobody can tell who."""

from django.db import models


class Tombstone(models.Model):
    """Somebody was erased: what comes later from her old phone is refused, and an older backup does not bring her back.

    The same digests stand in a file outside the database (``accounts.tombstones``).

    Personal data: a keyed digest of a random number that we hold no more. Who still has the number, as her old phone does, can
    be recognised by it; nobody can be found by it. Kept for good, since a phone or a backup may turn up at any time.
    """

    digest = models.CharField(max_length=64, unique=True)

    def __str__(self) -> str:
        return "somebody"
