"""The admin's own sign-in page is not there: everybody comes in by the same doors, which are guarded the same."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache


@never_cache
def admin_door(request: HttpRequest) -> HttpResponse:
    """Send a stranger to sign in, and back; tell someone who is signed in that this is not for her."""
    if request.user.is_authenticated and not request.user.has_perm("wagtailadmin.access_admin"):
        messages.error(request, _("That page is for people who work here."))
        return redirect("my_learning")
    onward = request.GET.get("next") or reverse("wagtailadmin_home")
    return redirect(f"{reverse('account_login')}?{urlencode({'next': onward})}")
