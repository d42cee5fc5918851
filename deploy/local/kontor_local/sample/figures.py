"""Sums of an expectation: one figure for each stage of the way from a run to the bank."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from kontor_local.sample.expectation import Expectation, ExpectedCollection, ExpectedInvoice

MAIL_METHODS = ("email-attachment", "email-notice")
EXPORT, EXPORT_WAY = "gocardless-export", "gocardless-file"
#: Invoices that one Chorus Pro flow, and rows that one GoCardless file may hold.
LARGEST_ARCHIVE, LARGEST_EXPORT = 500, 2000


@dataclass(frozen=True)
class Figures:
    invoices: int
    left_out: int
    net: Decimal
    gross: Decimal
    mails: int
    archive_members: int
    export_rows: int
    export_invoices: int
    export_left_out: int
    #: Number and sum of the debits by scheme, each of which has a file of its own.
    debits: dict[str, int]
    debit_total: Decimal
    debits_excluded: int

    @property
    def documents(self) -> int:
        return self.invoices

    @property
    def archives(self) -> int:
        return full_files(self.archive_members, LARGEST_ARCHIVE)

    @property
    def export_files(self) -> int:
        return full_files(self.export_rows, LARGEST_EXPORT)


def full_files(entries: int, largest: int) -> int:
    return -(-entries // largest)


def figures(expectation: Expectation) -> Figures:
    invoices = list(expectation.invoices())
    ways = Counter(invoice.delivered_by for invoice in invoices)
    debits = [part for part in parts(invoices, "sepa-file") if part.mandate]
    exports = [one for one in invoices if is_for_export(one)]
    return Figures(
        invoices=len(invoices),
        left_out=sum(1 for customer in expectation.customers() if customer.left_out),
        net=sum((invoice.net for invoice in invoices), Decimal(0)),
        gross=sum((invoice.gross for invoice in invoices), Decimal(0)),
        mails=sum(ways[method] for method in MAIL_METHODS),
        archive_members=ways["chorus-pro"],
        export_rows=sum(len(export_parts(one)) for one in exports),
        export_invoices=len(exports),
        export_left_out=sum(1 for one in exports if not export_parts(one)),
        debits=dict(Counter(part.scheme for part in debits)),
        debit_total=sum((part.amount for part in debits), Decimal(0)),
        debits_excluded=len(parts(invoices, "sepa-file")) - len(debits),
    )


def is_for_export(invoice: ExpectedInvoice) -> bool:
    """The GoCardless file holds what it collects, however the invoice itself is delivered."""
    return invoice.delivery_method == EXPORT or bool(parts([invoice], EXPORT_WAY))


def export_parts(invoice: ExpectedInvoice) -> list[ExpectedCollection]:
    """What becomes a row of the file."""
    return [part for part in parts([invoice], EXPORT_WAY) if part.mandate]


def parts(invoices: Iterable[ExpectedInvoice], way: str) -> list[ExpectedCollection]:
    return [part for invoice in invoices for part in invoice.collections if part.way == way]
