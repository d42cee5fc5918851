"""The made-up provider into Kontor: its own data, then its customers' files."""

import json
from collections.abc import Iterable
from pathlib import Path

from kontor_cli.client.answers import ImportFinished, ImportLine, ImportProgress, RefusedRow
from kontor_cli.client.imports import ImportKind
from kontor_cli.client.kontor import Kontor
from rich.progress import Progress as Bars

from kontor_local.sample.files import path_of


class RowsRefusedError(Exception):
    """A file of the demo's own was not taken as it is."""


def load(kontor: Kontor, folder: Path, bars: Bars) -> int:
    """Import everything, each file published before the next; how many records were new."""
    organisation = json.loads((folder / "organisation.json").read_text(encoding="utf-8"))
    kontor.customers.set_organisation(organisation)
    kinds = [kind for kind in ImportKind if path_of(kind, folder).exists()]
    return sum(import_file(kontor, kind, folder, bars) for kind in kinds)


def import_file(kontor: Kontor, kind: ImportKind, folder: Path, bars: Bars) -> int:
    lines = kontor.import_file(kind, path_of(kind, folder).read_bytes())
    finished = followed(lines, kind, bars)
    kontor.operations.wait_until_published(kind.service)
    return finished.created


def followed(lines: Iterable[ImportLine], kind: ImportKind, bars: Bars) -> ImportFinished:
    """The last line; RowsRefusedError naming every refused row."""
    bar = bars.add_task(f"Import {kind}", total=None)
    refused: list[RefusedRow] = []
    for line in lines:
        match line:
            case ImportProgress():
                bars.update(bar, completed=line.done, total=line.total)
            case RefusedRow():
                refused.append(line)
            case ImportFinished() if not refused:
                return line
    rows = "\n".join(f"  row {one.row}, {one.column}: {one.reason}" for one in refused)
    raise RowsRefusedError(f"{kind}.csv was not imported whole:\n{rows}")
