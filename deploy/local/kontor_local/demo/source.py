"""Which customers are billed: the sample's, or generated ones."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kontor_local.sample.clones import write_clones
from kontor_local.sample.expectation import Expectation
from kontor_local.sample.files import SAMPLE


class OtherCustomersError(Exception):
    """The kept data is of other customers."""


@dataclass(frozen=True)
class Source:
    """`folder` has the import files."""

    name: str
    folder: Path
    expectation: Expectation


def prepared(directory: Path, customers: int | None) -> Source:
    """The files to import; OtherCustomersError when `directory` has the data of another choice."""
    name = "the sample" if customers is None else f"{customers} generated customers"
    note_choice(directory / "customers", name)
    if customers is None:
        return Source(name, SAMPLE, Expectation.load())
    return generated(name, range(customers), directory / "import")


def generated(name: str, indices: Sequence[int], folder: Path) -> Source:
    """Clones of the sample's customers, of the sample's own provider."""
    write_clones(indices, folder)
    shutil.copy(SAMPLE / "organisation.json", folder)
    return Source(name, folder, Expectation.load(indices))


def note_choice(note: Path, name: str) -> None:
    if not note.exists():
        note.parent.mkdir(parents=True, exist_ok=True)
        note.write_text(name, encoding="utf-8")
    kept = note.read_text(encoding="utf-8")
    if kept != name:
        raise OtherCustomersError(
            f"{note.parent} holds the demo of {kept}; FRESH=1 starts over with {name}."
        )
