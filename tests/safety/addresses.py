"""Every address of the site, from the resolver itself: a new one is tested by being there."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern, RegexPattern, RoutePattern

SAMPLES = {
    "int": "1",
    "slug": "a-name",
    "str": "a-name",
    "path": "a/path.txt",
    "uuid": "6b8f0d0c-0000-4000-8000-000000000001",
}
CONVERTER = re.compile(r"<(?:(\w+):)?(\w+)>")
Named = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Address:
    """A pattern of the site with a path that it matches. ``name`` is how the pattern is called, else how it is written."""

    name: str
    route: str
    path: str

    def __str__(self) -> str:
        return self.name


def addresses(resolver: Any = None, route: str = "", path: str = "/", spaces: tuple[str, ...] = ()) -> Iterator[Address]:
    """Every pattern, those of Wagtail and allauth too."""
    for entry in (resolver or get_resolver()).url_patterns:
        its_route, its_path = route + str(entry.pattern), path + sample(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from addresses(entry, its_route, its_path, (*spaces, entry.namespace) if entry.namespace else spaces)
        elif isinstance(entry, URLPattern):
            name = ":".join((*spaces, entry.name)) if entry.name else its_route
            yield Address(name, its_route, its_path)


def sample(pattern: Any) -> str:
    """A text that a pattern matches."""
    if isinstance(pattern, LocalePrefixPattern):
        return "en/"
    if isinstance(pattern, RoutePattern):
        return CONVERTER.sub(lambda found: SAMPLES[found[1] or "str"], str(pattern._route))
    if isinstance(pattern, RegexPattern):
        return "".join(_texts(re._parser.parse(pattern._regex)))  # type: ignore[attr-defined]
    raise TypeError(pattern)


def _texts(parsed: Any) -> Iterator[str]:
    """The shortest text of a regular expression, with one letter or digit where any may stand."""
    for kind, what in parsed:
        match str(kind):
            case "LITERAL":
                yield chr(what)
            case "IN":
                yield _one_of(what)
            case "ANY":
                yield "a"
            case "SUBPATTERN":
                yield from _texts(what[-1])
            case "MAX_REPEAT" | "MIN_REPEAT":
                least, _most, repeated = what
                yield "".join(_texts(repeated)) * max(least, 1)
            case "BRANCH":
                yield from _texts(what[1][0])
            case "AT":
                pass
            case other:
                raise ValueError(other)


def _one_of(kinds: Any) -> str:
    kind, what = kinds[0]
    match str(kind):
        case "LITERAL":
            return chr(what)
        case "RANGE":
            return chr(what[0] + 1)
        case "CATEGORY":
            return "1"
    return "a"  # any but those
