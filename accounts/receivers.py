"""What accounts does when news comes from Django."""

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from accounts import api
from accounts.models import Learner, User


@receiver(user_logged_in)
def take_the_visit_along(sender: type, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """What this phone's visitor learned is hers once she signs in, whichever door she takes."""
    if request is not None and (visitor := api.visitor_of(request)):
        api.claim_visit(visitor=visitor, user=user, at=timezone.now())
    else:
        Learner.objects.get_or_create(user=user)  # her phone is told whose answers it holds from now on
