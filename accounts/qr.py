"""The square that a camera reads. The only module that knows segno."""

from dataclasses import dataclass

import segno

QUIET = 4  # modules of white around it, as the standard wants


@dataclass(frozen=True)
class Square:
    """A QR code as one path in a square drawing, its quiet zone included."""

    side: int
    path: str


def square(text: str) -> Square:
    """The QR code of a text. A quarter of it may be worn away (level Q): a card lives in pockets."""
    rows = list(segno.make_qr(text, error="q").matrix)
    return Square(len(rows) + 2 * QUIET, "".join(_runs(y + QUIET, bytes(row)) for y, row in enumerate(rows)))


def _runs(y: int, row: bytes) -> str:
    """One row's dark modules, those side by side in one stroke of the pen."""
    path, x = "", 0
    while (x := row.find(1, x)) >= 0:
        end = row.find(0, x)
        end = len(row) if end < 0 else end
        path += f"M{x + QUIET} {y}h{end - x}v1h-{end - x}z"
        x = end
    return path
