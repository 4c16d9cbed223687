"""Install MDN's grader of HTTP headers where that can be done: ``python -m tests.install_observatory``.

It needs Node and npm, which Onward itself does not. Where they or the package cannot be had, the tests that use it are skipped
and say so; our own reading of the same rules is tested always (tests/safety/test_headers.py).
"""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WANTED = ROOT / "tests" / "safety" / "observatory"
FOLDER = ROOT / ".venv" / "observatory"
SCANNER = FOLDER / "node_modules" / "@mdn" / "mdn-http-observatory"


def find() -> tuple[str, Path] | None:
    """Node, and the script that grades; None if they are not here."""
    node = shutil.which("node")
    return (node, FOLDER / "grade.mjs") if node and (SCANNER / "conf" / "hsts-preload.json").exists() else None


def install() -> None:
    """Put it beside our other tools. Runs no script of any package."""
    npm = shutil.which("npm")
    if not npm:
        sys.exit("No npm here: the header grade is checked by our own rules only.")
    FOLDER.mkdir(parents=True, exist_ok=True)
    for file in WANTED.iterdir():
        shutil.copy(file, FOLDER)
    quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--omit=dev", "--loglevel=error"]
    soon = ["--fetch-retries=0", "--fetch-timeout=20000"]  # where nothing can be fetched, nobody waits for it
    try:
        subprocess.run([npm, "ci", *quiet, *soon], cwd=FOLDER, check=True, timeout=180)
    except (subprocess.SubprocessError, OSError):
        sys.exit("The grader could not be installed: the header grade is checked by our own rules only.")
    # Its list of sites that browsers know beforehand would be fetched from elsewhere; ours is none of them.
    (SCANNER / "conf" / "hsts-preload.json").write_text("{}")


if __name__ == "__main__":
    if not find():
        install()
