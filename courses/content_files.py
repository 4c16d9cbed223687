"""The starter course as files: read, check, report. No database here.

``read_course_files(folder)`` gives the whole tree, or raises ``BadContent`` with every fault found: file, line, reason.
The format is described for its writers in ``content/README.md``.
"""

from pathlib import Path

import yaml

from courses.content_nodes import SOURCE, BadContent, Lines, Node, Problem, Text, parse
from courses.content_rules import ITEM_FEEDBACK, PART_TEXTS, SLUG, Rules


def read_course_files(folder: Path, *, pictures: set[str], facts: set[str], languages: set[str], only: str = "") -> list[Node]:
    """Read every course below ``folder``, in order; or ``only`` one. Raises BadContent if a single thing is wrong.

    ``pictures``, ``facts`` and ``languages`` are the names that exist; others are faults.
    """
    reader = _Reader(folder, pictures, facts, languages)
    courses = reader.children(folder, "course", only)
    if not courses and not reader.problems:
        reader.problems.append(Problem(str(folder), 1, "no course found: each needs a folder with course.en.yaml"))
    reader.check_codes(courses)
    if reader.problems:
        raise BadContent(reader.problems)
    return courses


class _Reader(Rules):
    """Walks the folders and gathers faults instead of stopping at the first."""

    BELOW = {"course": "module", "module": "lesson", "lesson": None}

    def __init__(self, folder: Path, pictures: set[str], facts: set[str], languages: set[str]):
        super().__init__(pictures, facts)
        self.folder, self.languages = folder, languages

    def children(self, folder: Path, kind: str, only: str = "") -> list[Node]:
        folders = [path for path in sorted(folder.iterdir()) if path.is_dir() and path.name.startswith(only)]
        nodes = [self.node(path, kind) for path in folders]
        return sorted((node for node in nodes if node), key=lambda node: int(node.source.get("order", "0")))

    def node(self, folder: Path, kind: str) -> Node | None:
        if not SLUG.fullmatch(folder.name):
            self.problems.append(Problem(str(folder.relative_to(self.folder)), 1, "a folder's name has a-z, 0-9 and - only"))
        node = Node(kind, folder.name, self.texts(folder, kind))
        if SOURCE not in node.texts:
            self.problems.append(
                Problem(f"{folder.relative_to(self.folder)}/{kind}.{SOURCE}.yaml", 1, "this file is missing or cannot be read")
            )
            return None
        for text in node.texts.values():
            self.check_head(node, text)
        if kind == "lesson":
            node.quiz = self.texts(folder, "quiz")
            self.check_body(node)
            self.check_quiz(node)
        if below := self.BELOW[kind]:
            node.children = self.children(folder, below)
        return node

    def texts(self, folder: Path, kind: str) -> dict[str, Text]:
        found = {}
        for path in sorted(folder.glob(f"{kind}.*.yaml")):
            language, name = path.name.split(".")[1], str(path.relative_to(self.folder))
            if language not in self.languages:
                self.problems.append(Problem(name, 1, f"“{language}” is not a language of Onward"))
            elif (values := self.parse(path, name)) is not None:
                found[language] = Text(name, language, values)
        return found

    def parse(self, path: Path, name: str) -> Lines | None:
        try:
            return parse(path.read_text(encoding="utf-8"))
        except (yaml.MarkedYAMLError, ValueError) as error:
            mark = getattr(error, "problem_mark", None)
            self.problems.append(Problem(name, mark.line + 1 if mark else 1, getattr(error, "problem", None) or str(error)))
            return None


def lesson_cards(text: Text) -> list[tuple[int, str]]:
    """The cards of a lesson or quiz file as (line, text), for the readability check."""
    cards = [(text.values.line_of("objective"), text.values["objective"])] if "objective" in text.values else []
    for block in text.values.get("body", []):
        words = [block.get(key) for key in ("heading", "text", "question", "caption")]
        cards.append((block.line, "\n".join([word for word in words if word] + list(block.get("steps", [])))))
    for item in text.values.get("items", []):
        cards.append((item.line, item["prompt"]))
        cards += [(item.line_of(key), item[key]) for key in ITEM_FEEDBACK]
        for part in PART_TEXTS:
            for row in item.get(part, []):
                cards += [
                    (row.line, row[key])
                    for key in ("text", "left", "right", "feedback")
                    if isinstance(row.get(key), str) and key in row and row[key] != "true"
                ]
    return [(line, card) for line, card in cards if card.strip()]
