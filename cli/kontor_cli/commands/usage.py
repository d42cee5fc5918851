"""`kontor usage`: the itemised annex of an invoice."""

from pathlib import Path
from typing import Annotated

import typer

from kontor_cli.opened import AsJson, opened

app = typer.Typer(help="What customers used.", no_args_is_help=True)


@app.callback()
def usage() -> None:
    """Keep `annex` a command of its own, though it is the only one."""


@app.command("annex")
def save_annex(
    number: Annotated[str, typer.Argument(help="The invoice's number.", metavar="INVOICE")],
    *,
    to: Annotated[Path, typer.Option(help="File to write.", dir_okay=False)],
    as_json: AsJson = False,
) -> None:
    """Write every use that INVOICE bills, with its amount, as CSV."""
    with opened(as_json=as_json) as (kontor, screen):
        found = kontor.billing.invoices_numbered(number)
        if not found:
            raise typer.BadParameter(f"there is no invoice {number}")
        to.write_bytes(kontor.billing.annex(found[0].id))
        screen.show({"file": str(to)}, lambda: f"Written to {to}")
