"""Which invoices an incoming payment is for: by reference, else by IBAN and exact amount."""

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import Self
from uuid import UUID, uuid5

from kontor_contracts.billing.collection import BankEntryKind, BankEntryUnmatched
from kontor_contracts.billing.invoice import InvoiceKind
from kontor_contracts.errors import FieldError, InvalidInputError
from kontor_contracts.values import Amount, Value
from pydantic import Field

from kontor_billing.model.bank_entries import NotAssignableError
from kontor_billing.model.entered import FilledText, Strict
from kontor_billing.model.incoming import IncomingPayment
from kontor_billing.model.receivable import Receivable
from kontor_billing.model.vat import ZERO

PAYMENTS = UUID("0198f000-0000-7000-8000-0000000000d2")
#: Words of a text that are looked up; more than that is no reference.
MOST_WORDS = 60
_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9+_/\-]*")
_ATTEMPT = re.compile(r"^(.+)-\d{1,2}-\d$")


class PaymentState(StrEnum):
    MATCHED = "matched"
    UNMATCHED = "unmatched"
    #: Money that is counted already: a debit that has settled, told once more.
    EVIDENCE = "evidence"
    #: By a person.
    ASSIGNED = "assigned"
    DISMISSED = "dismissed"


class Allocation(Value):
    invoice_id: UUID
    invoice_number: str
    amount: Amount


class ReceivedPayment(Value):
    """A payment and what was made of it; its id comes from its key, so it is there once."""

    id: UUID
    payment: IncomingPayment
    state: PaymentState
    reason: str = ""
    allocations: tuple[Allocation, ...] = ()

    def assigned(self, allocations: tuple[Allocation, ...]) -> Self:
        """The same when it was assigned so before."""
        if self.state is PaymentState.ASSIGNED and self.allocations == allocations:
            return self
        news = {"state": PaymentState.ASSIGNED, "reason": "", "allocations": allocations}
        return self._settled(news)

    def dismissed(self, reason: str) -> Self:
        if self.state is PaymentState.DISMISSED:
            return self
        return self._settled({"state": PaymentState.DISMISSED, "reason": reason})

    def told_unmatched(self) -> BankEntryUnmatched:
        said = self.payment
        return BankEntryUnmatched(
            entry_id=f"{self.id}",
            kind=BankEntryKind.PAYMENT,
            amount=said.amount,
            currency=said.currency,
            reference=(said.references or (said.text,))[0][:140],
            reason=self.reason,
        )

    def _settled(self, news: Mapping[str, object]) -> Self:
        if self.state is not PaymentState.UNMATCHED:
            raise NotAssignableError(f"the payment is {self.state} already")
        return self.model_copy(update=dict(news))


class Share(Strict):
    """A part of a payment; without an amount all of it."""

    invoice_id: UUID
    amount: Amount | None = Field(default=None, gt=0)


class Assignment(Strict):
    invoices: tuple[Share, ...] = Field(min_length=1, max_length=100)


class Dismissal(Strict):
    reason: FilledText


def payment_id(key: str) -> UUID:
    return uuid5(PAYMENTS, key)


def words_of(payment: IncomingPayment) -> list[str]:
    """What may be an invoice's number, or a collection's reference."""
    texts = (*payment.references, payment.text)
    found = [word.rstrip("/-+") for text in texts for word in _WORD.findall(text)]
    return list(dict.fromkeys(found))[:MOST_WORDS]


def numbers_in(words: Iterable[str]) -> list[str]:
    """The words, and the invoices' numbers at the head of collections' references."""
    numbers: list[str] = []
    for word in words:
        attempt = _ATTEMPT.match(word)
        numbers += [word, attempt[1]] if attempt else [word]
    return list(dict.fromkeys(numbers))


def placed(
    payment: IncomingPayment, named: Iterable[Receivable], of_iban: Iterable[Receivable]
) -> ReceivedPayment:
    """`named` are the invoices that it names, `of_iban` those of its payer over its amount."""
    by_reference = _payable(payment, named)
    if len(by_reference) == 1:
        return received(payment, [(by_reference[0], payment.amount)])
    if by_reference:
        opens = [(one, one.open) for one in by_reference if one.open]
        if sum((part for _, part in opens), ZERO) == payment.amount:
            return received(payment, opens)
        return unmatched(payment, "several-invoices")
    candidates = _payable(payment, of_iban)
    if len(candidates) == 1:
        return received(payment, [(candidates[0], payment.amount)])
    return unmatched(payment, "several-candidates" if candidates else "no-such-invoice")


def received(
    payment: IncomingPayment, parts: Iterable[tuple[Receivable, Decimal]]
) -> ReceivedPayment:
    return ReceivedPayment(
        id=payment_id(payment.key),
        payment=payment,
        state=PaymentState.MATCHED,
        allocations=tuple(_allocation(one, part) for one, part in parts),
    )


def unmatched(payment: IncomingPayment, reason: str) -> ReceivedPayment:
    return ReceivedPayment(
        id=payment_id(payment.key), payment=payment, state=PaymentState.UNMATCHED, reason=reason
    )


def without_invoice(payment: IncomingPayment, state: PaymentState, reason: str) -> ReceivedPayment:
    """Of debits, whose settlement pays their invoices."""
    return ReceivedPayment(id=payment_id(payment.key), payment=payment, state=state, reason=reason)


def chosen(
    payment: IncomingPayment, assignment: Assignment, invoices: Sequence[Receivable]
) -> tuple[Allocation, ...]:
    """What a person says it is for; all of it and no more."""
    known = {one.id: one for one in invoices if one.kind is InvoiceKind.INVOICE}
    alone = len(assignment.invoices) == 1
    parts = [
        (share, share.amount or (payment.amount if alone else None))
        for share in assignment.invoices
    ]
    wrong = [
        FieldError(f"invoices.{number}", code, message)
        for number, (share, part) in enumerate(parts)
        for code, message in _share_problems(share, part, known)
    ]
    total = sum((part for _, part in parts if part), ZERO)
    if not wrong and total != payment.amount:
        message = f"the parts are {total}, the payment is {payment.amount}"
        wrong = [FieldError("invoices", "sum-differs", message)]
    if wrong:
        raise InvalidInputError("the payment cannot be assigned so", fields=wrong)
    return tuple(_allocation(known[share.invoice_id], part) for share, part in parts if part)


def _share_problems(
    share: Share, part: Decimal | None, known: Mapping[UUID, Receivable]
) -> Iterable[tuple[str, str]]:
    if share.invoice_id not in known:
        yield "unknown-invoice", "there is no such invoice"
    if part is None:
        yield "amount-missing", "say how much of the payment is for each of several invoices"


def _payable(payment: IncomingPayment, found: Iterable[Receivable]) -> list[Receivable]:
    return [
        one for one in found if one.kind is InvoiceKind.INVOICE and one.currency == payment.currency
    ]


def _allocation(invoice: Receivable, part: Decimal) -> Allocation:
    return Allocation(invoice_id=invoice.id, invoice_number=invoice.number, amount=part)
