"""How far a text's checking has come. A reader can always see it."""
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class TextStatus(TextChoices):
    """Nobody who speaks the language has checked it; someone has; a trainer answers for it."""

    DRAFT = "draft", _("Draft. Not checked yet.")
    REVIEWED = "reviewed", _("Checked by a reader.")
    APPROVED = "approved", _("Approved by a trainer.")
