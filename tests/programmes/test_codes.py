"""Join codes: twelve digits that tell a slip of the finger."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programmes.codes import BadCode, Fault, check_digit, in_groups, new_code, read_code

codes = st.integers(0, 10**11 - 1).map(lambda n: f"{n:011d}").map(lambda digits: digits + check_digit(digits))


@given(codes)
def test_a_code_is_read_as_it_stands_on_the_poster(code):
    assert read_code(in_groups(code)) == code


@given(codes, st.sampled_from(["٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "०१२३४५६७८९"]))
def test_any_script_s_digits_will_do(code, script):
    assert read_code(code.translate(str.maketrans("0123456789", script))) == code


@given(codes, st.integers(0, 11), st.integers(1, 9))
def test_every_wrong_digit_is_found(code, place, step):
    wrong = f"{code[:place]}{(int(code[place]) + step) % 10}{code[place + 1 :]}"
    with pytest.raises(BadCode) as bad:
        read_code(wrong)
    assert bad.value.fault == Fault.SLIP


@given(codes, st.integers(0, 10))
def test_every_swap_of_neighbours_is_found(code, place):
    swapped = f"{code[:place]}{code[place + 1]}{code[place]}{code[place + 2 :]}"
    if swapped != code:
        with pytest.raises(BadCode):
            read_code(swapped)


@pytest.mark.parametrize(
    ("text", "fault", "length"),
    [
        ("", Fault.EMPTY, 0),
        (" - ", Fault.EMPTY, 0),
        ("1234 5678 90I8", Fault.LETTERS, 0),
        ("1234 5678 901²", Fault.LETTERS, 0),
        ("1234", Fault.LENGTH, 4),
        ("1234 5678 9018 1", Fault.LENGTH, 13),
    ],
)
def test_what_is_wrong_is_said(text, fault, length):
    with pytest.raises(BadCode) as bad:
        read_code(text)
    assert (bad.value.fault, bad.value.length) == (fault, length)


def test_new_codes_are_chance_and_can_be_read():
    made = {new_code() for _ in range(50)}
    assert len(made) == 50
    assert all(read_code(code) == code for code in made)
