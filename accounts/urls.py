"""Every door, and how one's own are changed. Forms are accepted by origin, so no page sets a cookie to be read."""

from allauth.account import views
from allauth.mfa.base import views as second_step
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as app_codes
from allauth.mfa.webauthn import views as webauthn
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views.decorators.cache import never_cache

from accounts.api import earlier_visits, forget_visitor, remember_visitor
from accounts.views import codes, lock, merging, passkeys, ways
from core.origin import same_origin


def logout(request: HttpRequest) -> HttpResponse:
    """Sign out. A visit whose answer came after she had signed in is hers too, and not whose who comes next.

    But a visit that she said was not hers is again whose it was.
    """
    was_signed_in, left = request.user.is_authenticated, earlier_visits.left_here(request)
    response = views.logout(request)
    if was_signed_in and not request.user.is_authenticated:
        forget_visitor(response)
        if left:
            remember_visitor(response, left)
    return response


def own(view: ways.View) -> ways.View:
    """A page of allauth's that changes how she comes in."""
    return same_origin(never_cache(ways.just_came_in(view)))


second_steps = [
    path("", ways.ways, name="mfa_index"),
    path("authenticate/", same_origin(second_step.authenticate), name="mfa_authenticate"),
    path("again/", same_origin(second_step.reauthenticate), name="mfa_reauthenticate"),
    path("app/", own(app_codes.activate_totp), name="mfa_activate_totp"),
    path("app/off/", own(app_codes.deactivate_totp), name="mfa_deactivate_totp"),
    path("codes/", own(recovery_codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("codes/new/", own(recovery_codes.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("passkey/", own(passkeys.AddPasskey.as_view()), name="mfa_add_webauthn"),
    path("passkey/<int:pk>/remove/", own(passkeys.RemovePasskey.as_view()), name="mfa_remove_webauthn"),
    path("passkey/come-in/", same_origin(never_cache(passkeys.ComeInByPasskey.as_view())), name="mfa_login_webauthn"),
    path("passkey/again/", same_origin(webauthn.reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"),
]
urlpatterns = [
    path("", ways.ways, name="account_ways"),
    path("signup/", same_origin(views.signup), name="account_signup"),
    path("login/", same_origin(views.login), name="account_login"),
    path("logout/", same_origin(logout), name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("", include("accounts.urls_cards")),
    path("again/", ways.again, name="account_again"),
    path("again/password/", same_origin(views.reauthenticate), name="account_reauthenticate"),
    path("password/", ways.password, name="account_password"),
    path("code/", codes.ask_email, name="account_code"),
    path("code/phone/", codes.ask_phone, name="account_code_phone"),
    path("code/typed/", codes.confirm, name="account_code_confirm"),
    path("email/remove/", ways.remove_email, name="account_email_remove"),
    path("phone/remove/", ways.remove_phone, name="account_phone_remove"),
    path("locked/remove/", lock.take_away, name="account_locked_remove"),
    path("sign-out-others/", ways.end_sessions, name="account_sessions_end"),
    path("together/", merging.merge, name="account_merge"),
    path("seen/", ways.seen, name="account_notices_seen"),
    path("second-step/", include(second_steps)),
]
