"""A run explained before it is made."""

from collections.abc import Iterable
from uuid import UUID

from kontor_contracts.billing.run import RunTotals
from kontor_contracts.customers.party import DeliveryMethod
from kontor_contracts.values import Amount, CurrencyCode, Value

from kontor_billing.model.decision import Decision
from kontor_billing.model.draft import Draft
from kontor_billing.model.grouping import Split
from kontor_billing.model.left_out import LeftOut
from kontor_billing.model.run import outcome_of, totals_of


class PreviewedInvoice(Value):
    """An invoice as the run would issue it; `splits` say why its folders stand apart."""

    party_id: UUID
    account_number: str
    name: str
    folders: tuple[str, ...]
    splits: tuple[Split, ...]
    net: Amount
    vat: Amount
    gross: Amount
    currency: CurrencyCode
    delivery_method: DeliveryMethod


class Preview(Value):
    period: str
    totals: RunTotals
    invoices: tuple[PreviewedInvoice, ...]
    left_out: tuple[LeftOut, ...]


def preview_of(month: str, decisions: Iterable[Decision]) -> Preview:
    """By account number, as people look for them."""
    made = tuple(decisions)
    invoices = (_previewed(draft) for decision in made for draft in decision.invoices)
    left_out = (one for decision in made for one in decision.left_out)
    return Preview(
        period=month,
        totals=totals_of([outcome_of(made)]),
        invoices=tuple(sorted(invoices, key=lambda one: (one.account_number, one.folders))),
        left_out=tuple(sorted(left_out, key=lambda one: (one.account_number, one.folders))),
    )


def _previewed(draft: Draft) -> PreviewedInvoice:
    invoice = draft.invoice
    return PreviewedInvoice(
        party_id=invoice.party_id,
        account_number=invoice.buyer.number,
        name=invoice.buyer.name,
        folders=draft.group.folder_numbers,
        splits=draft.group.splits,
        net=invoice.totals.net,
        vat=invoice.totals.vat,
        gross=invoice.totals.gross,
        currency=invoice.currency,
        delivery_method=draft.delivery.method,
    )
