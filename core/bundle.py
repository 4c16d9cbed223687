"""One stylesheet for the browser, three for the reader: a static files finder that joins ``static/css`` parts.

A phone on a slow network pays for each render-blocking request, so pages link ``css/onward.css`` alone. There is no build
step: the finder joins the parts whenever a part is newer.
"""
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage, Storage

PARTS = ("tokens", "base", "components")
NAME = "css/onward.css"


class BundleFinder(BaseFinder):
    """Finds ``css/onward.css``, joined from its parts."""

    def __init__(self, *args: Any, **kwargs: Any):
        self.sources = [Path(settings.BASE_DIR) / "static" / "css" / f"{part}.css" for part in PARTS]
        self.storage = FileSystemStorage(location=settings.VAR_DIR / "bundle")

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        if path != NAME:
            return [] if find_all else None
        found = str(self.join())
        return [found] if find_all else found

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, Storage]]:
        self.join()
        yield NAME, self.storage

    def join(self) -> Path:
        target = Path(self.storage.path(NAME))
        if not target.exists() or target.stat().st_mtime < max(source.stat().st_mtime for source in self.sources):
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text("".join(source.read_text(encoding="utf-8") for source in self.sources), encoding="utf-8")
        return target
