"""Static files named by their content and compressed beforehand, so that serving one costs no work."""

import re

import brotli
from django.core.files.base import ContentFile, File
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage

COMMENTS = re.compile(rb"^[ \t]*//.*\n|[ \t]+// .*$", re.MULTILINE)
SPACE = re.compile(rb"(?<=\n)\s+")  # before a line, and lines of nothing else
ADMIN_FOLDERS = ("wagtail", "admin", "draftail", "rest_framework")


class _Compressor(Compressor):
    """Squeezes what learners fetch as far as it goes; the admin's megabytes quickly, or set-up would take a minute."""

    def __init__(self, *args: object, **kwargs: object):
        self.quality = 11
        super().__init__(*args, **kwargs)

    def compress(self, path: str) -> list[str]:
        self.quality = 5 if any(f"/static/{folder}" in path for folder in ADMIN_FOLDERS) else 11
        return super().compress(path)

    def compress_brotli(self, data: bytes) -> bytes:  # type: ignore[override]
        return brotli.compress(data, quality=self.quality)


def bare(script: bytes) -> bytes:
    """A module of ours without its comments, on lines of their own or behind code, and without indentation.

    They are told by their shape alone: no string of ours may have `` // `` in it, or a line's end (tests/core/test_static.py).
    """
    return SPACE.sub(b"", COMMENTS.sub(b"", script))


class PrecompressedStorage(CompressedManifestStaticFilesStorage):
    """Hashed names, brotli and gzip. Modules name each other by their hashed names too."""

    support_js_module_import_aggregation = True
    max_post_process_passes = 20  # one for each step of the longest way from module to module, and then some

    def _save(self, name: str, content: File) -> str:
        """Our modules go to phones without their comments and indentation, which are a fifth of them."""
        if name.startswith("js/"):
            content = ContentFile(bare(b"".join(content.chunks())))
        return super()._save(name, content)

    def create_compressor(self, **kwargs: object) -> Compressor:
        return _Compressor(**kwargs)
