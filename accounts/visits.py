"""How a phone that has never heard from us says whose answers it sends.

A visitor's first parcel may arrive and its answer be lost: the phone has no cookie yet and sends again. So a phone makes a
secret of its own, and the learner's uuid follows from it: however often the first parcel comes, it is one learner's. After
that the server gives it a key that can only add to that learner's record, and shows nothing of it: answers that wait on a
phone reach the record of whoever gave them, also after she has signed out there (docs/decisions/0014).
"""

import hashlib
import re
from uuid import UUID

from django.core import signing

from accounts.models import Learner

SECRET = re.compile(r"[A-Za-z0-9_-]{22,64}")  # 128 bits or more
SALT = "accounts.adding"


def learner_of_secret(secret: str) -> Learner | None:
    """The learner of a phone's secret, who begins to be if she was not; None if it is none. Two queries at most."""
    if not SECRET.fullmatch(secret):
        return None
    uuid = UUID(bytes=hashlib.sha256(f"onward visit {secret}".encode()).digest()[:16], version=4)
    return Learner.objects.get_or_create(uuid=uuid)[0]


def adding_key(learner: Learner) -> str:
    """A key that lets its holder add to a learner's record and nothing else."""
    return signing.dumps(str(learner.uuid), salt=SALT)


def learner_of_key(key: str) -> Learner | None:
    """The learner of a key that ``adding_key`` gave; None if we did not give it. One query."""
    try:
        uuid = signing.loads(key, salt=SALT)
    except (signing.BadSignature, UnicodeEncodeError):
        return None
    return Learner.objects.filter(uuid=uuid).first()
