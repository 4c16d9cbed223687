"""A card's code survives every keyboard, and says what is wrong with it when it does not."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.card_codes import LENGTH, Fault, NotACode, groups, make, read

ZEROS = [chr(point) for point in range(0x110000) if unicodedata.decimal(chr(point), None) == 0]  # of every script
BETWEEN = ["", " ", "  ", "-", "–", "—", ".", "·", " - ", "\n", "\r\n", "\t", "\u00a0", "\u2009", "\u200f", "\u2068", "\u200b"]

codes = st.builds(lambda number: make(lambda _: number), st.integers(0, 10**26 - 1))
places = st.integers(0, LENGTH - 1)


def fault_of(text):
    with pytest.raises(NotACode) as caught:
        read(text)
    return caught.value.fault


def in_script(code, zero):
    return "".join(chr(ord(zero) + int(digit)) for digit in code)


@given(codes)
def test_a_code_is_28_digits_in_seven_groups(code):
    assert len(code) == 28 and code.isascii() and code.isdecimal()
    assert "".join(groups(code)) == code and {len(group) for group in groups(code)} == {4}
    assert read(code) == code


def test_codes_are_made_of_86_random_bits():
    asked = []
    make(lambda below: asked.append(below) or 0)
    assert asked == [10**26] and 10**26 > 2**86
    assert len({make() for _ in range(1000)}) == 1000


def test_the_check_is_that_of_bank_accounts():
    assert make(lambda _: 0) == "0" * 26 + "98"
    assert make(lambda _: 3214282912345698765432161182 // 100) == "3214282912345698765432161182"  # a British one, as digits


@given(codes, st.sampled_from(ZEROS), st.lists(st.sampled_from(BETWEEN), min_size=LENGTH, max_size=LENGTH))
def test_however_it_is_typed_it_is_the_same_code(code, zero, between):
    assert read("".join(part + digit for part, digit in zip(between, in_script(code, zero), strict=True))) == code


@given(codes, st.lists(st.sampled_from(ZEROS), min_size=LENGTH, max_size=LENGTH))
def test_scripts_may_be_mixed(code, zeros):
    assert read("".join(in_script(digit, zero) for digit, zero in zip(code, zeros, strict=True))) == code


@given(codes, st.sampled_from("oO0"), st.sampled_from("lI|1"))
def test_letters_that_a_pen_makes_of_digits_are_digits(code, nought, one):
    assert read(code.replace("0", nought).replace("1", one)) == code


@given(codes)
def test_the_cards_whole_address_may_be_pasted(code):
    assert read(f"https://onward4.example:8443/card/#{code}") == code


@given(codes, places, st.integers(1, 9))
def test_one_wrong_digit_is_always_found(code, place, by):
    wrong = str((int(code[place]) + by) % 10)
    assert fault_of(code[:place] + wrong + code[place + 1 :]) == Fault.MISTYPED


@given(codes)
def test_two_neighbours_that_changed_places_are_always_found(code):
    for place in range(LENGTH - 1):
        changed = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
        assert changed == code or fault_of(changed) == Fault.MISTYPED


@given(codes, st.integers(0, LENGTH - 1))
def test_too_few_says_how_many_there_are(code, length):
    with pytest.raises(NotACode) as caught:
        read(" ".join(code[:length]))
    assert (caught.value.fault, caught.value.digits) == (Fault.TOO_SHORT, length)


@given(codes, st.text("0123456789", min_size=1, max_size=200))
def test_too_many_says_how_many_there_are(code, more):
    with pytest.raises(NotACode) as caught:
        read(code + more)
    assert (caught.value.fault, caught.value.digits) == (Fault.TOO_LONG, LENGTH + len(more))


@given(codes, places, st.characters(categories=["L", "S", "No", "Nl"], exclude_characters="oOlI|"))
def test_what_is_no_digit_is_named(code, place, character):
    with pytest.raises(NotACode) as caught:
        read(code[:place] + character + code[place:])
    assert (caught.value.fault, caught.value.character, caught.value.digits) == (Fault.NOT_DIGITS, character, place)


@given(st.text())
def test_any_text_is_a_code_or_says_why_not(text):
    try:
        code = read(text)
    except NotACode as fault:
        assert str(fault) in list(Fault)  # never what was typed: an error may be logged
    else:
        assert len(code) == LENGTH
