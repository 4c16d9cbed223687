"""allauth's passkeys, in one shape: a passkey always opens the account by itself, with the phone's own lock."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from allauth.core import context
from allauth.mfa.webauthn import views
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from allauth.mfa.webauthn.internal import auth, flows
from django.http import HttpResponse
from django.urls import reverse


class PasskeyForm(AddWebAuthnForm):
    """Nothing to fill in: a passkey names itself, and is checked to have been unlocked by its owner."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        del self.fields["name"]
        del self.fields["passwordless"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        cleaned["name"] = self.clean_name()
        if "credential" in cleaned:
            record_authentication(context.request, self.user, method="mfa", type="webauthn")  # set up, and so used
        return cleaned

    def clean_name(self) -> str:
        self.cleaned_data.setdefault("name", "")
        return super().clean_name()


class AddPasskey(views.AddWebAuthnView):
    """Add a passkey that can be found without a username."""

    form_class = PasskeyForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["js_data"] = {"creation_options": auth.begin_registration(self.request.user, True)}
        return context

    def get_success_url(self) -> str:
        return reverse("mfa_view_recovery_codes") if self.did_generate_recovery_codes else reverse("account_ways")


class RemovePasskey(views.RemoveWebAuthnView):
    """Take one away. allauth does not ask whether it may."""

    success_url = None

    def form_valid(self, form: Any) -> HttpResponse:
        from accounts.views.ways import refuse_last

        return refuse_last(self.request, self.get_object()) or super().form_valid(form)

    def get_success_url(self) -> str:
        return reverse("account_ways")


class ComeInByPasskey(views.LoginWebAuthnView):
    """Come in, and go on to where she was going."""

    def form_valid(self, form: Any) -> HttpResponse:
        passkey = form.cleaned_data["credential"]
        onward = get_next_redirect_url(self.request, "next")
        return flows.perform_passwordless_login(self.request, passkey, Login(user=passkey.user, redirect_url=onward))
