"""The one door for HTML that people wrote. The only module that imports bleach.

bleach does the work and nh3 repeats it with the same list: bleach has had no maintainer since June 2026, so a hole found
in it must not become a hole in Onward (docs/decisions/0003). Text passes here when it is stored and again when it is shown.
"""

import threading
from functools import lru_cache
from urllib.parse import urlsplit

import bleach
import nh3

TAGS = {"p", "br", "b", "strong", "i", "em", "ul", "ol", "li", "a"}
# linktype and id are how Wagtail stores a link to a page; they never reach the browser (it expands them before we clean).
ATTRIBUTES = {"a": {"href", "linktype", "id"}}
PROTOCOLS = {"http", "https", "mailto", "tel"}


def _safe_link(tag: str, name: str, value: str) -> bool:
    """Allow a link only to a known protocol or to a path of ours; ``//host`` is neither."""
    if tag != "a" or name not in ATTRIBUTES["a"]:
        return False
    if name != "href":
        return value.isalnum()
    value = value.strip()
    if value.startswith(("//", "\\", "/\\")):
        return False
    try:
        scheme = urlsplit(value).scheme
    except ValueError:
        return False
    return scheme in PROTOCOLS or (not scheme and value.startswith(("/", "#")))


class _Cleaner(threading.local):
    """bleach's cleaner keeps its parser's state, so each thread has one: shared, it would mix two lessons' words."""

    def __init__(self) -> None:
        cleaner = bleach.Cleaner(tags=TAGS, attributes=_safe_link, protocols=PROTOCOLS, strip=True, strip_comments=True)
        self.clean = cleaner.clean


_bleach = _Cleaner()


@lru_cache(maxsize=2048)
def clean_html(html: str) -> str:
    """Only the tags and links we allow; everything else is dropped. Cleaning twice changes nothing."""
    html = html.replace("\x00", "")
    for _ in range(3):  # the two cleaners write some entities differently: go on until both agree
        cleaned = nh3.clean(
            _bleach.clean(html),
            tags=TAGS,
            attributes=ATTRIBUTES,
            url_schemes=PROTOCOLS,
            link_rel=None,
            attribute_filter=lambda tag, name, value: value if _safe_link(tag, name, value) else None,
        )
        if cleaned == html:
            break
        html = cleaned
    return cleaned
