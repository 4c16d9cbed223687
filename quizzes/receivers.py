"""What quizzes do when they are published, and when answers to them have been recorded."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.dispatch import receiver
from django.utils import timezone
from wagtail.signals import copy_for_translation_done, published, unpublished

from accounts.models import Learner
from core.page_cache import start_new_generation
from core.status import TextStatus
from quizzes import api
from quizzes.judging import facts_of, goes_in
from quizzes.models import Quiz
from quizzes.signals import goes_counted
from records.api import Fact, Verb
from records.models import Statement
from records.signals import statements_recorded


@receiver(published, sender=Quiz)
def keep_what_learners_will_see(sender: type, instance: Quiz, **kwargs: Any) -> None:
    """Answers to this version may arrive long after the next one."""
    api.keep_versions(instance, at=timezone.now())
    start_new_generation()


@receiver(unpublished, sender=Quiz)
def pages_change(sender: type, instance: Quiz, **kwargs: Any) -> None:
    start_new_generation()


@receiver(statements_recorded)
def count_goes(sender: type, learner: Learner, rows: Sequence[Statement], **kwargs: Any) -> dict[UUID, list[Fact]]:
    """What her answers mean for their quizzes, and for what the layers above make of those."""
    quizzes = {row.parent for row in rows if row.verb == Verb.ANSWERED and row.parent}
    quizzes |= {row.activity for row in rows if row.verb == Verb.COMPLETED and row.attempt}
    goes = goes_in(learner, quizzes, rows)
    facts = {quiz: facts_of(found) for quiz, found in goes.items()}
    for _, more in goes_counted.send(sender=Quiz, learner=learner, goes=goes) if goes else ():
        facts |= more
    return facts


@receiver(copy_for_translation_done)
def a_copy_waits_for_its_translator(sender: type, target_obj: Any, **kwargs: Any) -> None:
    """Wagtail would publish the copy at once: learners would see one language under the name of another."""
    if isinstance(target_obj, Quiz):
        target_obj.live, target_obj.has_unpublished_changes = False, True
        target_obj.text_status = TextStatus.DRAFT
