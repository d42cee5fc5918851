"""What becomes of a collection once the bank has it."""

from enum import StrEnum
from uuid import UUID

from kontor_contracts.customers.payment import MandateState
from kontor_contracts.event import Event
from kontor_contracts.topics import BILLING_COLLECTION
from kontor_contracts.values import Amount, CurrencyCode


class ReturnKind(StrEnum):
    #: Before settlement: no money had come.
    REJECTED = "rejected"
    #: After settlement: the bank took the money back.
    RETURNED = "returned"


class PaymentReturned(Event, topic=BILLING_COLLECTION):
    """The bank refused a direct debit or took it back. Once per collection."""

    collection_id: UUID
    invoice_id: UUID
    invoice_number: str
    party_id: UUID
    reference: str
    kind: ReturnKind
    amount: Amount
    currency: CurrencyCode
    #: ISO 20022 reason, `AM04`; empty when the bank gave none.
    code: str
    #: The bank's own words.
    text: str = ""
    mandate_id: UUID | None = None
    #: What the mandate must become; none: it stays as it is.
    mandate_becomes: MandateState | None = None
    #: A person must look into it; else it may be presented again.
    needs_person: bool

    @property
    def subject(self) -> str:
        return str(self.collection_id)

    @property
    def key(self) -> str:
        return str(self.party_id)
