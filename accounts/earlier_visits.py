"""“Was it you?”: what was learned on a phone without an account, when someone comes in there to an account that she had before.

On a shared phone it may have been somebody else. So she is asked once, and until she says yes the records stay apart: no page
shows it as hers, and what that phone sends later is added to the visit, never to her (docs/decisions/0014).
"""

from datetime import datetime

from django.db import transaction
from django.http import HttpRequest

from accounts.merging import claim_visit
from accounts.models import EarlierVisit, Learner, User

KEY = "onward.earlier"  # in the session: the visit that this browser held when she came in
NEW = "onward_new_account"  # on the request


def comes_with(request: HttpRequest) -> None:
    """The account that is opened in this request has just been begun here, to keep what was learned: nothing to ask."""
    setattr(request, NEW, True)


def came_in(request: HttpRequest, *, user: User, visitor: Learner, at: datetime) -> None:
    """Someone has come in where a visitor had learned: hers, if her account was begun just now; else she will be asked."""
    if getattr(request, NEW, False):
        claim_visit(visitor=visitor, user=user, at=at)
        return
    owner = Learner.objects.get_or_create(user=user)[0]
    EarlierVisit.objects.get_or_create(visitor=visitor, owner=owner, defaults={"asked_at": at})
    request.session[KEY] = visitor.pk


def question_for(user: User) -> EarlierVisit | None:
    """What to ask her first. Two queries at most."""
    owner = Learner.objects.filter(user=user).first()
    if owner is None:
        return None
    return EarlierVisit.objects.before(owner).open().select_related("visitor").order_by("pk").first()


@transaction.atomic
def say(question: EarlierVisit, *, was_she: bool, user: User, at: datetime) -> None:
    """Yes: what was learned there is hers from now on. No: it stays apart. Said again, it changes nothing."""
    said = EarlierVisit.objects.filter(pk=question.pk, was_she=None).update(was_she=was_she, said_at=at)
    if said and was_she:
        claim_visit(visitor=question.visitor, user=user, at=at)


def stays_apart(visitor: Learner, owner: Learner) -> bool:
    """Whether a visit is not to be joined to someone's record: she has not said yet whose it was, or that it was not hers."""
    return EarlierVisit.objects.before(owner).apart().filter(visitor=visitor).exists()


def apart_from(owner: Learner) -> list[str]:
    """The uuids of the visits that are not hers, as far as she has said: for phones that hold both. One query."""
    visitors = EarlierVisit.objects.before(owner).apart().values_list("visitor__uuid", flat=True)
    return [str(uuid) for uuid in visitors]


def left_here(request: HttpRequest) -> Learner | None:
    """The visitor whose learning she left alone in this browser: it is his again when she goes. Two queries at most."""
    if not request.user.is_authenticated or KEY not in request.session:
        return None
    refused = EarlierVisit.objects.filter(visitor=request.session[KEY], owner__user=request.user, was_she=False)
    found = refused.filter(visitor__user=None, visitor__merged_into=None).select_related("visitor").first()
    return found.visitor if found else None
