from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People and how they come in."""

    name = "accounts"

    def ready(self) -> None:
        from accounts import checks, receivers  # noqa: F401
