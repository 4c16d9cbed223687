from django.apps import AppConfig


class QuizzesConfig(AppConfig):
    """Quizzes, their items, and how answers are judged."""

    name = "quizzes"

    def ready(self) -> None:
        from quizzes import names, receivers, words  # noqa: F401
