"""Static files named by their content and compressed beforehand, so that serving one costs no work."""

import brotli
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage

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


class PrecompressedStorage(CompressedManifestStaticFilesStorage):
    """Hashed names, brotli and gzip. Modules name each other by their hashed names too."""

    support_js_module_import_aggregation = True
    max_post_process_passes = 20  # one for each step of the longest way from module to module, and then some

    def create_compressor(self, **kwargs: object) -> Compressor:
        return _Compressor(**kwargs)
