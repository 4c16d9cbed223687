from django.apps import AppConfig


class CoursesConfig(AppConfig):
    """Courses, modules, lessons, and a person's way through them."""

    name = "courses"

    def ready(self) -> None:
        from courses import names, receivers, retention, titles  # noqa: F401
