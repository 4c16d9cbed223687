"""What someone who works here works as."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """As a word that learners read too: it says who looked at their record."""

    TRAINER = "trainer", _("Trainer")
    COORDINATOR = "coordinator", _("Coordinator")
    LEAD = "lead", _("Head of the office")
    ADMINISTRATOR = "administrator", _("Administrator")
