"""How a password opens an account."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.models import EmailAddress
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest

from accounts.models import User


class EqualWork(AuthenticationBackend):
    """allauth's, with one query and one hash for every try, whether we know who is meant or not.

    allauth itself works twice on the password for an email address that it knows, which can be heard from outside.
    """

    def _authenticate(self, request: HttpRequest | None, **credentials: Any) -> User | None:
        said = credentials.get("email") or credentials.get("username") or ""
        return self._check_password(whose(said), credentials["password"])


def whose(said: str) -> User | None:
    """Whose email address or name this is. One query.

    An address that was proved comes first: nobody takes it from its owner by choosing it as a name.
    """
    mails = EmailAddress.objects.filter(email=said.lower())
    found = User.objects.filter(Q(pk__in=mails.values("user")) | Q(email__iexact=said) | Q(username__iexact=said))
    found = found.annotate(has_proved=Exists(mails.filter(user=OuterRef("pk"), verified=True)))
    return max(found, key=lambda user: (user.has_proved, user.email.lower() == said.lower(), -user.pk), default=None)
