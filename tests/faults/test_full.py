"""A full disk loses nothing that was acknowledged, everyone can read on, and it is over when there is room again."""

import os

import pytest

from bench.server import running_site
from faults.full import CannotMount, run, small_disk

pytestmark = pytest.mark.xdist_group("struck")


def test_a_full_disk_refuses_answers_and_loses_none():
    if os.environ.get("DATABASE_URL"):
        pytest.skip("it is SQLite's files that are on the small disk")
    try:
        with small_disk() as disk, running_site(within=disk) as site:
            result = run(site, disk)
    except CannotMount as why:
        pytest.skip(str(why))
    assert result.ledger.wrong == []
    assert result.ledger.answers.keys() == {"200", "503"}
    assert result.while_full.lost == result.verdict.lost == 0
    assert result.verdict.sent == result.verdict.stored
    assert set(result.pages) == {200}
    assert result.good
