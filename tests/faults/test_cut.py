"""Wherever the way between phone and server breaks, nothing is lost or doubled. ``make cut`` breaks it after every byte."""

import pytest

from faults.cut import run

pytestmark = pytest.mark.xdist_group("struck")


def test_a_way_that_breaks_anywhere_loses_and_doubles_nothing(struck):
    site, _ = struck
    result = run(site, every=60)
    assert result.faults == []
    verdict = result.verdict
    assert (verdict.lost, verdict.duplicated, verdict.alien, verdict.miscounted) == (0, 0, 0, 0)
    assert verdict.kept == 0  # what broke off on its way is nothing to repair: it came again
    assert all(kind.cuts >= 15 for kind in result.kinds.values())
    assert all(kind.most <= 1 for kind in result.kinds.values())  # never more than the batch once more
    assert result.ledger.stored_unheard > 0
    assert "500" not in result.ledger.answers
    assert "Traceback" not in site.log_tail(1000)
    assert result.good
