"""allauth's views that are open today. Their forms are accepted by origin, so no page sets a cookie to be read."""

from allauth.account import views
from django.http import HttpRequest, HttpResponse
from django.urls import path

from accounts.api import forget_visitor
from core.origin import same_origin


def logout(request: HttpRequest) -> HttpResponse:
    """Sign out. A visit whose answer came after she had signed in is hers too, and not whose who comes next."""
    was_signed_in = request.user.is_authenticated
    response = views.logout(request)
    if was_signed_in and not request.user.is_authenticated:
        forget_visitor(response)
    return response


urlpatterns = [
    path("signup/", same_origin(views.signup), name="account_signup"),
    path("login/", same_origin(views.login), name="account_login"),
    path("logout/", same_origin(logout), name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
]
