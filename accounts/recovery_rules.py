"""When a new card may be asked for, who may agree to it and when it works: for who has lost everything. Pure rules.

Either she shows with her secret pictures that it is she, or a second person of the office agrees. Then the card rests before it
works: long enough for whoever the account really belongs to, to read of it and stop it with one tap (docs/decisions/0026).
"""

from datetime import datetime, timedelta
from enum import StrEnum

# She has shown something that only she knows: she need not come back another day, and can wait in the office.
REST_AFTER_ANSWER = timedelta(hours=1)
# Nobody has shown anything but a face: whoever else uses the account gets a whole day to look at a phone.
REST_AFTER_AGREEMENT = timedelta(hours=24)
TO_AGREE = timedelta(days=7)  # how long a question to a colleague stands
TO_OPEN = timedelta(days=30)  # how long the card waits for its first opening, once it works
QUIET = timedelta(days=7)  # after she has stopped one, only her secret pictures begin another for so long
TRIES = 5  # wrong secret pictures, then only a colleague can help


class How(StrEnum):
    """What speaks for her being who she says."""

    ANSWER = "answer"  # her secret pictures
    AGREEMENT = "agreement"  # a second person of the office


class Ending(StrEnum):
    """How the making of a new card ended."""

    USED = "used"  # the card works
    REFUSED = "refused"  # by another person of the office
    TAKEN_BACK = "taken_back"  # by who had asked
    STOPPED = "stopped"  # by the learner
    EXPIRED = "expired"


class Stage(StrEnum):
    """Where the making of a new card stands, while it goes on."""

    ASKED = "asked"  # nobody has agreed yet
    RESTS = "rests"
    READY = "ready"  # its first opening makes it good
    OVER = "over"


def stage(*, asked_at: datetime, works_from: datetime | None, is_ended: bool, at: datetime) -> Stage:
    """Where it stands at a moment. ``works_from``: none before somebody has agreed."""
    if is_ended:
        return Stage.OVER
    if works_from is None:
        return Stage.ASKED if at < asked_at + TO_AGREE else Stage.OVER
    if at < works_from:
        return Stage.RESTS
    return Stage.READY if at < works_from + TO_OPEN else Stage.OVER


def rest(how: How) -> timedelta:
    """How long a card rests, counted from the moment when somebody or something spoke for her."""
    return REST_AFTER_ANSWER if how == How.ANSWER else REST_AFTER_AGREEMENT


def may_ask(how: How, *, stopped_at: datetime | None, at: datetime) -> bool:
    """Whether another may be begun. ``stopped_at``: when she last stopped one herself."""
    return how == How.ANSWER or stopped_at is None or at >= stopped_at + QUIET


def may_agree(now: Stage, *, by: int, asked_by: int | None, learner: int | None) -> bool:
    """Whether someone is the second person: neither who asked nor the learner. All are accounts; who asked may be gone."""
    return now == Stage.ASKED and asked_by is not None and by not in (asked_by, learner)
