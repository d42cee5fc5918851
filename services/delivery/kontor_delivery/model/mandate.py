"""Whether GoCardless would charge a collection today, and if not, why."""

from uuid import UUID

from kontor_contracts.billing.invoice import Collection, CollectionWay, Invoice
from kontor_contracts.customers.payment import (
    GoCardlessMandate,
    GoCardlessMandateState,
    PaymentDetails,
)
from kontor_contracts.values import Value

from kontor_delivery.model.export import CURRENCY, ExportRow, is_safe

#: GoCardless creates payments for mandates in these states.
USABLE = frozenset({
    GoCardlessMandateState.PENDING_CUSTOMER_APPROVAL,
    GoCardlessMandateState.PENDING_SUBMISSION,
    GoCardlessMandateState.SUBMITTED,
    GoCardlessMandateState.ACTIVE,
})  # fmt: skip


class Exclusion(Value):
    """Why a collection cannot be in the file, in words that say what to mend."""

    code: str
    reason: str


class Sorted(Value):
    """The rows of an invoice, and why the rest of it is not among them."""

    rows: tuple[ExportRow, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()

    @property
    def code(self) -> str:
        return self.exclusions[0].code if self.exclusions else ""

    @property
    def reason(self) -> str:
        return "; ".join(one.reason for one in self.exclusions)


def awaits_mandate(invoice: Invoice, payment: PaymentDetails | None) -> bool:
    """Whether a mandate named at issue has not reached us yet."""
    return any(awaits_one(one.mandate_id, payment) for one in _exported(invoice))


def sorted_out(invoice: Invoice, payment: PaymentDetails | None) -> Sorted:
    """Each collection is a row of the file or excluded from it."""
    collections = _exported(invoice)
    if not collections:
        reason = "no part of this invoice is collected by the GoCardless file"
        return Sorted(exclusions=(Exclusion(code="no-gocardless-collection", reason=reason),))
    judged = [(one, _exclusion(one, invoice, payment)) for one in collections]
    return Sorted(
        rows=tuple(_row_of(one, invoice) for one, excluded in judged if not excluded),
        exclusions=tuple(excluded for _, excluded in judged if excluded),
    )


def _exported(invoice: Invoice) -> tuple[Collection, ...]:
    return tuple(one for one in invoice.collections if one.way is CollectionWay.GOCARDLESS_FILE)


def _exclusion(
    collection: Collection, invoice: Invoice, payment: PaymentDetails | None
) -> Exclusion | None:
    """The first rule that keeps the collection out of the file."""
    return _unusable(collection, payment) or _cell_exclusion(collection, invoice.currency)


def _row_of(collection: Collection, invoice: Invoice) -> ExportRow:
    return ExportRow(
        mandate=collection.mandate_reference,
        amount=collection.amount,
        currency=invoice.currency,
        language=invoice.language,
        due_on=collection.due_on,
        reference=collection.reference,
    )


def _mandate(mandate_id: UUID, payment: PaymentDetails | None) -> GoCardlessMandate | None:
    known = payment.gocardless_mandates if payment else ()
    return next((one for one in known if one.id == mandate_id), None)


def mandate_of(mandate_id: UUID | None, payment: PaymentDetails | None) -> GoCardlessMandate | None:
    """The mandate frozen at issue; where there was none, the one that the party has by now."""
    if payment is None or mandate_id:
        return _mandate(mandate_id, payment) if mandate_id else None
    known = payment.gocardless_mandates
    return _mandate(payment.mandate_id, payment) if payment.mandate_id else (known or (None,))[0]


def mandate_exclusion(mandate: GoCardlessMandate | None, reference: str) -> Exclusion | None:
    """Why the collection with this reference cannot use the mandate, if so."""
    if mandate is None:
        return Exclusion(
            code="mandate-missing",
            reason=f"{reference}: enter the customer's GoCardless mandate (MD...)",
        )
    return state_exclusion(reference, mandate.reference, mandate.state)


def state_exclusion(reference: str, mandate: str, state: str) -> Exclusion | None:
    """The same by the mandate's state alone, which may be one that we do not know."""
    if state in USABLE:
        return None
    reason = f"{reference}: mandate {mandate} is {state}"
    return Exclusion(code="mandate-not-active", reason=reason)


def awaits_one(mandate_id: UUID | None, payment: PaymentDetails | None) -> bool:
    """Whether this mandate is named, and has not reached us yet."""
    return mandate_id is not None and _mandate(mandate_id, payment) is None


def _unusable(collection: Collection, payment: PaymentDetails | None) -> Exclusion | None:
    known = collection.mandate_id if collection.mandate_reference else None
    mandate = _mandate(known, payment) if known else None
    return mandate_exclusion(mandate, collection.reference)


def _cell_exclusion(collection: Collection, currency: str) -> Exclusion | None:
    if currency != CURRENCY:
        return Exclusion(code="currency-unsupported", reason=f"the file takes {CURRENCY} only")
    if collection.amount <= 0:
        return Exclusion(
            code="amount-not-positive",
            reason=f"{collection.reference}: {collection.amount} cannot be collected",
        )
    for cell in (collection.reference, collection.mandate_reference):
        if not is_safe(cell):
            return Exclusion(code="text-not-exportable", reason=f"{cell!r} cannot be in the file")
    return None
