"""Accounts' own system checks."""

from typing import Any

from django.conf import settings
from django.core.checks import Error, Tags, register

from accounts.demo import PASSWORD, PEOPLE


@register(Tags.security, deploy=True)
def no_demo_people_in_production(app_configs: Any, **kwargs: Any) -> list[Error]:
    """A database that was once a demo must not go live with its public passwords."""
    from accounts.models import User

    if not settings.PRODUCTION:
        return []
    found = [
        user.username
        for user in User.objects.filter(username__in=[person.username for person in PEOPLE])
        if user.check_password(PASSWORD)
    ]
    return [Error(f"Demo people with a public password: {', '.join(found)}. Delete them.", id="onward.E003")] if found else []
