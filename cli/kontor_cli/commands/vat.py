"""`kontor vat`: rates of VAT by country and class."""

from collections.abc import Sequence
from typing import Annotated

import typer
from rich.table import Table

from kontor_cli.client.vat import VatTable
from kontor_cli.opened import AsJson, opened
from kontor_cli.tables import table

app = typer.Typer(help="Rates of VAT by country and class.", no_args_is_help=True)
Rates = Annotated[
    list[str],
    typer.Option("--rate", help="All rates, oldest first, in percent.", metavar="FROM=RATE"),
]


@app.command("list")
def list_rates(*, as_json: AsJson = False) -> None:
    """Show every rate with its first day."""
    with opened(as_json=as_json) as (kontor, screen):
        screen.list(kontor.vat.tables(), _rates)


@app.command("set")
def set_rates(
    country: Annotated[str, typer.Argument(help="As in DE.")],
    rate_class: Annotated[str, typer.Argument(help="standard, intermediate, ... zero")],
    rates: Rates,
    *,
    as_json: AsJson = False,
) -> None:
    """Replace all rates of a country and class; what is billed already stays as it is."""
    with opened(as_json=as_json) as (kontor, screen):
        made = kontor.vat.put(country, rate_class, [rate_of(one) for one in rates])
        screen.list([made], _rates)


def rate_of(text: str) -> dict[str, str]:
    """`2026-01-01=19`; the service says what is wrong with either."""
    valid_from, _, rate = text.partition("=")
    return {"valid_from": valid_from, "rate": rate}


def _rates(found: Sequence[VatTable]) -> Table:
    made = table("Country", "Class", "From", "Until", "Rate", numbers=["Rate"])
    for one in found:
        for rate in one.rates:
            until = str(rate.valid_until or "")
            made.add_row(one.country, one.rate_class, str(rate.valid_from), until, f"{rate.rate} %")
    return made
