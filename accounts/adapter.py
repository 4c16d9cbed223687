"""The one seam between Onward and allauth."""
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from accounts import api


class AccountAdapter(DefaultAccountAdapter):
    """Where people land after coming in or leaving, and what the phone keeps."""

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return reverse("my_learning")

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        return reverse("my_learning")

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return reverse("home")

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """After the visit has been taken along, the phone need not remember the visitor."""
        response = super().post_login(request, user, **kwargs)
        api.forget_visitor(response)
        return response
