"""`kontor invoices`: one by one, from a draft by hand to a mail sent again."""

import json
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer
from kontor_contracts.values import Value

from kontor_cli import invoice_tables
from kontor_cli.choosing import Invoice, invoice_named
from kontor_cli.client.delivery_answers import DeliveryRow
from kontor_cli.client.invoices import Collection, InvoiceLine
from kontor_cli.opened import AsJson, opened

app = typer.Typer(help="Invoices and credit notes, one by one.", no_args_is_help=True)
Wanted = Annotated[
    Path, typer.Argument(help="JSON, as POST /invoices takes it.", exists=True, metavar="FILE")
]


class InvoiceStory(Value):
    """An invoice, its money and its ways out."""

    invoice: InvoiceLine
    collections: tuple[Collection, ...]
    deliveries: tuple[DeliveryRow, ...]


@app.command("list")
def list_invoices(
    *,
    party: Annotated[UUID | None, typer.Option(help="Id of the customer.")] = None,
    state: Annotated[str, typer.Option(help="open, paid, cancelled ...")] = "",
    overdue: Annotated[bool, typer.Option("--overdue", help="Only those past due.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show invoices and credit notes, and what is open of each."""
    asked = {"party_id": str(party)} if party else {}
    asked |= {"state": state} if state else {}
    asked |= {"overdue": "true"} if overdue else {}
    with opened(as_json=as_json) as (kontor, screen):
        screen.list(kontor.invoices.all(**asked), invoice_tables.invoices)


@app.command()
def show(number: Invoice, *, as_json: AsJson = False) -> None:
    """Show INVOICE with its collections and the ways on which it left."""
    with opened(as_json=as_json) as (kontor, screen):
        found = invoice_named(kontor, number)
        story = InvoiceStory(
            invoice=found,
            collections=tuple(kontor.invoices.collections(found.id)),
            deliveries=tuple(kontor.invoices.deliveries(found.id)),
        )
        screen.show(story, lambda: invoice_tables.invoices([found]))
        screen.aside(
            invoice_tables.collections(story.collections),
            invoice_tables.deliveries(story.deliveries),
        )


@app.command()
def preview(file: Wanted, *, as_json: AsJson = False) -> None:
    """Show what the invoice of FILE would come to; nothing is written."""
    with opened(as_json=as_json) as (kontor, screen):
        sums = kontor.invoices.preview(read(file)).invoice.totals
        screen.show(sums, lambda: f"{sums.net} net, {sums.vat} VAT, {sums.gross} gross.")


@app.command()
def issue(
    file: Wanted,
    *,
    again: Annotated[bool, typer.Option("--again", help="One more like the last.")] = False,
    as_json: AsJson = False,
) -> None:
    """Issue the invoice of FILE; sent again by you within a week, it shows the one there is."""
    with opened(as_json=as_json) as (kontor, screen):
        made = kontor.invoices.issue(read(file), file.read_bytes(), again=again)
        screen.list([made], invoice_tables.invoices)


@app.command()
def credit(  # noqa: PLR0913  # one per field
    number: Invoice,
    reason: Annotated[str, typer.Option(help="What the credit note says.")],
    *,
    line: Annotated[
        list[int] | None, typer.Option(help="Position of a line; each with an option of its own.")
    ] = None,
    amount: Annotated[str, typer.Option(help="Net of VAT, instead of lines.")] = "",
    vat_rate: Annotated[str, typer.Option(help="Of the amount, where there are several.")] = "",
    release: Annotated[bool, typer.Option("--release", help="A later run bills it anew.")] = False,
    again: Annotated[bool, typer.Option("--again", help="One more like the last.")] = False,
    as_json: AsJson = False,
) -> None:
    """Credit lines, an amount, or the whole of INVOICE, which cancels it.

    The same words again, by you within a week, show the credit note that there is.
    """
    asked: dict[str, object] = {"reason": reason, "lines": line or [], "release": release}
    asked |= {"amount": amount} if amount else {}
    asked |= {"vat_rate": vat_rate} if vat_rate else {}
    with opened(as_json=as_json) as (kontor, screen):
        made = kontor.invoices.credit(invoice_named(kontor, number).id, asked, again=again)
        screen.list([made], invoice_tables.invoices)


@app.command()
def send(
    number: Invoice,
    *,
    method: Annotated[str, typer.Option(help="Or email-notice.")] = "email-attachment",
    as_json: AsJson = False,
) -> None:
    """Mail INVOICE once more, to the recipients of today."""
    with opened(as_json=as_json) as (kontor, screen):
        row = kontor.invoices.send(invoice_named(kontor, number).id, method)
        screen.list([row], invoice_tables.deliveries)


def read(file: Path) -> dict[str, object]:
    try:
        return dict(json.loads(file.read_text(encoding="utf-8")))
    except (TypeError, ValueError) as wrong:
        raise typer.BadParameter(f"{file} is no JSON object: {wrong}") from wrong
