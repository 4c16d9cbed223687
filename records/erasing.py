"""What only the record can find of somebody who is erased: parcels that nobody could read, with her phone's key in them."""

import re
from typing import Any
from uuid import UUID

from django.dispatch import receiver

from accounts.api import Person, uuid_of_key, uuid_of_secret
from accounts.signals import erasing
from records.models import Kept
from records.reasons import Reason

TOKEN = re.compile(r"[A-Za-z0-9_:-]{22,400}")  # a phone's secret, or a key of ours


@receiver(erasing)
def take_away_what_nobody_could_read(sender: type, person: Person, **kwargs: Any) -> None:
    """A parcel that broke may have come as nobody's, or by a browser that was somebody else's by then. It reads them all."""
    hers = {learner.uuid for learner in person.learners}
    whole = Kept.objects.filter(reason=Reason.BATCH).values_list("pk", "raw").iterator(chunk_size=200)
    found = [pk for pk, raw in whole if not hers.isdisjoint(_named_in(raw))]
    Kept.objects.filter(pk__in=found).delete()
    named = Kept.objects.none()
    for uuid in hers:
        named |= Kept.objects.filter(raw__contains=str(uuid))
    named.delete()


def _named_in(raw: str) -> set[UUID | None]:
    """Whom the keys and secrets in a text stand for."""
    tokens = TOKEN.findall(raw)
    return {uuid_of_key(one) for one in tokens if ":" in one} | {uuid_of_secret(one) for one in tokens if len(one) <= 64}
