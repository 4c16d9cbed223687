"""The seam between Onward and allauth's second factors and passkeys."""

import base64
import hashlib
from functools import cache
from io import BytesIO
from typing import Any

import segno
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.staff import is_staff


@cache
def _safe(*secrets: str) -> MultiFernet:
    keys = [hashlib.sha256(f"onward second factor {secret}".encode()).digest() for secret in secrets]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in keys])


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets are kept encrypted, QR codes are drawn here, and staff keep at least one second factor."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This code is not right. Use the one your app shows now. Is the clock of your phone right?"),
        "cannot_delete_authenticator": _("You work here, so you need a second step. Add another one first."),
    }

    def encrypt(self, text: str) -> str:
        return self._safe().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Raises cryptography's InvalidToken if no key of ours wrote it."""
        return self._safe().decrypt(encrypted_text.encode()).decode()

    def _safe(self) -> MultiFernet:
        return _safe(settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)

    def build_totp_svg(self, url: str) -> str:
        drawn = BytesIO()
        segno.make(url, micro=False).save(drawn, kind="svg", border=4, light="#fff", xmldecl=False, omitsize=True)
        return drawn.getvalue().decode()

    def get_totp_issuer(self) -> str:
        return "Onward"

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Staff may take the last away only after they have added another."""
        strong = Authenticator.objects.filter(user=authenticator.user).exclude(type=Authenticator.Type.RECOVERY_CODES)
        return not is_staff(authenticator.user) or strong.exclude(pk=authenticator.pk).exists()

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return gettext("Passkey %(number)s") % {"number": number}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return super().get_public_key_credential_rp_entity() | {"name": "Onward"}

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Notices are ours (accounts.notices): allauth's would carry addresses and user agents."""
