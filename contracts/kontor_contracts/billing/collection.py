"""What becomes of a collection once the bank has it."""

from datetime import date
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


class CollectionEvent(Event):
    """A fact of one collection; of a direct debit there is at most one of each, in this order."""

    collection_id: UUID
    invoice_id: UUID
    invoice_number: str
    party_id: UUID
    #: The party that pays in its place; the mandate is this one's.
    payer_id: UUID | None = None
    reference: str
    amount: Amount
    currency: CurrencyCode
    mandate_id: UUID | None = None

    @property
    def subject(self) -> str:
        return str(self.collection_id)

    @property
    def key(self) -> str:
        return str(self.party_id)

    @property
    def debtor_id(self) -> UUID:
        """The party that the mandate is of."""
        return self.payer_id or self.party_id


class DebitAnnounced(CollectionEvent, topic=BILLING_COLLECTION):
    """A debit that came back is to be asked for again on `due_on`, under a reference of its own.

    The debtor must be told day and amount before; the invoice told those of the first debit alone.
    Once per further attempt.
    """

    due_on: date

    @property
    def order(self) -> int:
        return 0


class CollectionPresented(CollectionEvent, topic=BILLING_COLLECTION):
    """The bank has the file with the direct debit. A mandate counts its 36 months from the date.

    Once per collection.
    """

    file_id: UUID
    #: Requested collection date.
    collection_date: date
    #: `FRST`, `RCUR`, `OOFF` or `FNAL`.
    sequence: str

    @property
    def order(self) -> int:
        return 1


class CollectionSettled(CollectionEvent, topic=BILLING_COLLECTION):
    """The money of a direct debit has come; the bank may take it back. Once per collection."""

    collection_date: date
    sequence: str

    @property
    def order(self) -> int:
        return 2


class PaymentReturned(CollectionEvent, topic=BILLING_COLLECTION):
    """The bank refused a direct debit or took it back. Once per collection."""

    kind: ReturnKind
    #: ISO 20022 reason, `AM04`; empty when the bank gave none.
    code: str
    #: The bank's own words.
    text: str = ""
    #: What the mandate must become; none: it stays as it is.
    mandate_becomes: MandateState | None = None
    #: A person must look into it; else it may be presented again.
    needs_person: bool

    @property
    def order(self) -> int:
        return 3


class BankEntryKind(StrEnum):
    RETURN = "return"
    PAYMENT = "payment"


class BankEntryUnmatched(Event, topic=BILLING_COLLECTION):
    """A return or a payment fits no collection or invoice: a person assigns or dismisses it.

    Once per entry, however many files tell of it.
    """

    #: The same for the same entry in every file.
    entry_id: str
    kind: BankEntryKind
    #: None where the bank does not say it.
    amount: Amount | None = None
    currency: str = ""
    #: What the bank says that it is for.
    reference: str = ""
    #: Why it was not placed, `amount-differs`.
    reason: str

    @property
    def subject(self) -> str:
        return self.entry_id
