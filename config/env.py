"""Read settings from the environment, and fail loudly: a wrong setting stops the start, it never becomes a default."""

import os

from django.core.exceptions import ImproperlyConfigured

ENVIRONMENTS = ("production", "development", "test")


def environment() -> str:
    """Where we run. Production unless said otherwise, so that a forgotten variable is safe."""
    value = os.environ.get("ONWARD_ENV", "production")
    if value not in ENVIRONMENTS:
        raise ImproperlyConfigured(f"ONWARD_ENV is “{value}”; it is one of {', '.join(ENVIRONMENTS)}.")
    return value


def text(name: str, default: str | None = None) -> str:
    """A variable's text. Without a default it must be set."""
    value = os.environ.get(name, default)
    if not value and default is None:
        raise ImproperlyConfigured(f"Set {name}. deploy/README.md says what it is for.")
    return value or ""


def flag(name: str) -> bool:
    """A variable that is 1 or 0; unset is 0."""
    value = os.environ.get(name, "0")
    if value not in ("0", "1"):
        raise ImproperlyConfigured(f"{name} is “{value}”; it is 1 or 0.")
    return value == "1"


def number(name: str, default: int) -> int:
    """A variable's number, 0 or more."""
    value = os.environ.get(name) or str(default)
    if not value.isdecimal():
        raise ImproperlyConfigured(f"{name} is “{value}”; it is a number.")
    return int(value)


def words(name: str, default: str | None = None) -> list[str]:
    """A variable's comma-separated words."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def refuse_unsafe(*, secret_key: str, allowed_hosts: list[str], debug: bool) -> None:
    """Stop a production start that would be unsafe. Raises ImproperlyConfigured with what to do."""
    if debug:
        raise ImproperlyConfigured("DEBUG is on in production. Unset it.")
    if len(secret_key) < 50 or len(set(secret_key)) < 5 or secret_key.startswith("django-insecure-"):
        raise ImproperlyConfigured("SECRET_KEY is too short or not random. Use 50 random characters or more.")
    if not allowed_hosts or "*" in allowed_hosts:
        raise ImproperlyConfigured("ALLOWED_HOSTS must name the site's own host names, and not *.")
