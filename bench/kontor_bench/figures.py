"""What was measured, as a table for people and as `bench.json` for programs."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from rich import box
from rich.table import Table


class Figure(NamedTuple):
    name: str
    value: float
    unit: str
    note: str = ""


def table(figures: Iterable[Figure], machine: str) -> Table:
    made = Table(box=box.SIMPLE_HEAD, title=f"Measured on {machine}", title_justify="left")
    made.add_column("figure", no_wrap=True)
    made.add_column("value", justify="right")
    made.add_column("unit")
    made.add_column("note", overflow="fold")
    for figure in figures:
        made.add_row(figure.name, readable(figure.value), figure.unit, figure.note)
    return made


def readable(value: float) -> str:
    """Three significant digits, thousands apart."""
    if value == 0 or abs(value) >= 100:  # noqa: PLR2004
        return f"{value:,.0f}".replace(",", " ")
    return f"{value:.3g}"


def write(figures: Sequence[Figure], file: Path) -> None:
    """Replace the figures of these names in `file`, whole or not at all; others stay."""
    known = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    known |= {one.name: {"value": round(one.value, 4), "unit": one.unit} for one in figures}
    fresh = file.with_name(f".{file.name}")
    fresh.write_text(json.dumps(known, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    fresh.replace(file)
