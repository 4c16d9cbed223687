"""The starter course's files as data: what a file says, on which line, and what is wrong with it. No database here."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

SOURCE = "en"


@dataclass(frozen=True, order=True)
class Problem:
    """One fault in one file, at a line counted from 1."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}"


class BadContent(Exception):
    """The files do not make a course. ``problems`` names every fault."""

    def __init__(self, problems: list[Problem]):
        self.problems = sorted(problems)
        super().__init__("\n".join(map(str, self.problems)))


class Lines(dict):
    """A YAML mapping that knows on which line it and each of its keys stands."""

    line: int = 1
    key_lines: dict[str, int]

    def line_of(self, key: str) -> int:
        return self.key_lines.get(key, self.line)


class _Loader(yaml.BaseLoader):
    """All scalars stay text: a “no” in a lesson is a word, not a falsehood."""


def _mapping(loader: _Loader, node: yaml.MappingNode) -> Lines:
    result = Lines()
    result.line = node.start_mark.line + 1
    result.key_lines = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if key in result:
            raise yaml.MarkedYAMLError(problem=f"“{key}” stands here twice", problem_mark=key_node.start_mark)
        result[key] = loader.construct_object(value_node, deep=True)
        result.key_lines[key] = key_node.start_mark.line + 1
    return result


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


@dataclass
class Text:
    """One file in one language: its path from the content folder, its values, where they stand."""

    path: str
    language: str
    values: Lines

    @property
    def status(self) -> str:
        return self.values.get("status", "draft")


@dataclass
class Node:
    """A course, module or lesson with its texts by language; a lesson has a quiz, the others have children."""

    kind: str
    slug: str
    texts: dict[str, Text]
    quiz: dict[str, Text] = field(default_factory=dict)
    children: list["Node"] = field(default_factory=list)

    @property
    def source(self) -> Lines:
        return self.texts[SOURCE].values

    @property
    def code(self) -> str:
        return self.source["code"]

    def walk(self) -> Iterator["Node"]:
        yield self
        for child in self.children:
            yield from child.walk()


def parse(text: str) -> Lines:
    """A file's values. Raises yaml.MarkedYAMLError with its place, or ValueError if it is not a mapping."""
    values = yaml.load(text, Loader=_Loader)
    if not isinstance(values, Lines):
        raise ValueError("this file must be a list of “name: value” lines")
    return values
