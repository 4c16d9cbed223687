"""Figures without names give nobody away: every table there can be is attacked."""

from collections import defaultdict
from dataclasses import astuple
from itertools import product

from programmes.suppression import FEWEST, protected, shown

MOST = 48  # people; beyond it there is more to hide behind


def worlds():
    """Every split of a whole of up to MOST people into three parts, by its whole and what is published of it."""
    found = defaultdict(list)
    for parts in product(range(MOST + 1), repeat=3):
        if sum(parts) <= MOST:
            found[(sum(parts), astuple(protected(*parts)))].append(parts)
    return found


def test_no_small_number_is_shown():
    assert shown(10) is None and shown(11) == 11
    assert all(number is None or number >= FEWEST for _, published in worlds() for number in published)


def test_no_small_number_can_be_worked_out():
    """Who knows the whole, what is published and this very rule still has several possibilities for each hidden number."""
    certain = []
    for (whole, published), possible in worlds().items():
        if whole < FEWEST:
            continue  # then the whole is not shown either
        for place, number in enumerate(published):
            values = {parts[place] for parts in possible}
            if number is None and len(values) == 1 and values.pop() < FEWEST:
                certain.append((whole, published))
    assert certain == []


def test_no_small_sum_of_hidden_numbers_can_be_worked_out():
    for whole, published in worlds():
        hidden = whole - sum(number for number in published if number is not None)
        assert hidden == 0 or hidden >= FEWEST or whole < FEWEST


def test_large_numbers_are_shown():
    assert astuple(protected(40, 25, 12)) == (40, 25, 12)
    assert astuple(protected(40, 8, 12)) == (None, None, 12)
    assert astuple(protected(5, 6, 40)) == (None, None, 40)
    assert astuple(protected(2, 3, 40)) == (None, None, None)
