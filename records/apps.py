from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """The learning record."""

    name = "records"

    def ready(self) -> None:
        from records import erasing, gathering, receivers, retention  # noqa: F401
