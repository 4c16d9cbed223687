"""Forms of coming in, in plain words."""

from typing import Any

from allauth.account.forms import LoginForm as AllauthLoginForm
from allauth.account.forms import SignupForm as AllauthSignupForm
from django.utils.translation import gettext_lazy as _

from accounts.usernames import plain


class PlainForm:
    """Our words for the fields that both forms have; no placeholders, which vanish when they are needed."""

    words: dict[str, dict[str, Any]] = {}

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields.pop("remember", None)  # type: ignore[attr-defined]
        for name, field in self.fields.items():  # type: ignore[attr-defined]
            words = self.words.get(name, {})
            field.label, field.help_text = words.get("label", field.label), words.get("help", "")
            field.error_messages["required"] = words.get("required", _("Please fill this in."))
            field.widget.attrs.pop("placeholder", None)
            field.widget.attrs["dir"] = "auto"
        for name, field in self.fields.items():  # type: ignore[attr-defined]  # after all words: to ask for errors fixes them
            described = [f"id_{name}_help"] if field.help_text else []
            if self.is_bound and name in self.errors:  # type: ignore[attr-defined]
                described.append(f"id_{name}_error")
                field.widget.attrs["aria-invalid"] = "true"
            if described:
                field.widget.attrs["aria-describedby"] = " ".join(described)


class SignupForm(PlainForm, AllauthSignupForm):
    """A username and a password; no email, no name, no phone number."""

    words = {
        "username": {
            "label": _("A name only you know"),
            "help": _("Not your real name. For example: river7"),
            "required": _("Write a name."),
        },
        "password1": {
            "label": _("Password"),
            "help": _("At least 8 letters or numbers. 3 words together are good."),
            "required": _("Write a password."),
        },
    }


class LoginForm(PlainForm, AllauthLoginForm):
    """The same two fields."""

    def clean_login(self) -> str:
        """However it was typed."""
        return plain(super().clean_login())

    words = {
        "login": {"label": _("The name you chose"), "required": _("Write the name you chose.")},
        "password": {"label": _("Password"), "required": _("Write your password.")},
    }
