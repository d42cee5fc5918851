"""Runs and invoices as lists show them."""

from uuid import UUID

from kontor_contracts.billing.invoice import CollectionWay, InvoiceGenerated
from kontor_contracts.billing.run import RunTotals
from kontor_contracts.customers.party import DeliveryMethod
from kontor_contracts.values import Amount, CurrencyCode, Value

from kontor_billing.model.run import Run, RunState


class ChunkCount(Value):
    done: int
    total: int


class RunView(Value):
    """A run and how far it is; `totals` once it is completed."""

    id: UUID
    label: str
    period: str
    batch: str
    state: RunState
    chunks: ChunkCount
    totals: RunTotals | None


class CollectionView(Value):
    reference: str
    way: CollectionWay
    amount: Amount
    #: Where the way was set: `folder`, `customer` or `organisation`.
    source: str


class IssuedInvoice(Value):
    id: UUID
    number: str
    account_number: str
    account_name: str = ""
    party_id: UUID
    net: Amount
    vat: Amount
    gross: Amount
    currency: CurrencyCode
    delivery_method: DeliveryMethod
    collections: tuple[CollectionView, ...]


def view_of(run: Run, chunks_done: int) -> RunView:
    return RunView(
        id=run.id,
        label=run.label,
        period=run.month,
        batch=run.batch,
        state=run.state,
        chunks=ChunkCount(done=chunks_done, total=run.chunks),
        totals=run.totals,
    )


def issued_invoice(event: InvoiceGenerated) -> IssuedInvoice:
    invoice = event.invoice
    return IssuedInvoice(
        id=invoice.id,
        number=invoice.number,
        account_number=invoice.buyer.number,
        account_name=invoice.buyer.name,
        party_id=invoice.party_id,
        net=invoice.totals.net,
        vat=invoice.totals.vat,
        gross=invoice.totals.gross,
        currency=invoice.currency,
        delivery_method=event.delivery.method,
        collections=tuple(
            CollectionView(
                reference=one.reference, way=one.way, amount=one.amount, source=one.source
            )
            for one in invoice.collections
        ),
    )
