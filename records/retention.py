"""How long the record is kept, and the people it is of: what they did last says whether they are still with us."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.api import erase, keeps, person_of_learner, person_of_user
from accounts.models import Consent, Learner, LockedPhone, Merge, Preference, User
from records.models import Kept, Statement

# A visitor is known by her phone's cookie alone, so after its end nobody can come back to her record.
VISITOR = timedelta(seconds=settings.VISITOR_COOKIE_AGE)
ACCOUNT = timedelta(days=5 * 365)  # a way from home to a new one takes years; a card lies in a drawer meanwhile
CLOSED = timedelta(days=31)  # an account that joined another can be parted from it for 30 days
REPAIRED, NOBODYS = timedelta(days=30), timedelta(days=365)
HERS = "Until she erases it, or it is erased with her record: her learning counts wherever she goes."


def quiet_learners(at: datetime) -> QuerySet[Learner]:
    """Visitors of whom nothing came for as long as a cookie lives."""
    return _silent(Learner.objects.filter(user=None, merged_into=None), "pk", since=at - VISITOR)


def quiet_users(at: datetime) -> QuerySet[User]:
    """Learners' accounts that nobody came in by and for which nothing came; and those that joined another account."""
    learners = User.objects.filter(is_staff=False, is_superuser=False, groups=None, user_permissions=None)
    since = at - ACCOUNT
    came = Q(last_login__gte=since) | Q(date_joined__gte=since)
    quiet = _silent(learners.filter(~came, is_active=True), "learner", since=since)
    joined = Merge.objects.filter(at__lt=at - CLOSED, undone_at=None).exclude(user=None)
    return learners.filter(Q(pk__in=quiet.values("pk")) | Q(pk__in=joined.values("user"), is_active=False))


def _silent(people: QuerySet, record: str, *, since: datetime) -> QuerySet:
    """Those of whose record nothing tells of them since then: no answer, no choice, no consent, no phone she opened."""
    hers = Q(learner=OuterRef(record)) | Q(learner__merged_into=OuterRef(record))
    told = (
        (Statement, "stored"),
        (Kept, "received"),
        (Preference, "stored"),
        (Consent, "given_at"),
        (LockedPhone, "opened_on"),
    )
    for signs, moment in told:
        people = people.filter(~Exists(signs.objects.filter(hers, **{f"{moment}__gte": since})))  # type: ignore[attr-defined]
    return people


def _erase_learners(rows: QuerySet[Learner]) -> None:
    for learner in rows:
        erase(person_of_learner(learner), at=timezone.now(), for_good=False)  # she did not ask for it: her phone may begin anew


def _erase_users(rows: QuerySet[User]) -> None:
    for user in rows:
        erase(person_of_user(user), at=timezone.now(), for_good=False)


keeps(
    "accounts.User",
    f"{HERS} Five years after the last sign of her; of staff, as long as she works here. One that joined another: 31 days.",
    copy="account",
    over=quiet_users,
    end=_erase_users,
)
keeps(
    "accounts.Learner",
    f"{HERS} Without an account, two years after the last sign of her: then her phone's cookie is over.",
    copy="account",
    over=quiet_learners,
    end=_erase_learners,
)
keeps("records.Statement", HERS, copy="answers")
keeps("records.Progress", "As long as the statements that it follows from.", copy="progress")
keeps(
    "records.Kept",
    f"{HERS} 30 days after it was stored after all; a year, if we do not know whose it is.",
    copy="kept_for_repair",
    over=lambda at: Kept.objects.filter(Q(replayed__lt=at - REPAIRED) | Q(learner=None, received__lt=at - NOBODYS)),
)
