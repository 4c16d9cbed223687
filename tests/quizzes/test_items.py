"""What the page shows before an answer says nothing of the key; and each kind of answer is read and judged."""

import random
from dataclasses import replace

import pytest

from quizzes.items import Form, Incomplete, Item, Part, match_id, read_response
from quizzes.scoring import is_right

THREE = tuple(Part(f"id{n}", f"Text {n}", match=f"Match {n}") for n in (1, 2, 3))
TRUE_FALSE = Item("i", "true-false", "?", answer=True)
CHOICE = Item("i", "choice", "?", (THREE[0], replace(THREE[1], right=True), THREE[2]))
MANY = Item("i", "multiple-choice", "?", (replace(THREE[0], right=True), THREE[1], replace(THREE[2], right=True)))
ORDER = Item("i", "sequencing", "?", THREE)
MATCH = Item("i", "matching", "?", THREE)


def form(**values):
    return Form({name.replace("_", "-"): value if isinstance(value, list) else [value] for name, value in values.items()})


def places(*numbers):
    return form(**{f"place_id{n}": str(place) for n, place in enumerate(numbers, 1)})


def matches(*numbers):
    return form(**{f"match_id{n}": match_id(f"Match {number}") for n, number in enumerate(numbers, 1)})


@pytest.mark.parametrize(
    ("item", "posted", "right"),
    [
        (TRUE_FALSE, form(answer="true"), True),
        (TRUE_FALSE, form(answer="false"), False),
        (CHOICE, form(answer="id2"), True),
        (CHOICE, form(answer="id1"), False),
        (MANY, form(answer=["id3", "id1"]), True),
        (MANY, form(answer=["id1"]), False),
        (MANY, form(answer=["id1", "id2", "id3"]), False),
        (ORDER, places(1, 2, 3), True),
        (ORDER, places(2, 1, 3), False),
        (MATCH, matches(1, 2, 3), True),
        (MATCH, matches(1, 3, 2), False),
    ],
)
def test_an_answer_is_judged(item, posted, right):
    assert is_right(item, read_response(item, posted)) is right


@pytest.mark.parametrize(
    ("item", "posted"),
    [
        (TRUE_FALSE, form()),
        (TRUE_FALSE, form(answer="maybe")),
        (CHOICE, form()),
        (CHOICE, form(answer="nothing-of-ours")),
        (CHOICE, form(answer=["id1", "id2"])),
        (MANY, form(answer="nothing-of-ours")),
        (ORDER, places(1, 1, 2)),
        (ORDER, form(place_id1="1")),
        (ORDER, places(1, 2, 9)),
        (MATCH, form(match_id1="nothing-of-ours")),
    ],
)
def test_half_an_answer_is_none(item, posted):
    with pytest.raises(Incomplete):
        read_response(item, posted)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (TRUE_FALSE, replace(TRUE_FALSE, answer=False)),
        (CHOICE, replace(CHOICE, parts=(replace(THREE[0], right=True), *THREE[1:]))),
        (CHOICE, replace(CHOICE, when_right="Other words", when_wrong="too")),
        (CHOICE, replace(CHOICE, parts=tuple(replace(part, feedback="why") for part in CHOICE.parts))),
        (MANY, replace(MANY, parts=THREE)),
        (ORDER, replace(ORDER, parts=(THREE[2], THREE[0], THREE[1]))),
        (
            MATCH,
            replace(
                MATCH, parts=tuple(replace(p, match=m) for p, m in zip(THREE, ("Match 2", "Match 3", "Match 1"), strict=True))
            ),
        ),
    ],
)
def test_worlds_that_differ_in_the_key_alone_look_the_same(one, other):
    assert one.key != other.key or one != other
    assert (one.seen, one.content_hash) == (other.seen, other.content_hash)


def test_a_changed_word_is_another_content():
    assert CHOICE.content_hash != replace(CHOICE, prompt="Another?").content_hash


def test_steps_are_mixed_the_same_way_for_everyone():
    shuffled = list(THREE)
    random.Random(1).shuffle(shuffled)
    assert ORDER.shown_parts == replace(ORDER, parts=tuple(shuffled)).shown_parts


def test_two_pairs_with_the_same_right_side_accept_either():
    same = replace(MATCH, parts=(THREE[0], replace(THREE[1], match="Match 1"), THREE[2]))
    assert is_right(same, read_response(same, matches(1, 1, 3)))


def test_an_item_survives_being_kept():
    assert Item.from_dict(MATCH.as_dict()) == MATCH
