"""What measurements hand back, and how it is printed."""

import os
import platform
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Table:
    """Rows under column names. The first column is words, the others are figures."""

    title: str
    columns: list[str]
    rows: list[list[Any]]
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Limit:
    """A figure and the most it may be."""

    name: str
    figure: float
    limit: float
    unit: str
    peers: str = ""

    @property
    def met(self) -> bool:
        return self.figure <= self.limit


@dataclass(frozen=True)
class Report:
    """What one measurement found."""

    tables: list[Table]
    limits: list[Limit]
    details: dict[str, Any] = field(default_factory=dict)  # for the file only

    def as_dict(self) -> dict[str, Any]:
        limits = [asdict(one) | {"met": one.met} for one in self.limits]
        return {"tables": [asdict(table) for table in self.tables], "limits": limits, **self.details}


def machine() -> str:
    """What this is measured on."""
    return f"{os.cpu_count()} cores, Python {platform.python_version()}"


def busy() -> str:
    """How busy the machine is."""
    return "load average {:.1f}, {:.1f}, {:.1f} (1, 5, 15 minutes)".format(*os.getloadavg())


def print_table(table: Table) -> None:
    """Print a table with its figures aligned."""
    rows = [[_said(cell) for cell in row] for row in [table.columns, *table.rows]]
    widths = [max(len(row[place]) for row in rows) for place in range(len(table.columns))]
    print(f"\n{table.title}")
    for number, row in enumerate(rows):
        first, *others = zip(row, widths, strict=True)
        print("  ".join(["", first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in others)]).rstrip())
        if number == 0:
            print("  " + "  ".join("-" * width for width in widths))
    for note in table.notes:
        print(f"  {note}")


def print_limits(limits: Iterable[Limit]) -> None:
    """Print each limit, its figure, and whether it is met."""
    rows = [
        [one.name, f"{_said(one.figure)} {one.unit}", f"{one.limit:g} {one.unit}", "met" if one.met else "MISSED", one.peers]
        for one in limits
    ]
    print_table(Table("Limits", ["what", "figure", "limit", "", "peers"], rows))


def kilobytes(count: int) -> float:
    """Bytes as kB of 1000 bytes, one decimal."""
    return round(count / 1000, 1)


def _said(cell: Any) -> str:
    if cell is None:
        return "–"
    return f"{cell:,}" if isinstance(cell, int | float) else str(cell)
