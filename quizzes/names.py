"""What quizzes and their questions are called, for staff."""

from collections.abc import Iterable, Set
from uuid import UUID

from quizzes.models import Quiz
from records.api import Named, names, quoted


@names
def name_quizzes(activities: Set[UUID], languages: Set[str]) -> Iterable[Named]:
    """Quizzes, and the questions they have now. One query."""
    found = Quiz.objects.filter(translation_key__in=activities, locale__language_code__in=languages).select_related("locale")
    for quiz in found:
        code = quiz.language_code
        yield Named(quiz.translation_key, code, f"The quiz {quoted(quiz.title)}", quiz)
        for child in quiz.items:
            yield Named(UUID(child.id), code, f"{quoted(child.value['prompt'])} in the quiz {quoted(quiz.title)}", quiz)
