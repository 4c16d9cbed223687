"""The picture kit: our own illustrations, by name."""

from functools import cache
from pathlib import Path

import yaml
from django.conf import settings


@cache
def kit() -> dict[str, str]:
    """Name → what the picture shows, in English (from ``content/pictures.yaml``)."""
    return yaml.safe_load((Path(settings.BASE_DIR) / "content" / "pictures.yaml").read_text(encoding="utf-8"))


def choices() -> list[tuple[str, str]]:
    """The kit for a form's list."""
    return [(name, f"{name}: {shows}") for name, shows in kit().items()]
