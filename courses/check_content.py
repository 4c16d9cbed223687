"""Check the starter course without a database: ``python -m courses.check_content [folder under content/]``.

Prints each fault as file:line: reason, then counts. Exits 1 if there is any.
"""

import sys
from pathlib import Path

import yaml

from courses.content_files import lesson_cards, read_course_files
from courses.content_nodes import BadContent, Problem
from courses.fact_keys import FACT_KEYS
from courses.readability import too_hard, too_hard_as_a_whole

ROOT = Path(__file__).resolve().parent.parent
CONTENT = ROOT / "content"
LANGUAGES = {"en", "ar", "ti", "so", "am", "fa", "fa-af", "ps", "fr", "rw", "sw", "uk", "ru", "cs", "vi"}


def picture_kit() -> dict[str, str]:
    """Name → what the picture shows, in English."""
    return yaml.safe_load((CONTENT / "pictures.yaml").read_text(encoding="utf-8"))


def problems(folder: Path = CONTENT, only: str = "") -> list[Problem]:
    """Every fault in the files, readability included; ``only`` keeps those whose path begins so."""
    try:
        courses = read_course_files(
            folder, pictures=set(picture_kit()), facts=set(FACT_KEYS), languages=LANGUAGES, only=only.split("/")[0]
        )
    except BadContent as bad:
        return [problem for problem in bad.problems if problem.file.startswith(only)]
    found = []
    for course in courses:
        for node in course.walk():
            if node.kind == "lesson":
                for text in [*node.texts.values(), *node.quiz.values()]:
                    cards = lesson_cards(text)
                    found += [Problem(text.path, line, why) for line, card in cards for why in too_hard(card, text.language)]
                    whole = "\n".join(card for _, card in cards)
                    found += [Problem(text.path, 1, why) for why in too_hard_as_a_whole(whole, text.language)]
    return sorted(problem for problem in found if problem.file.startswith(only))


if __name__ == "__main__":
    found = problems(only=sys.argv[1] if len(sys.argv) > 1 else "")
    print(*found, sep="\n")
    print(f"{len(found)} faults" if found else "all good")
    sys.exit(bool(found))
