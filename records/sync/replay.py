"""Trying again what was kept for repair, after whatever was in its way has been mended."""

import json
from collections.abc import Iterable
from datetime import datetime

from accounts.api import learner_of_key, learner_of_secret
from accounts.models import Learner
from records.models import Kept
from records.reasons import Reason
from records.sync.parcel import Parcel, Unreadable, read_parcel
from records.sync.receive import Full, Raw, receive


def replay(kept: Iterable[Kept], *, at: datetime) -> int:
    """Store what can be stored by now, as of when it came. Returns how many are settled; the others wait on."""
    return sum(_replay(one, at) for one in kept)


def _replay(kept: Kept, at: datetime) -> bool:
    learner, statements = kept.learner, []
    if kept.reason == Reason.BATCH:
        try:
            parcel = read_parcel(kept.raw.encode())
        except Unreadable:
            return False
        learner = learner or sender(parcel)
        statements = [Raw(said, parcel.sent_at, kept.received) for said in parcel.statements]
    else:
        statements = [Raw(json.loads(kept.raw), kept.sent_at, kept.received)]
    if learner is None:
        return False
    try:
        acks = receive(learner=learner, statements=statements, at=at)
    except Full:
        return False
    if kept.reason != Reason.BATCH and acks[0].status == "kept":
        if acks[0].reason != kept.reason:  # something was mended, and something else is in its way
            kept.reason = acks[0].reason
            kept.save(update_fields=["reason"])
        return False
    kept.replayed = at  # of a parcel that can be read now, what still cannot be stored is kept one by one
    kept.save(update_fields=["replayed"])
    return True


def sender(parcel: Parcel) -> Learner | None:
    """Whose statements these are, by what the parcel itself carries."""
    return (parcel.key and learner_of_key(parcel.key)) or learner_of_secret(parcel.secret) or None
