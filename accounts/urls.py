"""allauth's views that are open today. Their forms are accepted by origin, so no page sets a cookie to be read."""

from allauth.account import views
from django.urls import path

from core.origin import same_origin

urlpatterns = [
    path("signup/", same_origin(views.signup), name="account_signup"),
    path("login/", same_origin(views.login), name="account_login"),
    path("logout/", same_origin(views.logout), name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
]
