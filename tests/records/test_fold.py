"""Progress is a pure fold: order, repetition and portions do not matter."""

from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accounts.models import Learner
from records import api
from records.api import NewStatement
from records.fold import Fact, State, fold
from records.models import Progress
from tests.makers import NOON, later

FACTS = st.lists(
    st.builds(
        Fact,
        uuid=st.integers(1, 30).map(lambda number: UUID(int=number)),
        verb=st.sampled_from(["answered", "completed", "passed", "failed"]),
        timestamp=st.integers(-(10**5), 10**5).map(lambda minutes: NOON + timedelta(minutes=minutes)),
        score=st.sampled_from([None, Decimal("0"), Decimal("0.5"), Decimal("1")]),
    ),
    unique_by=lambda fact: fact.uuid,
    max_size=12,
)


def test_nothing_done_is_no_progress():
    assert fold([]) == State()


def test_first_and_best_are_kept_whatever_came_last():
    facts = [
        Fact(UUID(int=1), "failed", later(1), Decimal("0.5")),
        Fact(UUID(int=2), "passed", later(2), Decimal("1")),
        Fact(UUID(int=3), "failed", later(3), Decimal("0.25")),
    ]
    state = fold(facts)
    assert (state.tries, state.first_score, state.best_score) == (3, Decimal("0.5"), Decimal("1"))
    assert (state.completed_at, state.passed_at) == (later(1), later(2))


@given(FACTS, st.randoms(use_true_random=False))
def test_any_order_and_repetition_gives_the_same_progress(facts, random):
    again = facts + [random.choice(facts) for _ in range(5)] if facts else []
    random.shuffle(again)
    assert fold(again) == fold(facts)


class AnyPortionsGiveTheSameProgress(TestCase):
    """The same, through the database: statements that arrive in portions, twice and out of order."""

    @given(FACTS, st.randoms(use_true_random=False), st.integers(1, 4))
    def test_split(self, facts, random, portions):
        activity = UUID(int=99)
        statements = [
            NewStatement(fact.verb, activity, fact.timestamp, uuid=fact.uuid, score_scaled=fact.score) for fact in facts
        ]
        shuffled = statements + statements
        random.shuffle(shuffled)
        learner = Learner.objects.create()
        for part in range(portions):
            api.record(learner=learner, statements=shuffled[part::portions], at=NOON)
        progress = Progress.objects.filter(learner=learner, activity=activity).first()
        assert (progress.state if progress else State()) == fold(facts)
        api.rebuild(learner)
        assert (Progress.objects.get(learner=learner).state if facts else State()) == fold(facts)


@pytest.mark.parametrize("verb", ["passed", "failed"])
def test_an_outcome_without_a_score_is_no_try(verb):
    assert fold([Fact(UUID(int=1), verb, NOON)]).tries == 0
