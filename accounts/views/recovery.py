"""Being ready for the day when everything is lost: secret pictures; and stopping a new card that she did not ask for."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from accounts import card_words, notices, recovery, secret_pictures
from accounts.api import learner_of, learner_or_new
from accounts.card_forms import Taps
from accounts.models import Notice
from accounts.staff import is_staff
from accounts.views.ways import just_came_in
from core.origin import same_origin


@same_origin
@never_cache
@just_came_in
@sensitive_post_parameters()
def secret(request: HttpRequest) -> HttpResponse:
    """Choose the secret pictures, change them, or take them away."""
    if is_staff(request.user):
        return redirect("account_ways")
    taps, learner, at = Taps.of(request.POST), learner_or_new(request), timezone.now()
    if "remove" in request.POST:
        secret_pictures.take_away(learner)
    elif "done" in request.POST and taps.are_all:
        secret_pictures.choose(learner, taps.names, at=at)
        messages.success(request, _("Saved. Tell these pictures to nobody."))
    else:
        error = card_words.three_pictures() if "done" in request.POST else ""
        return render(request, "account/secret.html", {"taps": taps, "error": error}, status=422 if error else 200)
    notices.tell(request.user, Notice.Kind.SECRET_PICTURES, at=at)
    return redirect("account_ways")


@same_origin
@never_cache
@require_POST
def stop_new_card(request: HttpRequest) -> HttpResponse:
    """It was not she: no card is made. One tap, from any phone of hers; also from one that has no account."""
    learner = learner_of(request)
    if learner and recovery.stop(learner, at=timezone.now()):
        messages.success(request, _("Stopped. That card will never work. The office is told."))
    return redirect("my_learning")
