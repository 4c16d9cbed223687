"""Which go an answer belongs to, and how a go is scored."""

from decimal import Decimal
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from quizzes.scoring import Answer, begins_anew, latest_attempt, score
from tests.makers import NOON, later

ITEMS = [UUID(int=number) for number in (1, 2, 3)]


def answer(number, *, attempt=1, item=1, minutes=0, response="a", right=True):
    return Answer(UUID(int=number), UUID(int=attempt), UUID(int=item), response, right, later(minutes))


def test_no_answers_are_no_go():
    assert latest_attempt([]) is None
    assert begins_anew(None, item=ITEMS[0], items=ITEMS, response="a", at=NOON)


def test_a_go_goes_on_until_every_item_is_answered():
    go = latest_attempt([answer(1, item=1), answer(2, item=2)])
    assert not go.is_finished(ITEMS)
    assert not begins_anew(go, item=ITEMS[2], items=ITEMS, response="a", at=later(1))
    assert latest_attempt([answer(1, item=1), answer(2, item=2), answer(3, item=3)]).is_finished(ITEMS)


def test_a_removed_item_does_not_hold_her_up_and_her_answer_still_counts():
    go = latest_attempt([answer(1, item=1), answer(2, item=9, right=False)])
    assert go.is_finished(ITEMS[:1])
    assert go.score_scaled == Decimal("0.5000")


def test_the_first_answer_in_a_go_counts():
    go = latest_attempt([answer(2, minutes=2, right=True), answer(1, minutes=1, right=False)])
    assert go.right == 0


def test_a_double_tap_is_one_answer():
    go = latest_attempt([answer(1)])
    assert not begins_anew(go, item=ITEMS[0], items=ITEMS, response="a", at=later(0.5))


def test_beginning_again_at_once_with_the_same_first_answer_is_a_new_go():
    go = latest_attempt([answer(1, item=1, minutes=0), answer(2, item=2, minutes=0.2)])
    assert begins_anew(go, item=ITEMS[0], items=ITEMS[:2], response="a", at=later(0.5))


def test_answering_again_later_or_otherwise_is_a_new_go():
    go = latest_attempt([answer(1)])
    assert begins_anew(go, item=ITEMS[0], items=ITEMS, response="a", at=later(5))
    assert begins_anew(go, item=ITEMS[0], items=ITEMS, response="b", at=later(0.1))


def test_after_a_finished_go_the_next_answer_is_a_new_one():
    go = latest_attempt([answer(1)])
    assert begins_anew(go, item=ITEMS[1], items=ITEMS[:1], response="a", at=later(5))


def test_scores_have_four_decimals():
    assert score(1, 3) == Decimal("0.3333")
    assert score(0, 0) == 0


ANSWERS = st.lists(
    st.builds(answer, number=st.integers(1, 50), attempt=st.integers(1, 3), item=st.integers(1, 3), minutes=st.integers(0, 5)),
    unique_by=lambda one: one.uuid,
    max_size=10,
)


@given(ANSWERS, st.randoms(use_true_random=False))
def test_order_of_arrival_does_not_matter(answers, random):
    shuffled = answers + answers
    random.shuffle(shuffled)
    assert latest_attempt(shuffled) == latest_attempt(answers)
