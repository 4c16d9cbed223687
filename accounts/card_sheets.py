"""Cards made ahead by staff, to be handed out: each with an account of its own that nobody has opened yet."""

from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction

from accounts.card_codes import groups
from accounts.cards import make_card
from accounts.models import User
from accounts.usernames import nameless


@transaction.atomic
def new_cards(*, by: User, number: int, at: datetime) -> list[tuple[str, list[str]]]:
    """Codes of new cards, whole and in groups; they are kept nowhere. Whoever opens one first chooses its pictures."""
    codes = []
    for _ in range(number):
        user = User.objects.create(username=nameless(), password=make_password(None), date_joined=at)
        codes.append(make_card(user=user, pictures=None, by=by, at=at)[1])
    return [(code, groups(code)) for code in codes]
