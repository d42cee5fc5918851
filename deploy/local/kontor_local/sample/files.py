"""The sample's files, as they lie in `deploy/local/sample`."""

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

#: In the order in which they are imported: each refers to those before it.
NAMES = ("customers", "contacts", "payments", "folders", "lines")
SAMPLE = Path(__file__).parents[2] / "sample"

Row = dict[str, str]


def read_rows(name: str, folder: Path = SAMPLE) -> list[Row]:
    with path_of(name, folder).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def write_rows(name: str, columns: Iterable[str], rows: Iterator[Row], folder: Path) -> None:
    """Write row by row, so that memory does not grow with the file."""
    with path_of(name, folder).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(columns), delimiter=";", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def path_of(name: str, folder: Path = SAMPLE) -> Path:
    return folder / f"{name}.csv"
