"""Runs, invoices and debits as people name them."""

from typing import Annotated
from uuid import UUID

import typer

from kontor_cli.client.answers import Run
from kontor_cli.client.billing import BillingApi
from kontor_cli.client.invoices import Collection, InvoiceLine
from kontor_cli.client.kontor import Kontor

Period = Annotated[str, typer.Argument(help="A month such as 2026-10.", metavar="PERIOD")]
Batch = Annotated[str, typer.Option(help="Only the folders of this batch.")]
RunOrPeriod = Annotated[
    str, typer.Argument(help="A run's id, or a month for all its runs.", metavar="RUN")
]
Invoice = Annotated[str, typer.Argument(help="The invoice's number.", metavar="INVOICE")]
Reference = Annotated[
    str, typer.Option("--collection", help="Which debit of the invoice, where it has several.")
]
RUN_HELP = "A run's id, or a month for all its runs."


def chosen(billing: BillingApi, wanted: str) -> list[Run]:
    """The run with this id, or every run of this period; a usage error when there is none."""
    try:
        return [billing.run(UUID(wanted))]
    except ValueError:
        runs = billing.runs(wanted)
    if not runs:
        raise typer.BadParameter(f"there is no run of {wanted}")
    return runs


def invoice_named(kontor: Kontor, number: str) -> InvoiceLine:
    """The invoice or credit note of this number; a usage error when there is none."""
    found = kontor.invoices.numbered(number)
    if found is None:
        raise typer.BadParameter(f"there is no invoice {number}")
    return found


def collection_of(kontor: Kontor, invoice: InvoiceLine, reference: str) -> Collection:
    """The invoice's only collection, or the one of this reference; a usage error otherwise."""
    of_invoice = list(kontor.invoices.collections(invoice.id))
    found = [one for one in of_invoice if reference in {"", one.reference}]
    if len(found) != 1:
        names = ", ".join(one.reference for one in of_invoice) or "none"
        raise typer.BadParameter(f"say which --collection of {invoice.number}: {names}")
    return found[0]
