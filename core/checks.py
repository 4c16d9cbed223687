"""The house's own system checks."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.checks import Error, Tags, register
from django.db import connection

OURS = ("core", "accounts", "records", "quizzes", "courses", "programmes")


@register
def every_model_says_its_personal_data(app_configs: Any, **kwargs: Any) -> list[Error]:
    """A model's docstring ends with what it holds about people, why, and until when."""
    return [
        Error(f"{model._meta.label}'s docstring lacks a “Personal data:” paragraph.", id="onward.E001", obj=model)
        for app in OURS
        if apps.is_installed(app)
        for model in apps.get_app_config(app).get_models()
        if "Personal data:" not in (model.__doc__ or "")
    ]


@register(Tags.database)
def a_commit_is_on_disk(app_configs: Any, databases: Any, **kwargs: Any) -> list[Error]:
    """The database must not acknowledge what it could lose (docs/decisions/0004)."""
    if not databases or "default" not in databases:
        return []
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA synchronous")
            found = {"synchronous": cursor.fetchone()[0]}
            wrong = [name for name, value in found.items() if value < 2]
        else:
            cursor.execute(
                "SELECT name, setting FROM pg_settings WHERE name IN ('fsync', 'synchronous_commit', 'full_page_writes')"
            )
            wrong = [name for name, setting in cursor.fetchall() if setting == "off"]
    if wrong and not settings.TESTING:
        return [Error(f"The database's {', '.join(wrong)} is off: an acknowledged answer could be lost.", id="onward.E002")]
    return []
