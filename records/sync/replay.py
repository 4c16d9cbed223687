"""Trying again what was kept for repair, after whatever was in its way has been mended."""

import json
from collections.abc import Iterable
from datetime import datetime

from accounts.api import HasErased, learner_of_key, learner_of_secret, prefer
from accounts.models import Learner
from records.models import Kept
from records.reasons import Reason
from records.sync.parcel import Parcel, Unreadable, read_parcel
from records.sync.receive import Full, Raw, keep, receive


def replay(kept: Iterable[Kept], *, at: datetime) -> int:
    """Store what can be stored by now, as of when it came. Returns how many are settled; the others wait on."""
    return sum(_replay(one, at) for one in kept)


def _replay(kept: Kept, at: datetime) -> bool:
    if kept.reason == Reason.CHOICE:
        return _replay_choice(kept, at)
    learner, choices, sent_at = kept.learner, [], kept.sent_at
    if kept.reason == Reason.BATCH:
        try:
            parcel = read_parcel(kept.raw.encode())
        except Unreadable:
            return False
        learner = learner or sender(parcel)
        said, choices, sent_at = parcel.statements, parcel.preferences, parcel.sent_at
    else:
        said = [json.loads(kept.raw)]
    if learner is None:
        return False
    try:
        acks = receive(learner=learner, statements=[Raw(one, sent_at, kept.received) for one in said], at=at)
        not_understood = prefer(learner, choices, at=kept.received, late=True) if choices else []
        keep(learner, [(Raw(one, sent_at, kept.received), Reason.CHOICE) for one in not_understood])
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


def _replay_choice(kept: Kept, at: datetime) -> bool:
    if kept.learner is None or prefer(kept.learner, [json.loads(kept.raw)], at=kept.received, late=True):
        return False
    kept.replayed = at
    kept.save(update_fields=["replayed"])
    return True


def sender(parcel: Parcel) -> Learner | None:
    """Whose statements these are, by what the parcel itself carries; nobody's, if she has erased herself."""
    try:
        return (parcel.key and learner_of_key(parcel.key)) or learner_of_secret(parcel.secret) or None
    except HasErased:
        return None
