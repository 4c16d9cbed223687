"""The machine of ``test_machine`` catches what it is there for. A few bugs here; ``make planted`` plants all."""

import os
import re

import pytest

from tests.records.machine.rules import Machine
from tests.records.planted_bugs import BUGS, caught_by, planted

pytestmark = pytest.mark.django_db

WANTED = os.environ.get("PLANTED")
QUICK = ("what was kept is dropped", "the clock is corrected the wrong way")
MOST = 20_000


def test_each_bug_is_about_code_that_is_there():
    for bug in BUGS:
        with planted(bug):
            pass


def test_planted_bugs_are_caught_and_without_one_nothing_is():
    Machine.prepare()
    wanted = [bug for bug in BUGS if (re.search(WANTED, bug.name) if WANTED else bug.name in QUICK)]
    survived = []
    for bug in wanted:
        found, steps = caught_by(bug, steps=MOST)
        print(f"{bug.name:58} {found or 'NOTHING':60} {steps:6}", flush=True)
        survived += [] if found else [bug.name]
    found, steps = caught_by(None, steps=MOST // 4 if WANTED else 100)
    print(f"{'(no bug)':58} {found or 'nothing':60} {steps:6}", flush=True)
    assert not found
    assert not survived
