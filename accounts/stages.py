"""Stages of signing in that are ours."""

from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from django.http import HttpRequest

from accounts.staff import is_staff


class SecondFactorStage(AuthenticateStage):
    """Ask for the second factor: always of staff, of a learner only if she set up codes.

    A learner's passkey is a door of its own, not a lock on her other doors: a lost phone must not shut her out.
    """

    def _should_handle(self, request: HttpRequest) -> bool:
        if not super()._should_handle(request):
            return False
        user = self.login.user
        return is_staff(user) or Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()
