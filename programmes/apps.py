from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    """Offices, their people, their groups, and who joined."""

    name = "programmes"

    def ready(self) -> None:
        from programmes import erasing, gathering, retention  # noqa: F401
