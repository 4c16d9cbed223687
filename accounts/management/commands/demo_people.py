from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand, CommandError

from accounts.demo import CODE, PASSWORD, PEOPLE
from accounts.models import User


class Command(BaseCommand):
    """Make the demo people, on a machine of one's own only. Their password is public."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("Demo people have a public password: they cannot exist in production.")
        for person in PEOPLE:
            user, is_new = User.objects.get_or_create(
                username=person.username,
                defaults={
                    "is_superuser": person.is_superuser,
                    "is_staff": bool(person.name or person.is_superuser),
                    "first_name": person.name,
                },
            )
            if is_new:
                user.set_password(PASSWORD)
                user.save()
            if user.is_staff and not is_mfa_enabled(user, [Authenticator.Type.TOTP]):
                TOTP.activate(user, generate_totp_secret())
            if person.group:
                user.groups.add(Group.objects.get_or_create(name=person.group)[0])
            self.stdout.write(f"  {person.username:8} {person.purpose}")
        self.stdout.write(f"  Password of each: {PASSWORD}   Second step of who works here: {CODE}")
