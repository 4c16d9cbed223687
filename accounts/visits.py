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
from accounts.tombstones import refuse_erased

SECRET = re.compile(r"[A-Za-z0-9_-]{22,64}")  # 128 bits or more
SALT = "accounts.adding"


def learner_of_secret(secret: str) -> Learner | None:
    """The learner of a phone's secret, who begins to be if she was not; None if it is none. Three queries at most.

    Raises HasErased: she does not begin to be again.
    """
    if not SECRET.fullmatch(secret):
        return None
    uuid = uuid_of_secret(secret)
    found = Learner.objects.filter(uuid=uuid).first()
    if found is None:
        refuse_erased(uuid)
    return found or Learner.objects.get_or_create(uuid=uuid)[0]


def uuid_of_secret(secret: str) -> UUID:
    """The same secret names the same learner, whether she is there or not."""
    return UUID(bytes=hashlib.sha256(f"onward visit {secret}".encode()).digest()[:16], version=4)


def adding_key(learner: Learner) -> str:
    """A key that lets its holder add to a learner's record and nothing else."""
    return signing.dumps(str(learner.uuid), salt=SALT)


def learner_of_key(key: str) -> Learner | None:
    """The learner of a key that ``adding_key`` gave; None if we did not give it. Two queries at most. Raises HasErased."""
    if (uuid := uuid_of_key(key)) is None:
        return None
    found = Learner.objects.filter(uuid=uuid).first()
    if found is None:
        refuse_erased(uuid)
    return found


def uuid_of_key(key: str) -> UUID | None:
    """Whose key it is, whether she is there or not; None if we did not give it."""
    try:
        return UUID(signing.loads(key, salt=SALT))
    except (signing.BadSignature, UnicodeEncodeError):
        return None
