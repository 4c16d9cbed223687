"""The styles of a page's first screen, as they are written into every page.

A stylesheet in a file of its own would hold the first paint back by a whole round trip: on a slow network the longest wait of
all. So what the first screen needs stands in the page, and the policy allows exactly this text by its hash; the rest
(``static/css/components.css``) is one file that is linked after the content (docs/decisions/0012). No Django here:
``config.settings`` reads the hash.
"""

import base64
import hashlib
import re
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "static" / "css"
PARTS = ("tokens", "base", "frame")


@cache
def first_screen() -> str:
    """The parts as one text, without comments and needless space."""
    text = "".join((FOLDER / f"{part}.css").read_text(encoding="utf-8") for part in PARTS)
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    return re.sub(r"\s*([{};])\s*", r"\1", re.sub(r"\s+", " ", text)).strip()


@cache
def first_screen_hash() -> str:
    """The text's hash, as a content security policy writes it."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(first_screen().encode()).digest()).decode()}'"
