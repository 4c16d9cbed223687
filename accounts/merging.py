"""Records of one person become one: a visit's when she comes in, a second account's when she has shown that both are hers.

Statements stay on the learner they were made by and are read together, so nothing is lost, and whoever works here can undo it
for 30 days: on a shared phone the visit may have been somebody else's.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction

from accounts.models import Learner, LearningCard, Merge, Notice, Phone, User
from accounts.notices import tell
from accounts.sign_ins import end_all
from accounts.signals import learner_merged
from accounts.staff import is_staff
from accounts.usernames import is_nameless, nameless

UNDOABLE = timedelta(days=30)


class CannotMerge(Exception):
    """Why two accounts cannot become one, or not two again: ``kind`` is same, staff, closed, undone or too_late."""

    def __init__(self, kind: str):
        super().__init__(kind)
        self.kind = kind


@transaction.atomic
def claim_visit(*, visitor: Learner, user: User, at: datetime) -> Learner:
    """Make a visitor's record part of an account's, and return the account's learner. Doing it again changes nothing."""
    visitor = Learner.objects.select_for_update().get(pk=visitor.pk)
    if visitor.user_id or visitor.merged_into_id:
        return visitor
    own = Learner.objects.select_for_update().filter(user=user).first()
    if own is None:
        visitor.user = user
        visitor.save(update_fields=["user"])
        return visitor
    return join_visit(visitor=visitor, owner=own, at=at)


@transaction.atomic
def join_visit(*, visitor: Learner, owner: Learner, at: datetime) -> Learner:
    """Make a visitor's record part of another learner's, whom it returns. Doing it again changes nothing.

    A visitor who is an account's by now, or part of someone's record already, is returned as she is.
    """
    people = Learner.objects.select_for_update()
    visitor = people.get(pk=visitor.pk)
    if visitor.pk == owner.pk or visitor.user_id or visitor.merged_into_id:
        return visitor
    owner = people.get(pk=owner.pk)  # hers may have joined another's since it was read
    owner = people.get(pk=owner.merged_into_id) if owner.merged_into_id else owner
    if visitor.pk == owner.pk:
        return visitor
    _join(visitor, owner, at=at)
    return owner


def _join(joined: Learner, kept: Learner, *, at: datetime, by: User | None = None, **more: Any) -> Merge:
    with_her = list(Learner.objects.filter(merged_into=joined).values_list("pk", flat=True))
    joined.user, joined.merged_into, joined.merged_at = None, kept, at
    joined.save(update_fields=["user", "merged_into", "merged_at"])
    Learner.objects.filter(pk__in=with_her).update(merged_into=kept)  # those she had taken in: nobody is two steps away
    merge = Merge.objects.create(kept=kept, joined=joined, at=at, by=by, moved={"learners": with_her, **more})
    learner_merged.send(sender=Learner, learner=kept)
    return merge


@transaction.atomic
def merge_accounts(*, kept: User, joined: User, by: User, at: datetime) -> Merge:
    """Make a second account part of the first. Whoever calls has made sure that both are one person's. Raises CannotMerge.

    Her ways in move too, where the first account has room for them; the second account is closed and opens nothing more.
    """
    if kept.pk == joined.pk:
        raise CannotMerge("same")
    users = {user.pk: user for user in User.objects.select_for_update().filter(pk__in=[kept.pk, joined.pk]).order_by("pk")}
    kept, joined = users[kept.pk], users[joined.pk]
    if is_staff(kept) or is_staff(joined):
        raise CannotMerge("staff")
    if not (kept.is_active and joined.is_active):
        raise CannotMerge("closed")
    first, second = (Learner.objects.get_or_create(user=user)[0] for user in (kept, joined))
    moved = _move_ways(joined, kept, at=at)
    joined.is_active = False
    joined.save(update_fields=["is_active"])
    end_all(joined)
    merge = _join(second, first, at=at, by=by, **moved)
    merge.user = joined
    merge.save(update_fields=["user"])
    tell(kept, Notice.Kind.MERGED, at=at)
    return merge


@transaction.atomic
def undo(merge: Merge, *, by: User, at: datetime) -> None:
    """Make two of it again. What was learned stays with whoever learned it. Raises CannotMerge."""
    merge = Merge.objects.select_for_update(of=("self",)).select_related("kept", "joined", "user").get(pk=merge.pk)
    if merge.undone_at:
        raise CannotMerge("undone")
    if at - merge.at > UNDOABLE:
        raise CannotMerge("too_late")
    joined, kept = merge.joined, merge.kept
    joined.user, joined.merged_into, joined.merged_at = merge.user, None, None
    joined.save(update_fields=["user", "merged_into", "merged_at"])
    Learner.objects.filter(pk__in=merge.moved["learners"], merged_into=merge.kept).update(merged_into=joined)
    if merge.user:
        _move_back(merge.moved, merge.user, merge.kept.user)
    merge.undone_at, merge.undone_by = at, by
    merge.save(update_fields=["undone_at", "undone_by"])
    for learner in (kept, joined):
        learner_merged.send(sender=Learner, learner=learner)
    if kept.user:
        tell(kept.user, Notice.Kind.UNMERGED, at=at)


def undoable(learners: Iterable[Learner], *, at: datetime) -> list[Merge]:
    """The merges into these learners that can still be undone, newest first. One query."""
    return list(Merge.objects.filter(kept__in=learners, undone_at=None, at__gte=at - UNDOABLE).order_by("-at"))


def _move_ways(joined: User, kept: User, *, at: datetime) -> dict[str, Any]:
    """Ways into ``joined`` that ``kept`` has room for open ``kept`` from now on. A passkey cannot: it names its account."""
    moved: dict[str, Any] = {"phones": _move(Phone, joined, kept), "emails": [], "card": None, "voided": None, "name": False}
    if not EmailAddress.objects.filter(user=kept).exists():
        moved["emails"] = _move(EmailAddress, joined, kept)
    card = LearningCard.objects.filter(user=joined, voided_at=None).first()
    if card and LearningCard.objects.filter(user=kept, voided_at=None).exists():
        LearningCard.objects.filter(pk=card.pk).update(voided_at=at)
        moved["voided"] = card.pk
    elif card:
        LearningCard.objects.filter(pk=card.pk).update(user=kept)
        moved["card"] = card.pk
    if is_nameless(kept.username) and not is_nameless(joined.username):
        _swap_names(kept, joined)
        moved["name"] = True
    return moved


def _move_back(moved: dict[str, Any], to: User, holder: User | None) -> None:
    Phone.objects.filter(pk__in=moved["phones"]).update(user=to)
    EmailAddress.objects.filter(pk__in=moved["emails"]).update(user=to)
    LearningCard.objects.filter(pk=moved["card"]).update(user=to)
    LearningCard.objects.filter(pk=moved["voided"]).update(voided_at=None)
    if moved["name"] and holder:
        _swap_names(to, holder)
    to.is_active = True
    to.save(update_fields=["is_active"])


def _move(model: Any, joined: User, kept: User) -> list[int]:
    found = list(model.objects.filter(user=joined).values_list("pk", flat=True))
    model.objects.filter(pk__in=found).update(user=kept)
    return found


def _swap_names(nobody: User, somebody: User) -> None:
    """The one without a name gets the other's, and its password."""
    name, password = somebody.username, somebody.password
    somebody.username = nameless()
    somebody.set_unusable_password()
    somebody.save(update_fields=["username", "password"])
    nobody.username, nobody.password = name, password
    nobody.save(update_fields=["username", "password"])
