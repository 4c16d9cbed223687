"""How many people there once were: what stays of those who are erased."""

from django.db import models


class PastCount(models.Model):
    """How many people who are erased now had come how far, by quarter: so many, and nothing of whom.

    Without them a module that many finished would seem to be finished by nobody, the more people use their right. There is no
    row per person: a row is a quarter, a module and a stage, of everybody or of an office (not of a group, which is too few).

    Personal data: none.
    """

    class Stage(models.TextChoices):
        """How far."""

        LEARNED = "learned"  # did anything at all; of no module
        BEGUN = "begun"
        DONE = "done"

    office = models.CharField(max_length=36, blank=True, help_text="The office's uuid; empty: everybody, each person once.")
    module = models.CharField(max_length=36, blank=True, help_text="The module's translation key.")
    stage = models.CharField(max_length=10, choices=Stage.choices)
    quarter = models.DateField(help_text="Its first day.")
    number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "module", "stage", "quarter"], name="one_count_of_a_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.stage}"
