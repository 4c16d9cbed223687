"""Running the machine for a number of steps."""

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.records.machine.rules import Machine

PER_RUN, AT_ONCE = 80, 100  # Hypothesis remembers every run of a call; many calls keep it small


def run(machine: type[Machine], steps: int, *, shrink: bool = True) -> int:
    """Take at least so many steps, each run of them beginning anew. Returns how many there were."""
    before = machine.steps.total()
    while (done := machine.steps.total() - before) < steps:
        how = settings(
            max_examples=min(AT_ONCE, -(-(steps - done) // PER_RUN)),
            stateful_step_count=PER_RUN,
            phases=list(Phase) if shrink else [Phase.generate],
            deadline=None,
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
        )
        run_state_machine_as_test(machine, settings=how if shrink else settings(how, database=None))
    return done
