"""What billing answers about payments and returns, as the pages read it."""

from datetime import date
from uuid import UUID

from kontor_contracts.values import Amount, Value

from kontor_web.paging import address


class Incoming(Value):
    key: str
    amount: Amount
    currency: str
    booked_on: date | None = None
    references: tuple[str, ...] = ()
    text: str = ""
    payer: str = ""
    iban: str = ""


class Allocation(Value):
    invoice_id: UUID
    invoice_number: str
    amount: Amount


class Payment(Value):
    id: UUID
    payment: Incoming
    state: str
    reason: str = ""
    allocations: tuple[Allocation, ...] = ()

    @property
    def path(self) -> str:
        return f"/bank/payments/{self.id}"


class Return(Value):
    key: str
    kind: str
    reference: str
    amount: Amount | None
    currency: str
    code: str
    text: str = ""


class ReturnEntry(Value):
    entry: Return
    state: str
    reason: str = ""
    collection_id: UUID | None = None

    def to(self, step: str) -> str:
        return address(f"/bank/returns/{step}", {"key": self.entry.key})


class Taken(Value):
    """What became of a file."""

    entries: tuple[ReturnEntry, ...]
    payments: tuple[Payment, ...] = ()
    #: Not reached in time: the same file again takes them.
    remaining: int = 0
