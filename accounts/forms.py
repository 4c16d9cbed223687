"""Forms of coming in, in plain words."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import LoginForm as AllauthLoginForm
from allauth.account.forms import ReauthenticateForm as AllauthReauthenticateForm
from allauth.account.forms import SignupForm as AllauthSignupForm
from allauth.account.internal.flows.login import record_authentication
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm as AllauthAuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as AllauthProveForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from accounts import demo
from accounts.models import User
from accounts.phone_numbers import NoPhoneNumber, read
from accounts.usernames import is_nameless, plain


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
        "login": {"label": _("The name you chose, or your email"), "required": _("Write the name you chose.")},
        "password": {"label": _("Password"), "required": _("Write your password.")},
    }


class ReauthenticateForm(PlainForm, AllauthReauthenticateForm):
    """The password once more."""

    words = {"password": {"label": _("Password"), "required": _("Write your password.")}}


CODE = {"code": {"label": _("Code"), "required": _("Write the code.")}}


class PlainCode(PlainForm):
    """A code from an app or from paper, on whatever keyboard it is typed."""

    words = CODE

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "dir": "ltr"}  # type: ignore[attr-defined]

    def clean_code(self) -> str:
        self.cleaned_data["code"] = plain(self.cleaned_data["code"]).replace("-", "")  # type: ignore[attr-defined]
        return super().clean_code()  # type: ignore[misc]


class DemoCode:
    """Demo people have no app: on a machine of one's own a public code takes its place."""

    def clean_code(self) -> str:
        if demo.opens(self.user, plain(self.cleaned_data["code"])):  # type: ignore[attr-defined]
            self.authenticator = Authenticator.objects.filter(user=self.user, type=Authenticator.Type.TOTP).first()  # type: ignore[attr-defined]
            if self.authenticator:
                return demo.CODE
        return super().clean_code()  # type: ignore[misc]


class AuthenticateForm(DemoCode, PlainCode, AllauthAuthenticateForm):
    """The second step."""


class ProveForm(DemoCode, PlainCode, AllauthProveForm):
    """The second step once more."""


class ActivateAppForm(PlainCode, ActivateTOTPForm):
    """The first code that an app shows."""

    words = {"code": {"label": _("The 6 numbers that the app shows"), "required": _("Write the code.")}}

    def clean_code(self) -> str:
        code = super().clean_code()
        record_authentication(context.request, self.user, method="mfa", type="totp")  # who sets it up has just used it
        return code


class EmailForm(PlainForm, forms.Form):
    """Where to send a code."""

    email = forms.EmailField(
        max_length=254,
        error_messages={"invalid": _("This is not an email address. One looks like this: name@example.org")},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    words = {"email": {"label": _("Email address"), "required": _("Write your email address.")}}


class PhoneForm(PlainForm, forms.Form):
    """Where to send a code."""

    phone = forms.CharField(max_length=40, widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}))
    words = {
        "phone": {
            "label": _("Phone number"),
            "help": _("Begin with + and the number of the country. For example: +250 788 123 456"),
            "required": _("Write your phone number."),
        }
    }
    WHY = {
        "no_country": _("The number of the country is missing. Begin with +, for example +250."),
        "letters": _("This is not a phone number. Write numbers only."),
        "impossible": _("This number is too long or too short. Check it."),
    }

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["phone"].widget.attrs["dir"] = "ltr"

    def clean_phone(self) -> str:
        try:
            return read(self.cleaned_data["phone"])
        except NoPhoneNumber as error:
            raise forms.ValidationError(self.WHY[error.kind]) from error


class CodeForm(PlainForm, forms.Form):
    """What came."""

    code = forms.CharField(
        max_length=40, widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"})
    )
    words = {"code": {"label": _("The 8 numbers we sent"), "required": _("Write the code.")}}

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs["dir"] = "ltr"


class NameAndPassword(forms.ModelForm):
    """A name, for who has none yet, and a password."""

    password = forms.CharField(max_length=128, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}))

    class Meta:
        model = User
        fields = ("username",)

    def __init__(self, *args: Any, user: User, **kwargs: Any):
        super().__init__(*args, instance=user, initial={"username": ""}, **kwargs)
        if not is_nameless(user.username):
            del self.fields["username"]

    def clean_username(self) -> str:
        return get_adapter().clean_username(self.cleaned_data["username"])

    def clean_password(self) -> str:
        validate_password(self.cleaned_data["password"], self.instance)
        return self.cleaned_data["password"]

    def save(self, commit: bool = True) -> User:
        self.instance.set_password(self.cleaned_data["password"])
        return super().save(commit)


class NewPasswordForm(PlainForm, NameAndPassword):
    """The same in our words."""

    words = SignupForm.words | {"password": SignupForm.words["password1"]}
