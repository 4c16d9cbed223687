"""What the record does when news comes from below."""

from typing import Any

from django.dispatch import receiver

from accounts.models import Learner
from accounts.signals import learner_merged
from records import api


@receiver(learner_merged)
def count_both_records(sender: type, learner: Learner, **kwargs: Any) -> None:
    """After two records have joined, progress is the fold of both."""
    api.rebuild(learner)
