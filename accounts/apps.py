from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People and how they come in."""

    name = "accounts"

    def ready(self) -> None:
        from accounts import checks, gathering_own, gathering_staff, receivers, retention_rules  # noqa: F401
