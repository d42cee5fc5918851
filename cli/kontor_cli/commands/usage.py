"""`kontor usage`: the itemised annex of an invoice, and usage of folders that nobody knows."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer
from rich.table import Table

from kontor_cli.choosing import Invoice, invoice_named
from kontor_cli.client.usage import UnknownUsage
from kontor_cli.opened import AsJson, opened
from kontor_cli.tables import table

app = typer.Typer(help="What customers used.", no_args_is_help=True)
Usage = Annotated[str, typer.Argument(help="From `usage unknown`.", metavar="USAGE")]


@app.command("annex")
def save_annex(
    number: Invoice,
    *,
    to: Annotated[Path, typer.Option(help="File to write.", dir_okay=False)],
    as_json: AsJson = False,
) -> None:
    """Write every use that INVOICE bills, with its amount, as CSV."""
    with opened(as_json=as_json) as (kontor, screen):
        to.write_bytes(kontor.billing.annex(invoice_named(kontor, number).id))
        screen.show({"file": str(to)}, lambda: f"Written to {to}")


@app.command()
def unknown(*, as_json: AsJson = False) -> None:
    """Show usage that was told of folders that nobody knows."""
    with opened(as_json=as_json) as (kontor, screen):
        screen.list(kontor.usage.unknown(), _unknown)


@app.command()
def assign(
    use: Usage,
    folder: Annotated[UUID, typer.Argument(help="Id of the folder that it is of.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Say whose USAGE it is; the next run bills it."""
    with opened(as_json=as_json) as (kontor, screen):
        kontor.usage.assign(use, folder)
        screen.show({"assigned": use, "folder": str(folder)}, lambda: f"{use} is assigned.")


@app.command()
def discard(use: Usage, *, as_json: AsJson = False) -> None:
    """Say that nobody is to pay USAGE."""
    with opened(as_json=as_json) as (kontor, screen):
        kontor.usage.discard(use)
        screen.show({"discarded": use}, lambda: f"{use} is discarded.")


def _unknown(found: Sequence[UnknownUsage]) -> Table:
    made = table("Usage", "Folder", "When", "Kind", "Quantity", numbers=["Quantity"])
    for one in found:
        quantity = f"{one.quantity} {one.unit}"
        made.add_row(one.id, one.folder_id, f"{one.occurred_at:%F %R}", one.kind, quantity)
    return made
