"""How far a text's checking has come. A reader can always see it, in ``templates/components/status.html``."""

from django.db.models import TextChoices


class TextStatus(TextChoices):
    """Nobody who speaks the language has checked it; someone has; a trainer answers for it."""

    DRAFT = "draft", "Draft: nobody who speaks the language has checked it"
    REVIEWED = "reviewed", "Reviewed: someone who speaks the language has checked it"
    APPROVED = "approved", "Approved: a trainer answers for it"
