"""What accounts does when news comes from Django."""

from typing import Any

from allauth.account.signals import authentication_step_completed
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import m2m_changed, pre_save
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from accounts import api, earlier_visits, sign_ins
from accounts.models import Learner, Notice, User
from accounts.notices import tell


@receiver(user_logged_in)
def take_the_visit_along(sender: type, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """What this phone's visitor learned is hers if she keeps it by a new account; else she is asked, whatever the door."""
    if request is not None and (visitor := api.visitor_of(request)):
        earlier_visits.came_in(request, user=user, visitor=visitor, at=timezone.now())
    else:
        Learner.objects.get_or_create(user=user)  # her phone is told whose answers it holds from now on


@receiver(user_logged_in)
def note_the_sign_in(sender: type, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """She can see where she is signed in, and end it."""
    if request is not None:
        sign_ins.note(request, user, at=timezone.now())


@receiver(authentication_step_completed)
def who_shows_again_who_she_is_gets_a_new_session_key(sender: type, request: HttpRequest, user: User, **kwargs: Any) -> None:
    if getattr(request, "user", None) == user and request.session.session_key:
        was = request.session.session_key
        request.session.cycle_key()
        sign_ins.follow(request, was)


RIGHTS = {"is_staff", "is_superuser", "is_active"}


@receiver(pre_save, sender=User)
def who_may_more_or_less_comes_in_anew(sender: type, instance: User, update_fields: Any = None, **kwargs: Any) -> None:
    """A session that began as a learner's does not become a trainer's, nor the other way round. One query at most."""
    if instance.pk is None or (update_fields is not None and not RIGHTS & set(update_fields)):
        return
    before = User.objects.filter(pk=instance.pk).values(*RIGHTS).first()
    if before and any(before[name] != getattr(instance, name) for name in RIGHTS):
        sign_ins.end_all(instance)


@receiver(m2m_changed, sender=User.groups.through)
def who_joins_or_leaves_a_group_of_staff_comes_in_anew(
    sender: type, instance: Any, action: str, pk_set: set[Any] | None, reverse: bool, **kwargs: Any
) -> None:
    if action not in ("post_add", "post_remove", "pre_clear") or pk_set == set():
        return
    hers = User.objects.filter(pk__in=pk_set) if reverse and pk_set else instance.user_set.all() if reverse else [instance]
    for user in hers:
        sign_ins.end_all(user)


KINDS = Authenticator.Type
ADDED = {KINDS.TOTP: Notice.Kind.APP_ADDED, KINDS.WEBAUTHN: Notice.Kind.PASSKEY_ADDED}
REMOVED = {KINDS.TOTP: Notice.Kind.APP_REMOVED, KINDS.WEBAUTHN: Notice.Kind.PASSKEY_REMOVED}


@receiver(authenticator_added)
def a_second_step_was_added(sender: type, user: User, authenticator: Any, **kwargs: Any) -> None:
    if authenticator.type in ADDED:
        tell(user, ADDED[authenticator.type], at=timezone.now())


@receiver(authenticator_removed)
def a_second_step_was_removed(sender: type, user: User, authenticator: Any, **kwargs: Any) -> None:
    if authenticator.type in REMOVED:
        tell(user, REMOVED[authenticator.type], at=timezone.now())


@receiver(authenticator_reset)
def new_recovery_codes(sender: type, user: User, **kwargs: Any) -> None:
    tell(user, Notice.Kind.RECOVERY_CODES, at=timezone.now())
