"""An invoice, its debits and its ways out as tables."""

from collections.abc import Sequence

from kontor_contracts.billing.invoice import InvoiceKind
from rich.table import Table

from kontor_cli.client.delivery_answers import DeliveryRow
from kontor_cli.client.invoices import Collection, InvoiceLine
from kontor_cli.tables import table

KINDS = {InvoiceKind.INVOICE: "invoice", InvoiceKind.CREDIT_NOTE: "credit note"}


def invoices(found: Sequence[InvoiceLine]) -> Table:
    made = table(
        "Invoice", "Kind", "Account", "Issued", "Due", "To pay", "Open", "State",
        numbers=["To pay", "Open"],
    )  # fmt: skip
    for one in found:
        days = (str(one.issued_on), str(one.due_on))
        owed = (f"{one.payable} {one.currency}", f"{one.open}")
        made.add_row(one.number, KINDS[one.kind], one.account_number, *days, *owed, one.state)
    return made


def collections(found: Sequence[Collection]) -> Table:
    made = table("Debit", "Way", "Amount", "Due", "State", "Code", "Text", numbers=["Amount"])
    for one in found:
        cells = (f"{one.amount}", str(one.due_on), one.state, one.code, one.text)
        made.add_row(one.reference, one.way, *cells)
    return made


def deliveries(found: Sequence[DeliveryRow]) -> Table:
    made = table("Invoice", "Way", "State", "To", "Reason")
    for one in found:
        made.add_row(one.invoice_number, one.channel, one.state, ", ".join(one.to), one.reason)
    return made
