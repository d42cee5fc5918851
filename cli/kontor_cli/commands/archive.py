"""`kontor archive`: files that wait for invoices which will not come."""

from typing import Annotated

import typer

from kontor_cli import tables
from kontor_cli.choosing import RunOrPeriod, chosen
from kontor_cli.client.delivery import FileKind
from kontor_cli.client.delivery_answers import DepositRow
from kontor_cli.opened import AsJson, opened

app = typer.Typer(help="Chorus Pro archives and GoCardless files.", no_args_is_help=True)


@app.callback()
def archive() -> None:
    """Chorus Pro archives and GoCardless files."""


@app.command()
def close(
    run: RunOrPeriod,
    *,
    kind: Annotated[FileKind, typer.Option(help="Which files.")] = FileKind.CHORUS_PRO,
    as_json: AsJson = False,
) -> None:
    """Close the files of RUN with what is there; what comes later goes into a day's file."""
    with opened(as_json=as_json) as (kontor, screen):
        runs = chosen(kontor.billing, run)
        for one in runs:
            kontor.delivery.close_files(one.id, kind)
        closing = {"closing": [one.label for one in runs], "kind": kind}
        screen.show(closing, lambda: "The files close with what is there.")


@app.command()
def deposits(
    *,
    state: Annotated[str, typer.Option(help="planned, deposited, refused, unknown ...")] = "",
    as_json: AsJson = False,
) -> None:
    """How Chorus Pro flows by API stand, the newest first."""
    with opened(as_json=as_json) as (kontor, screen):
        found = list(kontor.delivery.deposits(state))
        shown = [one.model_dump(mode="json") for one in found]
        screen.show({"deposits": shown}, lambda: tables.deposits(found))


Flow = Annotated[str, typer.Argument(help="Name of a flow by API.")]


@app.command()
def again(flow: Flow, *, as_json: AsJson = False) -> None:
    """Deposit FLOW, which Chorus Pro refused, again, once what hindered it is mended."""
    with opened(as_json=as_json) as (kontor, screen):
        found = _known(kontor.delivery.deposit_again(flow), flow)
        screen.show({"again": found.name}, lambda: f"{found.name} is deposited again.")


@app.command()
def pack_again(flow: Flow, *, as_json: AsJson = False) -> None:
    """Put what Chorus Pro rejected of FLOW into the day's next flow, once it is mended."""
    with opened(as_json=as_json) as (kontor, screen):
        found = _known(kontor.delivery.pack_again(flow), flow)
        words = f"What was rejected of {found.name} goes into the next flow."
        screen.show({"packed_again": found.name}, lambda: words)


def _known(found: DepositRow | None, flow: str) -> DepositRow:
    if found is None:
        raise typer.BadParameter(f"no flow by API is called {flow}")
    return found
