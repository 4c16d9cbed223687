"""Who may do what: every cell of the table in rights.toml is asked for, and an address that is not in it fails.

``python -m tests.safety.draft_rights`` writes the table as it would have to be; a difference is for a person to judge.
"""

import logging
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.safety.addresses import addresses
from tests.safety.cells import METHODS, ROLES, World

TABLE = Path(__file__).with_name("rights.toml")


@cache
def table() -> dict[tuple[str, str], dict[str, Any]]:
    """What is declared, by address and thing: what comes of each method, the same for all or by role."""
    rows = {}
    for kind in tomllib.loads(TABLE.read_text())["kind"]:
        for row in kind["addresses"]:
            name, _, thing = row.partition(" @ ")
            assert rows.get((name, thing), kind) is kind, f"{row} stands in two kinds"
            rows[name, thing] = kind
    return rows


def declared(kind: dict[str, Any], method: str, role: str) -> str:
    """What is declared for one cell. A method without a line is as ``other``."""
    said = kind.get(method, kind.get("other", "no such method"))
    return said if isinstance(said, str) else said.get(role, said["everyone else"])


def test_every_address_has_its_rows_and_every_row_its_address(db):
    with_things = {(cell.name, cell.thing) for cell in World().cells()}
    assert with_things - set(table()) == set(), "write what shall be allowed into rights.toml"
    assert set(table()) - with_things == set(), "not there any more"


def test_the_walk_is_not_empty():
    assert len(list(addresses())) > 300


@pytest.mark.parametrize("role", ROLES)
def test_everyone_can_do_what_the_table_says_and_nothing_else(db, role):
    logging.disable(logging.CRITICAL)
    try:
        wrong = list(_differences(World(), role))
    finally:
        logging.disable(logging.NOTSET)
    assert wrong == []


def _differences(world: World, role: str) -> Iterator[str]:
    for cell in world.cells():
        kind = table().get((cell.name, cell.thing))
        for method in METHODS if kind else ():
            came, wanted = world.ask(role, method, cell), declared(kind, method, role)
            if came != wanted:
                yield f"{role} {method} {cell.name} @ {cell.thing} ({cell.path}): {came}, not {wanted}"
