"""What trainers write and what is true in one country only."""

from courses.models.facts import LocalFact
from courses.models.loaded import LoadedFile
from courses.models.pages import CoursePage, HomePage, LessonPage, LessonVersion, ModulePage, Phase

__all__ = ["CoursePage", "HomePage", "LessonPage", "LessonVersion", "LoadedFile", "LocalFact", "ModulePage", "Phase"]
