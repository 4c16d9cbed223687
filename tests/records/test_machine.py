"""Whatever phones, networks, clocks, trainers and people do, in any order: no answer is lost, doubled or somebody else's."""

import os

import pytest

from tests.records.machine.rules import Machine
from tests.records.machine.run import run

pytestmark = pytest.mark.django_db

STEPS = int(os.environ.get("STEPS") or 20_000)  # in all parts; `make machine STEPS=1000000` takes its time
PARTS = 2


@pytest.mark.parametrize("part", range(PARTS))
def test_nothing_is_lost_doubled_or_somebody_elses_whatever_happens(part):
    Machine.prepare()
    done = run(Machine, STEPS // PARTS)
    print(f"{done} steps: {dict(Machine.steps.most_common())} {dict(Machine.notes)}")
    assert done >= STEPS // PARTS
