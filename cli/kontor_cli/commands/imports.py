"""`kontor import`: files into the services."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer
from kontor_contracts.values import Value

from kontor_cli import tables
from kontor_cli.client.answers import ImportFinished, ImportLine, ImportProgress, RefusedRow
from kontor_cli.client.imports import ImportKind, Mapping
from kontor_cli.exits import Exit
from kontor_cli.opened import AsJson, leave, opened
from kontor_cli.screen import Screen


class ImportResult(Value):
    """The whole outcome of a file."""

    finished: ImportFinished
    refused_rows: tuple[RefusedRow, ...]


def import_file(
    kind: Annotated[ImportKind, typer.Argument(help="What FILE holds.")],
    file: Annotated[Path, typer.Argument(help="CSV with a header row.", exists=True)],
    *,
    mapping: Annotated[
        Mapping, typer.Option(help="Whose names its first line has.")
    ] = Mapping.OURS,
    dry_run: Annotated[bool, typer.Option(help="Check every row and store nothing.")] = False,
    as_json: AsJson = False,
) -> None:
    """Import FILE, and wait until other services can know of it."""
    with opened(as_json=as_json) as (kontor, screen):
        lines = kontor.import_file(kind, file.read_bytes(), dry_run=dry_run, mapping=mapping)
        result = followed(lines, screen, description=f"Importing {kind}")
        if not dry_run:
            with screen.busy("Publishing ..."):
                kontor.operations.wait_until_published(kind.service)
        show(result, screen)
        if result.finished.refused:
            leave(Exit.REFUSED)


def followed(lines: Iterable[ImportLine], screen: Screen, *, description: str) -> ImportResult:
    """Show progress until the last line; the sums and every refused row."""
    refused: list[RefusedRow] = []
    with screen.progress() as progress:
        bar = progress.add_task(description, total=None)
        for line in lines:
            match line:
                case ImportProgress():
                    progress.update(bar, completed=line.done, total=line.total)
                case RefusedRow():
                    refused.append(line)
                case ImportFinished():
                    return ImportResult(finished=line, refused_rows=tuple(refused))
    raise EOFError("the service ended its answer before the import was finished")


def show(result: ImportResult, screen: Screen) -> None:
    sums = result.finished
    screen.show(
        result,
        lambda: (
            f"{sums.created} created, {sums.updated} updated, {sums.unchanged} unchanged, "
            f"{sums.refused} refused."
        ),
    )
    screen.aside(tables.refused_rows(result.refused_rows))
