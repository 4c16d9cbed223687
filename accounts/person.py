"""Everything that stands for one human being: her accounts, and the records that were joined to hers."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.http import HttpRequest

from accounts.models import Learner, Merge, User


@dataclass(frozen=True)
class Person:
    """``users``: her account, and those that were put together with it. ``learners``: her record, and those read with it."""

    users: tuple[User, ...] = ()
    learners: tuple[Learner, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.users or self.learners)

    @property
    def user(self) -> User | None:
        """The account that she comes in by."""
        return next((user for user in self.users if user.is_active), next(iter(self.users), None))

    @property
    def learner(self) -> Learner | None:
        """Whose record all of hers is read as."""
        return next((learner for learner in self.learners if learner.merged_into_id is None), None)


def person_of(request: HttpRequest) -> Person:
    """Who asks; nobody if we know nothing of her. Four queries at most."""
    from accounts.api import visitor_of

    if request.user.is_authenticated:
        return person_of_user(request.user)
    visitor = visitor_of(request)
    return person_of_learner(visitor) if visitor else Person()


def person_of_user(user: User) -> Person:
    """The person of an account. Three queries."""
    learner = Learner.objects.filter(user=user).first()
    found = person_of_learner(learner) if learner else Person()
    return Person((user, *(other for other in found.users if other.pk != user.pk)), found.learners)


def person_of_learner(learner: Learner) -> Person:
    """The person of a record, or of part of one. Two queries."""
    whole = learner.merged_into_id or learner.pk
    learners = tuple(Learner.objects.filter(Q(pk=whole) | Q(merged_into=whole)).select_related("user").order_by("pk"))
    return Person(_users(learners), learners)


def _users(learners: Iterable[Learner]) -> tuple[User, ...]:
    """Whose records these are, and the accounts that were closed when theirs joined one of them."""
    own = [learner.user for learner in learners if learner.user]
    joined = Merge.objects.filter(joined__in=[learner.pk for learner in learners], undone_at=None).exclude(user=None)
    return (*own, *(merge.user for merge in joined.select_related("user") if merge.user))
