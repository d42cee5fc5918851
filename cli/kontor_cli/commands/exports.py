"""`kontor export`: what a run has made, as files."""

from pathlib import Path
from typing import Annotated

import typer

from kontor_cli.choosing import RUN_HELP, chosen
from kontor_cli.client.downloads import Export, downloads, save_all
from kontor_cli.opened import AsJson, opened


def export(
    what: Annotated[Export, typer.Argument(help="Which files.")],
    *,
    run: Annotated[str, typer.Option(help=RUN_HELP)],
    to: Annotated[Path, typer.Option(help="Folder to write them to.", file_okay=False)],
    as_json: AsJson = False,
) -> None:
    """Write the files of a run into a folder; those that are there already stay."""
    with opened(as_json=as_json) as (kontor, screen):
        found = [
            download
            for one in chosen(kontor.billing, run)
            for download in downloads(kontor, what, one.id)
        ]
        with screen.progress() as progress:
            saved = list(progress.track(save_all(found, to), len(found), description=f"{what}"))
        screen.show({"files": [str(path) for path in saved]}, lambda: f"{len(saved)} files in {to}")
