"""What accounts does when news comes from Django."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from accounts import api, sign_ins
from accounts.models import Learner, Notice, User
from accounts.notices import tell


@receiver(user_logged_in)
def take_the_visit_along(sender: type, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """What this phone's visitor learned is hers once she signs in, whichever door she takes."""
    if request is not None and (visitor := api.visitor_of(request)):
        api.claim_visit(visitor=visitor, user=user, at=timezone.now())
    else:
        Learner.objects.get_or_create(user=user)  # her phone is told whose answers it holds from now on


@receiver(user_logged_in)
def note_the_sign_in(sender: type, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """She can see where she is signed in, and end it."""
    if request is not None:
        sign_ins.note(request, user, at=timezone.now())


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
