"""`kontor gocardless`: collections by GoCardless' API."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

import typer
from rich.table import Table

from kontor_cli.client.gocardless import GocardlessCollection, GocardlessEvent
from kontor_cli.opened import AsJson, opened
from kontor_cli.tables import table

app = typer.Typer(help="Collections by GoCardless' API.", no_args_is_help=True)


@app.command("list")
def list_collections(
    *,
    standing: Annotated[str, typer.Option(help="refused: what nobody pays as it is.")] = "",
    as_json: AsJson = False,
) -> None:
    """Show collections, and what GoCardless says of each."""
    asked = {"standing": standing} if standing else {}
    with opened(as_json=as_json) as (kontor, screen):
        screen.list(kontor.gocardless.collections(**asked), _collections)


@app.command()
def again(
    collection: Annotated[UUID, typer.Argument(help="From `gocardless list --json`.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Collect what was refused, or look what became of an open call."""
    with opened(as_json=as_json) as (kontor, screen):
        screen.list([kontor.gocardless.again(collection)], _collections)


@app.command()
def events(*, as_json: AsJson = False) -> None:
    """Show what GoCardless told of payments and mandates that are none of ours."""
    with opened(as_json=as_json) as (kontor, screen):
        screen.list(kontor.gocardless.events(), _events)


def _collections(found: Sequence[GocardlessCollection]) -> Table:
    made = table("Debit", "Amount", "Due", "State", "Standing", "Reason", numbers=["Amount"])
    for one in found:
        amount = f"{one.amount} {one.currency}"
        cells = (str(one.due_on), one.state, one.standing or "", one.reason)
        made.add_row(one.reference, amount, *cells)
    return made


def _events(found: Sequence[GocardlessEvent]) -> Table:
    made = table("When", "What", "Of", "Reason")
    for one in found:
        made.add_row(f"{one.happened_at:%F %R}", one.action, one.subject, one.reason)
    return made
