"""What is said about learning cards: the pictures' names, and exactly what is wrong when one does not open."""

from datetime import datetime, timedelta
from math import ceil

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.utils.translation import ngettext

from accounts.card_codes import LENGTH, Fault, NotACode
from accounts.cards import DoesNotOpen, Why

NAMES: dict[str, str | Promise] = {
    "sun": later("Sun"),
    "tree": later("Tree"),
    "flower": later("Flower"),
    "apple": later("Apple"),
    "fish": later("Fish"),
    "bird": later("Bird"),
    "cat": later("Cat"),
    "elephant": later("Elephant"),
    "house": later("House"),
    "mountain": later("Mountain"),
    "bicycle": later("Bicycle"),
    "ball": later("Ball"),
    "key": later("Key"),
    "cup": later("Cup"),
    "umbrella": later("Umbrella"),
    "chair": later("Chair"),
}


def three_pictures() -> str:
    """What is asked of her when there are fewer."""
    return _("Choose 3 pictures.")


def why_no_code(fault: NotACode, *, by_camera: bool) -> str:
    """What is wrong with what was typed, or with what a camera read of a worn square."""
    numbers = {"n": fault.digits, "all": LENGTH}
    if by_camera:
        said = _("The camera did not read the whole square. It has %(n)s of %(all)s numbers. Type the numbers on your card.")
        return said % {**numbers, "n": min(fault.digits, LENGTH)}
    return {
        Fault.TOO_SHORT: _("You wrote %(n)s of %(all)s numbers. Look for the rest."),
        Fault.TOO_LONG: _("You wrote %(n)s numbers. Your card has %(all)s."),
        Fault.NOT_DIGITS: _("“%(character)s” is not a number. Your card has only numbers."),
        Fault.MISTYPED: _("One number is not right. Compare each group with your card."),
    }[fault.fault] % {**numbers, "character": fault.character}


def why_closed(refused: DoesNotOpen, *, at: datetime) -> str:
    """Why a card does not open, and what she can do."""
    if refused.why == Why.SLEEPING and refused.until:
        return _resting(refused.until - at)
    return {
        Why.UNKNOWN: _("No card has these numbers. Compare each group with your card."),
        Why.REPLACED: _("There is a newer card. This one does not work any more. Use the newer one."),
        Why.CLOSED: _("This account is closed. Ask your trainer."),
        Why.STAFF: _("A card does not open the account of someone who works here. Sign in with your password."),
        Why.STOPPED: _("There were too many wrong tries. This card is stopped. Ask your trainer for a new card."),
        Why.WRONG_PICTURES: _("These are not the pictures of this card. Tries left: %(n)s."),
    }[refused.why] % {"n": refused.left}


def _resting(rest: timedelta) -> str:
    """How long to wait, not until when: the phone's clock may be wrong."""
    minutes = max(ceil(rest.total_seconds() / 60), 1)
    if minutes <= 90:
        said = ngettext(
            "Too many wrong tries. Try again in %(n)s minute.", "Too many wrong tries. Try again in %(n)s minutes.", minutes
        )
        return said % {"n": minutes}
    hours = ceil(minutes / 60)
    said = ngettext("Too many wrong tries. Try again in %(n)s hour.", "Too many wrong tries. Try again in %(n)s hours.", hours)
    return said % {"n": hours}
