"""`kontor mandates`: SEPA mandates as billing uses them."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

import typer
from rich.table import Table

from kontor_cli.client.mandates import MandateUse
from kontor_cli.opened import AsJson, opened
from kontor_cli.tables import table

app = typer.Typer(help="SEPA mandates as billing uses them.", no_args_is_help=True)
Party = Annotated[UUID, typer.Argument(help="Id of the customer.")]
Mandate = Annotated[UUID, typer.Argument(help="From `mandates list`.")]


@app.command("list")
def list_uses(party: Party, *, as_json: AsJson = False) -> None:
    """Show when each mandate was presented, and which are held since a return."""
    with opened(as_json=as_json) as (kontor, screen):
        screen.list(kontor.mandates.uses(party), _uses)


@app.command()
def release(party: Party, mandate: Mandate, *, as_json: AsJson = False) -> None:
    """End billing's hold after a return."""
    with opened(as_json=as_json) as (kontor, screen):
        screen.list([kontor.mandates.step(party, mandate, "release")], _uses)


@app.command()
def finish(party: Party, mandate: Mandate, *, as_json: AsJson = False) -> None:
    """Make the mandate's next debit its last (FNAL)."""
    with opened(as_json=as_json) as (kontor, screen):
        screen.list([kontor.mandates.step(party, mandate, "finish")], _uses)


def _uses(found: Sequence[MandateUse]) -> Table:
    made = table("Mandate", "Presented", "Held", "Last debit")
    for one in found:
        last = "presented" if one.last_presented else "next" if one.last_wanted else ""
        made.add_row(str(one.id), str(one.presented_on or ""), one.hold, last)
    return made
