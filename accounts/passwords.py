"""What a password must be, said plainly and in every language."""

from typing import Any

from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MIN_LENGTH = 8


class LongEnough:
    """Length is what makes a password strong; kinds of characters only make it hard to type."""

    def validate(self, password: str, user: Any = None) -> None:
        if len(password) < MIN_LENGTH:
            raise ValidationError(self.get_help_text(), code="password_too_short")

    def get_help_text(self) -> str:
        return _("The password is too short. Use at least 8 letters or numbers.")


class NotCommon(password_validation.CommonPasswordValidator):
    """Not one of the 20,000 that are tried first."""

    def get_error_message(self) -> str:
        return _("Many people use this password. Choose another one.")
