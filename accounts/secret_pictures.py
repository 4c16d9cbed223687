"""Secret pictures: chosen by the learner, known to nobody else, asked for when she has lost everything.

Nobody can read them, and there are 4,096 of them, so they are hashed slowly and with a key that the database does not have,
and only a few wrong ones are looked at. Whether she has chosen any, staff cannot hear: the answer and the work are the same.
"""

import hmac
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db.models import F

from accounts.card_pictures import are_pictures
from accounts.hashing import Busy
from accounts.models import Learner, SecretPictures
from accounts.recovery_rules import TRIES

NOBODY_S = make_password(None)  # unusable: nothing is right


def choose(learner: Learner, pictures: Sequence[str], *, at: datetime) -> None:
    """She chooses them, or others; wrong tries are forgotten. Raises ValueError, and hashing.Busy."""
    if not are_pictures(pictures):
        raise ValueError("Three pictures are wanted.")
    hashed = make_password(_keyed(pictures, settings.SECRET_KEY))
    new = {"hash": hashed, "chosen_at": at, "wrong_tries": 0}
    SecretPictures.objects.update_or_create(learner=learner, defaults=new)


def are_hers(learner: Learner, pictures: Sequence[str]) -> bool:
    """Whether these are her secret pictures. False also if she has none or too many wrong ones were tried. Raises hashing.Busy.

    A try is counted before it is looked at, so many at once get no more tries than one after the other.
    """
    hers = SecretPictures.objects.filter(learner=learner.merged_into_id or learner.pk)
    is_looked_at = hers.filter(wrong_tries__lt=TRIES).update(wrong_tries=F("wrong_tries") + 1)
    kept = hers.values_list("hash", flat=True).first() if is_looked_at else None
    try:
        keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
        tried = [check_password(_keyed(pictures, key), kept or NOBODY_S) for key in keys]
    except Busy:
        hers.filter(wrong_tries__gt=0).update(wrong_tries=F("wrong_tries") - is_looked_at)  # nobody looked
        raise
    is_right = kept is not None and any(tried) and are_pictures(pictures)
    if is_right:
        hers.update(wrong_tries=0)
    return is_right


def take_away(learner: Learner) -> None:
    """She wants none any more."""
    SecretPictures.objects.filter(learner=learner).delete()


def _keyed(pictures: Sequence[str], secret: str) -> str:
    """What is hashed: with the key, so that who has the database can try nothing. The slow hash has the salt."""
    return hmac.new(f"onward secret pictures {secret}".encode(), ",".join(pictures).encode(), sha256).hexdigest()
