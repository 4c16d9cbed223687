"""What a learner is told before she joins a group. If its meaning changes, so does ``VERSION``."""

import hashlib
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.templatetags.onward import day, isolate
from programmes.models import Cohort

VERSION = 1


@dataclass(frozen=True)
class Words:
    """In the active language: who sees, what and what not, until when, and what she can do."""

    who: str
    seen: tuple[str, ...]
    unseen: tuple[str, ...]
    until: str
    yours: tuple[str, ...]

    @property
    def hash(self) -> str:
        """Names exactly these words."""
        said = [str(VERSION), self.who, *self.seen, *self.unseen, self.until, *self.yours]
        return hashlib.sha256("\n".join(said).encode()).hexdigest()


def words_for(cohort: Cohort) -> Words:
    """What she agrees to if she joins this group today."""
    return Words(
        who=_("The people of %(office)s who look after the group %(group)s.")
        % {"office": isolate(cohort.office.name), "group": isolate(cohort.name)},
        seen=(
            _("which lessons you have done, and when"),
            _("how many questions you got right"),
            _("the name you write here"),
        ),
        unseen=(_("your answers"), _("your account, or anything else on your phone")),
        until=_("Until %(day)s.") % {"day": day(cohort.seen_until)},
        yours=(
            _("You can stop at any time, with one tap."),
            _("You can read who looked, and when."),
            _("Trainers of the office see numbers only, no names."),
        ),
    )
