"""Draft the table of rights: ask for every cell and print rights.toml as it would have to be for the code as it is.

Cells that came out alike stand together. Read what differs from the table before you take any of it over: the code may be
wrong. Usage: ``python -m tests.safety.draft_rights [part of a name] > draft.toml``.
"""

import json
import logging
import os
import sys
from collections import Counter, defaultdict
from typing import Any


def lines(name: str, said: dict[str, str]) -> str:
    """What comes of one method, for all roles: the most common word once, and who differs."""
    (most, number), *_ = Counter(said.values()).most_common()
    if number == len(said):
        return f"{name} = {json.dumps(most)}"
    others = ", ".join(f"{json.dumps(role)} = {json.dumps(word)}" for role, word in said.items() if word != most)
    return f'{name} = {{ "everyone else" = {json.dumps(most)}, {others} }}'


def draft(world: Any, roles: tuple[str, ...], methods: tuple[str, ...], part: str) -> str:
    """The table, of addresses whose names have this part."""
    groups = defaultdict(list)
    for cell in (one for one in world.cells() if part in one.name):
        asked = {method: {role: world.ask(role, method, cell) for role in roles} for method in methods}
        said = [lines(method, words) for method, words in asked.items()]
        plain = [line for line in said if not line.endswith('= "no such method"')]
        groups["\n".join(plain)].append(f"{cell.name} @ {cell.thing}" if cell.thing else cell.name)
    return "\n\n".join(
        f'[[kind]]\nwhat = ""\n{said}\naddresses = [\n' + "".join(f"    {json.dumps(row)},\n" for row in rows) + "]"
        for said, rows in sorted(groups.items(), key=lambda one: -len(one[1]))
    )


def main() -> None:
    """Print the draft."""
    os.environ["ONWARD_ENV"], os.environ["DJANGO_SETTINGS_MODULE"] = "test", "config.settings"
    import django

    django.setup()
    from django.test.utils import get_runner, setup_test_environment

    from tests.safety.cells import METHODS, ROLES, World

    setup_test_environment()
    logging.disable(logging.CRITICAL)
    runner: Any = get_runner(django.conf.settings)(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    try:
        sys.stdout.write(draft(World(), ROLES, METHODS, " ".join(sys.argv[1:])) + "\n")
    finally:
        runner.teardown_databases(databases)


if __name__ == "__main__":
    main()
