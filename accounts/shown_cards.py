"""A card's code between its making and the page that shows it: on her own phone, for a few minutes, never in our database."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from accounts.card_pictures import digest
from accounts.models import LearningCard

LASTS = 15 * 60  # s
SALT = "accounts.shown_cards"
NAME = "__Host-card" if settings.SESSION_COOKIE_SECURE else "card"


def hand_over(response: HttpResponse, code: str) -> None:
    """Let the next page show her card."""
    response.set_signed_cookie(
        NAME,
        code,
        salt=SALT,
        max_age=LASTS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


def shown(request: HttpRequest) -> tuple[LearningCard, str] | None:
    """Her card and its code, while it may be shown and is good. One query: a card put in its place by another is not hers."""
    if not request.user.is_authenticated:
        return None
    code = request.get_signed_cookie(NAME, None, salt=SALT, max_age=LASTS)
    card = LearningCard.objects.filter(user=request.user, digest=digest(code), voided_at=None).first() if code else None
    return (card, code) if card and code else None


def take_away(response: HttpResponse) -> None:
    """She has it: show it no more."""
    response.delete_cookie(NAME, samesite="Strict")
