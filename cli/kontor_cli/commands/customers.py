"""`kontor customers`: find customers and prospects, or write them into a table."""

from pathlib import Path
from typing import Annotated

import typer

from kontor_cli import tables
from kontor_cli.opened import AsJson, opened

app = typer.Typer(help="Customers and prospects.", no_args_is_help=True)

Words = Annotated[
    str, typer.Argument(help="Any part of name, number, contact, phone, VAT id, end of an IBAN.")
]
Lifecycle = Annotated[str, typer.Option(help="customer or prospect.")]
Tag = Annotated[str, typer.Option(help="Only those with this tag.")]
Sort = Annotated[str, typer.Option(help="name, -name, number, -number, newest or oldest.")]


@app.command()
def find(
    words: Words = "",
    *,
    lifecycle: Lifecycle = "",
    tag: Tag = "",
    sort: Sort = "name",
    as_json: AsJson = False,
) -> None:
    """List the customers and prospects that WORDS find; without WORDS all."""
    conditions = asked(q=words, lifecycle=lifecycle, tag=tag, sort=sort)
    with opened(as_json=as_json) as (kontor, screen):
        screen.list(kontor.customers.find(conditions), tables.parties)


@app.command()
def export(
    words: Words = "",
    *,
    to: Annotated[Path, typer.Option(help="File to write.", dir_okay=False)],
    lifecycle: Lifecycle = "",
    tag: Tag = "",
    as_json: AsJson = False,
) -> None:
    """Write the same list as CSV; `kontor import customers` reads it again."""
    conditions = asked(q=words, lifecycle=lifecycle, tag=tag)
    with opened(as_json=as_json) as (kontor, screen):
        to.write_bytes(kontor.customers.exported(conditions))
        screen.show({"file": str(to)}, lambda: f"Written to {to}.")


def asked(**conditions: str) -> dict[str, str]:
    """The conditions that say something."""
    return {name: value for name, value in conditions.items() if value}
