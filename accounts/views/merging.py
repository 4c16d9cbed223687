"""Two accounts that are hers become one: she is in one, and has just shown that the other is hers too."""

import time

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts.merging import CannotMerge, merge_accounts
from accounts.models import User
from accounts.views.ways import just_came_in
from core.origin import same_origin

KEY = "onward.other"  # in the session: the other account, and when it was shown
LASTS = 10 * 60  # s


def offer(request: HttpRequest, other: User) -> HttpResponse:
    """She has just opened another account's door while she is in her own: ask whether both shall be one."""
    request.session[KEY] = {"user": other.pk, "at": time.time()}
    return redirect("account_merge")


@same_origin
@never_cache
@just_came_in
def merge(request: HttpRequest) -> HttpResponse:
    """Put both together, or leave both as they are."""
    proved = request.session.get(KEY)
    if not proved or time.time() - proved["at"] > LASTS:
        return redirect("account_ways")
    if request.method != "POST":
        return render(request, "account/merge.html")
    del request.session[KEY]
    if "yes" in request.POST:
        try:
            merge_accounts(kept=request.user, joined=User.objects.get(pk=proved["user"]), by=request.user, at=timezone.now())
        except (CannotMerge, User.DoesNotExist):
            messages.error(request, _("These accounts cannot be put together. Ask your coordinator."))
        else:
            messages.success(request, _("Done. What you learned in both is here now."))
            return redirect("my_learning")
    return redirect("account_ways")
