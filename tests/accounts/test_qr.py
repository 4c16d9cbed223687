"""The square is the standard's, as one path."""

import re

import segno
from hypothesis import given
from hypothesis import strategies as st

from accounts.qr import QUIET, square

RUN = re.compile(r"M(\d+) (\d+)h(\d+)v1h-(\d+)z")


@given(st.text("https://0123456789abc.#", min_size=1, max_size=80))
def test_its_dark_modules_are_those_of_the_standard(text):
    drawn = square(text)
    dark = set()
    for x, y, wide, back in RUN.findall(drawn.path):
        assert wide == back
        dark |= {(int(x) + step, int(y)) for step in range(int(wide))}
    rows = segno.make_qr(text, error="q").matrix
    assert dark == {(x + QUIET, y + QUIET) for y, row in enumerate(rows) for x, module in enumerate(row) if module}
    assert drawn.side == len(rows) + 2 * QUIET


def test_a_quarter_of_it_may_be_worn_away():
    assert segno.make_qr("https://onward.example/card/#" + "1" * 28, error="q").error == "Q"
    assert square("https://onward.example/card/#" + "1" * 28).side <= 49  # 5 dots a module at 240
