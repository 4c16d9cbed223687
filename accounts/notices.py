"""What someone is told about her own account, so that she notices if it was not she who changed it."""

import logging
from datetime import datetime

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Notice, SignIn, User
from accounts.staff import is_staff

log = logging.getLogger(__name__)
WORDS: dict[str, str | Promise] = {
    Notice.Kind.NEW_SIGN_IN: _("Someone came in to your account."),
    Notice.Kind.CARD_MADE: _("A new card was made. An older one does not work any more."),
    Notice.Kind.PASSWORD_CHANGED: _("Your password was changed."),
    Notice.Kind.EMAIL_ADDED: _("An email address was added to your account."),
    Notice.Kind.EMAIL_REMOVED: _("An email address was taken away from your account."),
    Notice.Kind.PHONE_ADDED: _("A phone number was added to your account."),
    Notice.Kind.PHONE_REMOVED: _("A phone number was taken away from your account."),
    Notice.Kind.PASSKEY_ADDED: _("A passkey was added to your account."),
    Notice.Kind.PASSKEY_REMOVED: _("A passkey was taken away from your account."),
    Notice.Kind.APP_ADDED: _("Codes from an app were turned on."),
    Notice.Kind.APP_REMOVED: _("Codes from an app were turned off."),
    Notice.Kind.RECOVERY_CODES: _("New codes for emergencies were made."),
    Notice.Kind.MERGED: _("Another account was put together with yours."),
    Notice.Kind.UNMERGED: _("Two accounts that were put together are two again."),
    Notice.Kind.SECRET_PICTURES: _("Your secret pictures were changed."),
    Notice.Kind.NEW_CARD: _("An office began to make a new card for your account."),
    Notice.Kind.NEW_CARD_STOPPED: _("A learner stopped a new card that you had asked for or agreed to."),
    Notice.Kind.PHONE_LOCKED: _("On one phone, pictures open your learning now."),
    Notice.Kind.PHONE_UNLOCKED: _("Pictures open your learning on no phone any more."),
}


def tell(user: User, kind: str, *, at: datetime) -> Notice:
    """Note it for her next look at her account. Staff get a letter too, and so does who has an address if a card is made."""
    notice = Notice.objects.create(user=user, kind=kind, at=at)
    by_letter = is_staff(user) or kind == Notice.Kind.NEW_CARD
    if by_letter and (email := EmailAddress.objects.get_primary_email(user) or user.email):
        try:
            get_adapter().send_mail("account/email/notice", email, {"words": WORDS[kind], "at": at})
        except OSError:  # smtplib's errors are OSErrors; what she did is done, and she reads it here
            log.exception("A notice could not be sent.")
    return notice


def unseen(user: User, *, here: str = "") -> QuerySet[Notice]:
    """What she has not seen yet, newest first. That she came in ``here``, by this session, she knows."""
    came = SignIn.objects.filter(session_key=here, user=user).values("at")
    return (
        Notice.objects.filter(user=user, seen_at=None).exclude(kind=Notice.Kind.NEW_SIGN_IN, at__in=came).order_by("-at", "-pk")
    )


def seen(user: User, *, upto: int, at: datetime) -> None:
    """She has seen all notices up to this one."""
    Notice.objects.filter(user=user, seen_at=None, pk__lte=upto).update(seen_at=at)
