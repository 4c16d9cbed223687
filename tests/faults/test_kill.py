"""Nothing acknowledged is lost by kill -9; and a loss would be noticed. ``make kill`` does the same a thousand times."""

import pytest

from faults.kill import run

pytestmark = pytest.mark.xdist_group("struck")


def test_two_hundred_kills_lose_nothing_and_double_nothing(struck):
    result = run(*struck, kills=200, seed=1)
    assert result.faults == []
    assert (result.integrity, result.kills.total()) == ("ok", 200)
    verdict = result.verdict
    assert (verdict.lost, verdict.duplicated, verdict.alien, verdict.miscounted, verdict.kept) == (0, 0, 0, 0, 0)
    assert verdict.sent == verdict.acknowledged == verdict.stored > 500
    assert result.at_work.total() > 150  # the kills found the site at work
    assert result.ledger.stored_unheard > 0  # some hit between the disk and the answer
    assert result.ledger.answers.keys() <= {"200", "503", "cut off", "refused: no server"}
    assert result.good


def test_a_server_that_forges_acknowledgements_is_found_out(struck):
    site, postgres = struck
    site.application = "faults.forger"
    site.kill()
    site.start()
    result = run(site, postgres, kills=20, seed=2)
    assert result.verdict.lost > 0
    assert not result.good
