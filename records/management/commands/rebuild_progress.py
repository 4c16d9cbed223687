from typing import Any

from django.core.management.base import BaseCommand

from accounts.models import Learner
from records import api


class Command(BaseCommand):
    """Fold every learner's progress anew from her statements."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        learners = Learner.objects.filter(merged_into=None)
        for learner in learners.iterator():
            api.rebuild(learner)
        self.stdout.write(f"Rebuilt the progress of {learners.count()} learners.")
