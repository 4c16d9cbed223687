"""The one seam between Onward and allauth."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext_lazy as _

from accounts import api, earlier_visits
from accounts.hashing import Busy
from accounts.staff import is_fresh, is_staff
from accounts.usernames import plain


class AccountAdapter(DefaultAccountAdapter):
    """Where people land after coming in or leaving, and what the phone keeps."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _("The name and the password do not belong together. Check both and try again."),
        "email_password_mismatch": _("The name and the password do not belong together. Check both and try again."),
        "incorrect_password": _("This is not your password."),
        "username_taken": _("Someone has this name already. Choose another one."),
        "username_blacklisted": _("This name cannot be used. Choose another one."),
        "too_many_login_attempts": _("Too many tries. Wait some minutes, then try again."),
        "rate_limited": _("Too many tries. Wait some minutes, then try again."),
        "account_inactive": _("This account is closed. Ask your trainer."),
    }

    def clean_username(self, username: str, shallow: bool = False) -> str:
        """Kept as it will be looked for, whatever keyboard it was typed on."""
        return super().clean_username(plain(username), shallow=shallow)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return reverse("wagtailadmin_home") if is_staff(request.user) else reverse("my_learning")

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        return reverse("my_learning")

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return reverse("my_learning")  # where "You are signed out." is shown, and nothing of hers any more

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """The phone need not remember the visitor. Was she somebody else? That is asked before she goes on."""
        response = super().post_login(request, user, **kwargs)
        if earlier_visits.KEY in request.session and earlier_visits.question_for(user):
            response = redirect(f"{reverse('was_it_you')}?{urlencode({'next': response['Location']})}")
        api.forget_visitor(response)
        return response

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        """Who signs up keeps what she learned here."""
        earlier_visits.comes_with(request)
        return super().save_user(request, user, form, commit)

    def get_login_stages(self) -> list[str]:
        """Only who works here, or asked for it, is asked for a second step."""
        ours = {"allauth.mfa.stages.AuthenticateStage": "accounts.stages.SecondFactorStage"}
        return [ours.get(stage, stage) for stage in super().get_login_stages()]

    def is_safe_url(self, url: str | None) -> bool:
        """Whether someone may be led there: to a path of ours. No page of ours hands on anything else."""
        return bool(url) and url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)  # type: ignore[union-attr]

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """A password that nobody had time to look at was no wrong one."""
        try:
            return super().authenticate(request, **credentials)
        except Busy:
            self._rollback_login_failed_rl_usage()
            raise

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not within the first minutes, whichever door she came by."""
        return not is_fresh(context.request)

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Notices are ours (accounts.notices): allauth's would carry addresses and user agents."""
