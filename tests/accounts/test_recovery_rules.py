"""When a new card may be asked for, agreed to and used: rules without a database."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.recovery_rules import (
    QUIET,
    REST_AFTER_AGREEMENT,
    REST_AFTER_ANSWER,
    TO_AGREE,
    TO_OPEN,
    How,
    Stage,
    may_agree,
    may_ask,
    rest,
    stage,
)
from tests.makers import NOON

SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)
MOMENTS = st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=90))


def at_stage(after, rests=None, is_ended=False):
    works_from = None if rests is None else NOON + rests
    return stage(asked_at=NOON, works_from=works_from, is_ended=is_ended, at=NOON + after)


@pytest.mark.parametrize(
    ("after", "rests", "expected"),
    [
        (SECOND, None, Stage.ASKED),
        (TO_AGREE - SECOND, None, Stage.ASKED),
        (TO_AGREE, None, Stage.OVER),
        (SECOND, HOUR, Stage.RESTS),
        (HOUR - SECOND, HOUR, Stage.RESTS),
        (HOUR, HOUR, Stage.READY),
        (HOUR + TO_OPEN - SECOND, HOUR, Stage.READY),
        (HOUR + TO_OPEN, HOUR, Stage.OVER),
    ],
)
def test_a_new_card_waits_for_a_yes_rests_works_and_grows_too_old(after, rests, expected):
    assert at_stage(after, rests) == expected


@given(MOMENTS, st.none() | MOMENTS)
def test_what_has_ended_stays_ended(after, rests):
    assert at_stage(after, rests, is_ended=True) == Stage.OVER


@given(MOMENTS, MOMENTS, st.none() | MOMENTS)
def test_time_only_goes_forward(one, other, rests):
    order = list(Stage)
    first, second = sorted((one, other))
    assert order.index(at_stage(first, rests)) <= order.index(at_stage(second, rests))


@given(MOMENTS)
def test_nothing_works_before_somebody_agreed(after):
    assert at_stage(after) not in (Stage.RESTS, Stage.READY)


def test_a_face_rests_a_day_and_her_own_secret_an_hour():
    assert (rest(How.ANSWER), rest(How.AGREEMENT)) == (REST_AFTER_ANSWER, REST_AFTER_AGREEMENT) == (HOUR, DAY)


@pytest.mark.parametrize(
    ("how", "ago", "expected"),
    [
        (How.AGREEMENT, None, True),
        (How.AGREEMENT, SECOND, False),
        (How.AGREEMENT, QUIET - SECOND, False),
        (How.AGREEMENT, QUIET, True),
        (How.ANSWER, SECOND, True),
    ],
)
def test_after_she_stopped_one_only_her_secret_begins_another_for_a_week(how, ago, expected):
    assert may_ask(how, stopped_at=ago and NOON - ago, at=NOON) == expected


@pytest.mark.parametrize(
    ("now", "by", "asked_by", "expected"),
    [
        (Stage.ASKED, 2, 1, True),
        (Stage.ASKED, 1, 1, False),  # the one who asked
        (Stage.ASKED, 3, 1, False),  # the learner herself
        (Stage.ASKED, 2, None, False),  # who asked is gone, so nobody can say that they are two
        (Stage.RESTS, 2, 1, False),
        (Stage.READY, 2, 1, False),
        (Stage.OVER, 2, 1, False),
    ],
)
def test_the_second_person_is_somebody_else(now, by, asked_by, expected):
    assert may_agree(now, by=by, asked_by=asked_by, learner=3) == expected
