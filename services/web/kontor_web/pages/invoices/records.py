"""What billing and delivery answer about invoices, as the pages read it."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from kontor_contracts.billing.invoice import Invoice, InvoiceKind
from kontor_contracts.customers.team import TeamRole
from kontor_contracts.values import Amount, Value
from pydantic import AwareDatetime

from kontor_web.access import Person

MAY_ISSUE = frozenset({TeamRole.ADMIN, TeamRole.ACCOUNTING})


class InvoiceLine(Value):
    id: UUID
    number: str
    kind: InvoiceKind
    preceding_number: str = ""
    party_id: UUID
    account_number: str
    account_name: str = ""
    currency: str
    issued_on: date
    due_on: date
    state: str
    payable: Amount
    open: Amount

    @property
    def is_credit_note(self) -> bool:
        return self.kind is InvoiceKind.CREDIT_NOTE

    @property
    def billed(self) -> Decimal:
        """What it adds to what the customer was billed."""
        return -self.payable if self.is_credit_note else self.payable


class WholeInvoice(InvoiceLine):
    paid: Amount
    credited: Amount
    credit: Amount = Decimal(0)
    invoice: Invoice


class Step(Value):
    """Something that became of a delivery."""

    at: AwareDatetime
    state: str
    code: str = ""
    reason: str = ""


class MailRecipient(Value):
    name: str
    email: str
    state: str
    words: str = ""


class DeliveryStory(Value):
    channel: str
    method: str
    state: str
    to: tuple[str, ...] = ()
    code: str = ""
    reason: str = ""
    attempts: int = 0
    story: tuple[Step, ...] = ()
    recipients: tuple[MailRecipient, ...] = ()


class Attempt(Value):
    """A collection of an invoice, and what became of it."""

    id: UUID
    reference: str
    way: str
    amount: Amount
    currency: str
    due_on: date
    state: str
    code: str = ""
    text: str = ""

    @property
    def came_back(self) -> bool:
        return self.state in {"returned", "rejected"}


def may_issue(person: Person) -> bool:
    return bool(MAY_ISSUE & set(person.member.roles))
