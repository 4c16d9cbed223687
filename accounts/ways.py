"""The ways into one account: what there is, and that one always remains."""

from dataclasses import dataclass
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator

from accounts.models import LearningCard, LockedPhone, Phone, User
from accounts.usernames import is_nameless


@dataclass(frozen=True)
class Ways:
    """Every way into an account. ``passkeys`` are allauth's authenticators, newest last."""

    card: LearningCard | None
    name: str
    email: str
    phones: list[Phone]
    passkeys: list[Any]
    app: Any  # codes from an app, a second step
    recovery_codes: Any
    locked_phones: int  # where pictures open it; no way in anywhere else

    @property
    def count(self) -> int:
        """How many ways open it alone."""
        return sum(map(bool, (self.card, self.name, self.email))) + len(self.phones) + len(self.passkeys)


def ways_of(user: User) -> Ways:
    """All ways into someone's account. Five queries."""
    authenticators = list(Authenticator.objects.filter(user=user).order_by("pk"))
    kinds = Authenticator.Type
    return Ways(
        card=LearningCard.objects.filter(user=user, voided_at=None).first(),
        name="" if is_nameless(user.username) or not user.has_usable_password() else user.username,
        email=EmailAddress.objects.get_primary_email(user) or "",
        phones=list(Phone.objects.filter(user=user).order_by("pk")),
        passkeys=[one for one in authenticators if one.type == kinds.WEBAUTHN],
        app=next((one for one in authenticators if one.type == kinds.TOTP), None),
        recovery_codes=next((one for one in authenticators if one.type == kinds.RECOVERY_CODES), None),
        locked_phones=LockedPhone.objects.filter(learner__user=user).count(),
    )
