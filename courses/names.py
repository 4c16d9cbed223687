"""What lessons are called, for staff."""

from collections.abc import Iterable, Set
from uuid import UUID

from courses.models import LessonPage
from records.api import Named, names, quoted


@names
def name_lessons(activities: Set[UUID], languages: Set[str]) -> Iterable[Named]:
    """Lessons, published or not. One query."""
    found = LessonPage.objects.filter(translation_key__in=activities, locale__language_code__in=languages)
    for lesson in found.select_related("locale"):
        yield Named(lesson.translation_key, lesson.locale.language_code, f"The lesson {quoted(lesson.title)}", lesson)
