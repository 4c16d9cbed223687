"""What makes a course file good. Each rule adds its faults to ``problems`` and goes on. No database here."""

import re
from collections.abc import Iterator
from typing import Any

from courses.content_nodes import SOURCE, Lines, Node, Problem, Text

STATUSES = ("draft", "reviewed", "approved")
PHASES = ("pre_departure", "in_transit", "post_arrival")
CALLOUTS = ("tip", "warning", "emergency")
FACT_REFERENCE = re.compile(r"\{fact:([^}]*)\}")
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


# What each block says in words (to be translated) and what it fixes for all languages. A trailing "?" makes it optional.
BLOCK_TEXTS: dict[str, tuple[str, ...]] = {
    "paragraph": ("heading?", "text"),
    "picture": ("alt", "caption?"),
    "callout": ("text",),
    "steps": ("heading", "steps[]"),
    "checklist": ("heading", "steps[]"),
    "try": ("heading", "steps[]"),
    "reflection": ("question",),
    "quiz": (),
}
BLOCK_FIXED: dict[str, tuple[str, ...]] = {"picture": ("picture",), "callout": ("kind",)}
ITEM_FEEDBACK = ("when_right", "when_wrong")
ITEM_PARTS = {"choice": "choices", "multiple-choice": "choices", "sequencing": "steps", "matching": "pairs", "true-false": ""}
PART_TEXTS = {"choices": ("text", "feedback?"), "steps": ("text",), "pairs": ("left", "right")}

TEXTS = {"course": ("title", "summary"), "module": ("title", "summary"), "lesson": ("title", "objective", "picture_alt")}
FIXED = {
    "course": ("code", "order", "picture"),
    "module": ("code", "order", "phase", "picture"),
    "lesson": ("code", "order", "minutes", "picture"),
}


class Rules:
    """``pictures`` and ``facts`` are the names that exist; others are faults."""

    def __init__(self, pictures: set[str], facts: set[str]):
        self.pictures, self.facts = pictures, facts
        self.problems: list[Problem] = []

    def fault(self, text: Text, line: int, reason: str) -> None:
        self.problems.append(Problem(text.path, line, reason))

    # --- heads -----------------------------------------------------------------------------------------------------

    def check_head(self, node: Node, text: Text) -> None:
        values, is_source = text.values, text.language == SOURCE
        for key in TEXTS[node.kind]:
            self.need_text(text, values, key)
        self.check_status(text)
        if not is_source:
            return
        for key in FIXED[node.kind]:
            self.need_text(text, values, key)
        for key in ("order", "minutes"):
            if key in FIXED[node.kind] and not str(values.get(key, "")).isdigit():
                self.fault(text, values.line_of(key), f"{key} is a whole number")
                values[key] = "0"
        if values.get("phase", PHASES[0]) not in PHASES:
            self.fault(text, values.line_of("phase"), f"phase is one of {', '.join(PHASES)}")
        self.need_picture(text, values)

    def check_codes(self, courses: list[Node]) -> None:
        seen: dict[str, str] = {}
        for course in courses:
            for node in course.walk():
                text = node.texts[SOURCE]
                code = node.source.get("code", "")
                if code in seen:
                    self.fault(text, node.source.line_of("code"), f"code {code} is taken by {seen[code]}")
                seen[code] = text.path

    # --- lesson bodies ---------------------------------------------------------------------------------------------

    def check_body(self, node: Node) -> None:
        source = node.texts[SOURCE]
        blocks = self.rows(source, source.values, "body")
        for block in blocks:
            kind = block.get("type", "")
            if kind not in BLOCK_TEXTS:
                self.fault(source, block.line_of("type"), f"type “{kind}” is not one of {', '.join(BLOCK_TEXTS)}")
                return
            self.check_texts(source, block, BLOCK_TEXTS[kind])
            for key in BLOCK_FIXED.get(kind, ()):
                self.need_text(source, block, key)
            if kind == "picture":
                self.need_picture(source, block)
            if kind == "callout" and block.get("kind") not in CALLOUTS:
                self.fault(source, block.line_of("kind"), f"kind is one of {', '.join(CALLOUTS)}")
        has_quiz = [block for block in blocks if block.get("type") == "quiz"]
        if bool(has_quiz) != (SOURCE in node.quiz) or len(has_quiz) > 1:
            self.fault(
                source, source.values.line_of("body"), "a lesson with a quiz file has one block of type quiz, and no other has"
            )
        for language, text in node.texts.items():
            if language != SOURCE:
                for block, theirs in self.pairs(text, blocks, self.rows(text, text.values, "body"), "block"):
                    self.check_texts(text, theirs, BLOCK_TEXTS[block["type"]])
                    self.same_length(text, block, theirs, "steps")

    # --- quizzes ---------------------------------------------------------------------------------------------------

    def check_quiz(self, node: Node) -> None:
        if SOURCE not in node.quiz:
            for text in node.quiz.values():
                self.fault(text, 1, f"quiz.{SOURCE}.yaml is missing")
            return
        source, before = node.quiz[SOURCE], len(self.problems)
        items = self.rows(source, source.values, "items")
        if source.values.get("counts", "true") != "true":
            self.fault(source, source.values.line_of("counts"), "counts is true, or is left out")
        for item in items:
            self.check_item(source, item)
        if not 2 <= len(items) <= 4:
            self.fault(source, source.values.line_of("items"), f"a quiz has 2 to 4 items, this one has {len(items)}")
        if len(self.problems) == before:
            self.check_quiz_languages(node, items)

    def check_quiz_languages(self, node: Node, items: list[Lines]) -> None:
        for language, text in node.quiz.items():
            self.check_status(text)
            if language != SOURCE:
                for item, theirs in self.pairs(text, items, self.rows(text, text.values, "items"), "item"):
                    self.check_translated_item(text, item, theirs)
        for language in set(node.texts) ^ set(node.quiz):
            self.fault(node.texts.get(language) or node.quiz[language], 1, "a lesson and its quiz come in the same languages")

    def check_item(self, text: Text, item: Lines) -> None:
        kind = item.get("type", "")
        if kind not in ITEM_PARTS:
            self.fault(text, item.line_of("type"), f"type “{kind}” is not one of {', '.join(ITEM_PARTS)}")
            return
        self.check_texts(text, item, ("prompt", *ITEM_FEEDBACK))
        if "picture" in item:
            self.need_picture(text, item)
            self.need_text(text, item, "alt")
        if kind == "true-false":
            if item.get("answer") not in ("true", "false"):
                self.fault(text, item.line_of("answer"), "answer is true or false")
            return
        part = ITEM_PARTS[kind]
        rows = self.rows(text, item, part)
        for row in rows:
            self.check_texts(text, row, PART_TEXTS[part])
        low, high = (2, 5) if kind in ("multiple-choice", "sequencing") else (2, 4)
        if not low <= len(rows) <= high:
            self.fault(text, item.line_of(part), f"{part}: {low} to {high} of them, here are {len(rows)}")
        right = [row for row in rows if row.get("right") == "true"] if part == "choices" else rows
        if kind == "choice" and len(right) != 1:
            self.fault(text, item.line_of("choices"), f"exactly one choice is right, here are {len(right)}")
        if kind == "multiple-choice" and not len(right) >= 1:
            self.fault(text, item.line_of("choices"), "at least one choice is right: mark it “right: true”")

    def check_translated_item(self, text: Text, item: Lines, theirs: Lines) -> None:
        self.check_texts(text, theirs, ("prompt", *ITEM_FEEDBACK))
        if "picture" in item:
            self.need_text(text, theirs, "alt")
        if part := ITEM_PARTS[item["type"]]:
            for row, their_row in self.pairs(text, item[part], self.rows(text, theirs, part), part[:-1]):
                self.check_texts(text, their_row, PART_TEXTS[part])
                if ("feedback" in row) != ("feedback" in their_row):
                    self.fault(text, their_row.line, "feedback stands in one language and not in the other")

    # --- small checks ----------------------------------------------------------------------------------------------

    def rows(self, text: Text, values: Lines, key: str) -> list[Lines]:
        rows = values.get(key)
        if not isinstance(rows, list) or not all(isinstance(row, Lines) for row in rows):
            self.fault(text, values.line_of(key), f"{key}: a list, each with an id")
            return []
        seen: set[str] = set()
        for row in rows:
            if not SLUG.fullmatch(str(row.get("id", ""))) or row["id"] in seen:
                self.fault(text, row.line, f"each of {key} needs an id of its own (a-z, 0-9, -)")
            seen.add(str(row.get("id")))
        return rows

    def pairs(self, text: Text, ours: list[Lines], theirs: list[Lines], word: str) -> Iterator[tuple[Lines, Lines]]:
        """Pair source rows with their translations by id; what is missing or too much is a fault."""
        by_id = {row.get("id"): row for row in theirs}
        for row in ours:
            if row.get("id") in by_id:
                yield row, by_id.pop(row["id"])
            elif row.get("type") != "quiz":
                self.fault(text, theirs[0].line if theirs else 1, f"{word} “{row.get('id')}” is missing in this language")
        for row in by_id.values():
            if row.get("type") != "quiz":
                self.fault(text, row.line, f"{word} “{row.get('id')}” is not in the {SOURCE} file")

    def check_texts(self, text: Text, values: Lines, names: tuple[str, ...]) -> None:
        for name in names:
            if name.endswith("[]"):
                rows = values.get(name[:-2])
                if not isinstance(rows, list) or not rows or not all(isinstance(row, str) and row.strip() for row in rows):
                    self.fault(text, values.line_of(name[:-2]), f"{name[:-2]}: a list of texts")
                else:
                    for row in rows:
                        self.check_facts(text, values.line_of(name[:-2]), row)
            elif not name.endswith("?"):
                self.need_text(text, values, name)
            elif name[:-1] in values:
                self.need_text(text, values, name[:-1])

    def same_length(self, text: Text, ours: Lines, theirs: Lines, key: str) -> None:
        if isinstance(ours.get(key), list) and isinstance(theirs.get(key), list) and len(ours[key]) != len(theirs[key]):
            self.fault(text, theirs.line_of(key), f"{key}: {len(ours[key])} in the {SOURCE} file, {len(theirs[key])} here")

    def need_text(self, text: Text, values: Lines, key: str) -> None:
        value: Any = values.get(key)
        if not isinstance(value, str) or not value.strip():
            self.fault(text, values.line_of(key), f"“{key}” is missing or empty")
        else:
            self.check_facts(text, values.line_of(key), value)

    def need_picture(self, text: Text, values: Lines) -> None:
        name = values.get("picture")
        if isinstance(name, str) and name not in self.pictures:
            self.fault(text, values.line_of("picture"), f"there is no picture “{name}”")

    def check_status(self, text: Text) -> None:
        if text.status not in STATUSES:
            self.fault(text, text.values.line_of("status"), f"status is one of {', '.join(STATUSES)}")

    def check_facts(self, text: Text, line: int, value: str) -> None:
        for key in FACT_REFERENCE.findall(value):
            if key not in self.facts:
                self.fault(text, line, f"there is no local fact “{key}”")
