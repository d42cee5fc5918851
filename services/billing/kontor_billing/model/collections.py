"""A collection after issue: open until its money is asked for, and then what became of that."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from kontor_contracts.billing.invoice import Collection, CollectionWay, Invoice
from kontor_contracts.values import Amount, CurrencyCode, Value


class CollectionState(StrEnum):
    OPEN = "open"
    IN_FILE = "in-file"
    #: The bank has its file, and no money yet.
    PRESENTED = "presented"
    #: GoCardless has it, and no money yet.
    IN_FLIGHT = "in-flight"
    #: The money has come, by the bank or GoCardless; that can be taken back.
    COLLECTED = "collected"
    #: By the bank, before settlement.
    REJECTED = "rejected"
    #: By the bank, after settlement.
    RETURNED = "returned"


class OpenCollection(Value):
    """What is kept of a collection beside its frozen invoice, to be worked with."""

    id: UUID
    invoice_id: UUID
    invoice_number: str
    run_id: UUID | None
    party_id: UUID
    #: The party that pays in its place; the mandate is this one's.
    payer_id: UUID | None = None
    reference: str
    way: CollectionWay
    amount: Amount
    currency: CurrencyCode
    due_on: date
    mandate_id: UUID | None = None
    state: CollectionState = CollectionState.OPEN

    @property
    def debtor_id(self) -> UUID:
        """The party that the mandate is of."""
        return self.payer_id or self.party_id


class TrackedCollection(OpenCollection):
    """A collection with what has happened to it since."""

    #: Sequence of what GoCardless told last.
    told: int = 0
    file_id: UUID | None = None
    #: `PmtInfId` in the file.
    block: str = ""
    sequence: str = ""
    collection_date: date | None = None
    #: Why it came back.
    code: str = ""
    text: str = ""


def opened(invoice: Invoice, collection: Collection) -> OpenCollection:
    return OpenCollection(
        id=collection.id,
        invoice_id=invoice.id,
        invoice_number=invoice.number,
        run_id=invoice.run_id,
        party_id=invoice.party_id,
        payer_id=invoice.payer.party_id if invoice.payer else None,
        reference=collection.reference,
        way=collection.way,
        amount=collection.amount,
        currency=invoice.currency,
        due_on=collection.due_on,
        mandate_id=collection.mandate_id,
    )
