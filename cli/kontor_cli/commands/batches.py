"""`kontor batches`: which folders are billed together, and on which day."""

from typing import Annotated

import typer

from kontor_cli import tables
from kontor_cli.opened import AsJson, opened

app = typer.Typer(help="Batches: folders and customers billed together.", no_args_is_help=True)
Name = Annotated[str, typer.Argument(help="As folders and customers name it.", metavar="BATCH")]


@app.command("list")
def list_batches(*, as_json: AsJson = False) -> None:
    """Show every batch with its day."""
    with opened(as_json=as_json) as (kontor, screen):
        screen.list(kontor.billing.batches(), tables.batches)


@app.command("set")
def set_batch(
    name: Name,
    *,
    title: Annotated[str, typer.Option(help="What people read.")] = "",
    day: Annotated[int | None, typer.Option(help="Bill on this day of each month.")] = None,
    running: Annotated[bool, typer.Option(help="Bill the month that the day is in.")] = False,
    as_json: AsJson = False,
) -> None:
    """Make or change a batch; without a day it is billed by hand."""
    month = "running" if running else "past"
    with opened(as_json=as_json) as (kontor, screen):
        fields = {"title": title, "day": day, "billed_month": month}
        screen.list([kontor.billing.put_batch(name, fields)], tables.batches)


@app.command("remove")
def remove_batch(name: Name, *, as_json: AsJson = False) -> None:
    """Remove a batch; its runs stay."""
    with opened(as_json=as_json) as (kontor, screen):
        kontor.billing.remove_batch(name)
        screen.show({"removed": name}, lambda: f"Batch {name} is removed.")
