"""`kontor articles`: the price list."""

from typing import Annotated

import typer

from kontor_cli import tables
from kontor_cli.opened import AsJson, opened

app = typer.Typer(help="Articles of the price list.", no_args_is_help=True)
Prices = Annotated[
    list[str],
    typer.Option("--price", help="All of its prices, oldest first.", metavar="FROM=PRICE"),
]


@app.command("list")
def list_articles(*, as_json: AsJson = False) -> None:
    """Show every article with its latest price."""
    with opened(as_json=as_json) as (kontor, screen):
        screen.list(kontor.billing.articles(), tables.articles)


@app.command("set")
def set_article(  # noqa: PLR0913  # each is one thing that an article says
    number: Annotated[str, typer.Argument(help="As lines name it.")],
    name: Annotated[str, typer.Option(help="In German; other languages fall back to it.")],
    prices: Prices,
    *,
    name_fr: Annotated[str, typer.Option(help="In French.")] = "",
    name_en: Annotated[str, typer.Option(help="In English.")] = "",
    unit: Annotated[str, typer.Option(help="Code of UN/ECE Recommendation 20.")] = "C62",
    vat_class: Annotated[str, typer.Option(help="standard, intermediate, ... zero")] = "standard",
    months: Annotated[int, typer.Option(help="What the price is for: 1, 2, 3, 6, 12.")] = 1,
    as_json: AsJson = False,
) -> None:
    """Make or change an article; `kontor import articles` takes a whole list."""
    fields = {
        "name": {"de": name, "fr": name_fr, "en": name_en},
        "unit": unit,
        "vat_class": vat_class,
        "interval_months": months,
        "prices": [price_of(one) for one in prices],
    }
    with opened(as_json=as_json) as (kontor, screen):
        screen.list([kontor.billing.put_article(number, fields)], tables.articles)


def price_of(text: str) -> dict[str, str]:
    """`2026-01-01=29.90`; the service says what is wrong with either."""
    valid_from, _, price = text.partition("=")
    return {"valid_from": valid_from, "unit_price": price}
