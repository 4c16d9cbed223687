from django.apps import AppConfig


class CoreConfig(AppConfig):
    """No tables; what every other room uses."""

    name = "core"

    def ready(self) -> None:
        from core import checks  # noqa: F401
