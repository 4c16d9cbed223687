"""What is said about learning cards: the pictures' names, and exactly what is wrong when one does not open."""

from datetime import datetime, timedelta
from math import ceil

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.card_codes import LENGTH, Fault, NotACode
from accounts.cards import DoesNotOpen, Why

NAMES: dict[str, str | Promise] = {
    "sun": _("Sun"),
    "tree": _("Tree"),
    "flower": _("Flower"),
    "apple": _("Apple"),
    "fish": _("Fish"),
    "bird": _("Bird"),
    "cat": _("Cat"),
    "elephant": _("Elephant"),
    "house": _("House"),
    "mountain": _("Mountain"),
    "bicycle": _("Bicycle"),
    "ball": _("Ball"),
    "key": _("Key"),
    "cup": _("Cup"),
    "umbrella": _("Umbrella"),
    "chair": _("Chair"),
}


def three_pictures() -> str:
    """What is asked of her when there are fewer."""
    return gettext("Choose 3 pictures.")


def why_no_code(fault: NotACode, *, by_camera: bool) -> str:
    """What is wrong with what was typed, or with what a camera read of a worn square."""
    numbers = {"n": fault.digits, "all": LENGTH}
    if by_camera:
        said = gettext(
            "The camera did not read the whole square. It has %(n)s of %(all)s numbers. Type the numbers on your card."
        )
        return said % {**numbers, "n": min(fault.digits, LENGTH)}
    return {
        Fault.TOO_SHORT: gettext("You wrote %(n)s of %(all)s numbers. Look for the rest."),
        Fault.TOO_LONG: gettext("You wrote %(n)s numbers. Your card has %(all)s."),
        Fault.NOT_DIGITS: gettext("“%(character)s” is not a number. Your card has only numbers."),
        Fault.MISTYPED: gettext("One number is not right. Compare each group with your card."),
    }[fault.fault] % {**numbers, "character": fault.character}


def why_closed(refused: DoesNotOpen, *, at: datetime) -> str:
    """Why a card does not open, and what she can do."""
    if refused.why == Why.SLEEPING and refused.until:
        return _resting(refused.until - at)
    if refused.why == Why.RESTS and refused.until:
        return works_when(refused.until, at=at)
    return {
        Why.UNKNOWN: gettext("No card has these numbers. Compare each group with your card."),
        Why.REPLACED: gettext("There is a newer card. This one does not work any more. Use the newer one."),
        Why.CLOSED: gettext("This account is closed. Ask your trainer."),
        Why.STAFF: gettext("A card does not open the account of someone who works here. Sign in with your password."),
        Why.STOPPED: gettext("There were too many wrong tries. This card is stopped. Ask your trainer for a new card."),
        Why.WRONG_PICTURES: gettext("These are not the pictures of this card. Tries left: %(n)s."),
        Why.NOT_AGREED: gettext("This card does not work yet. A second person in the office must agree to it first."),
        Why.CALLED_OFF: gettext("This card was called off. It does not work. Ask in the office."),
    }[refused.why] % {"n": refused.left}


def works_when(works_from: datetime | None, *, at: datetime) -> str:
    """When a new card works. Not at which hour: we know neither hers nor whether her clock is right."""
    if works_from is None:
        return gettext("A second person in the office must agree. One day later the card works.")
    minutes = ceil((works_from - at).total_seconds() / 60)
    if minutes <= 0:
        return gettext("This card works now.")
    if minutes <= 90:
        said = ngettext("This card works in %(n)s minute.", "This card works in %(n)s minutes.", minutes)
        return said % {"n": minutes}
    hours = ceil(minutes / 60)
    return ngettext("This card works in %(n)s hour.", "This card works in %(n)s hours.", hours) % {"n": hours}


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
