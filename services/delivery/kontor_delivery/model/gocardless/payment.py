"""A collection at GoCardless: by API asked for once, by file awaited; it stands as told there."""

from collections.abc import Container
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Self
from uuid import UUID

from kontor_contracts.billing.invoice import Collection, CollectionWay, InvoiceGenerated
from kontor_contracts.delivery.gocardless import GocardlessPaymentChanged, GocardlessStanding
from kontor_contracts.values import Amount, CurrencyCode, Language, Value

from kontor_delivery.model.export import INVOICE_WORD, LONGEST_CELL, working_days_after
from kontor_delivery.model.gocardless.provider import (
    PaymentRequest,
    ProviderMandate,
    ProviderPayment,
)

#: After so long GoCardless may have forgotten a key: an open outcome is looked up before anything.
KEY_LIFETIME = timedelta(hours=24)

#: Why a payment is unclear though nothing speaks against asking again.
OUTCOME_UNKNOWN = "outcome-unknown"


class PaymentState(StrEnum):
    #: To be checked against mandate and provider, then asked for.
    RECORDED = "recorded"
    #: Key and body are stored: from here on the call may have been made.
    REQUESTED = "requested"
    #: GoCardless has it; how it stands, `standing` says.
    CREATED = "created"
    #: Nothing was created, for a reason that a person can mend.
    REFUSED = "refused"
    #: Nobody can say whether there is a payment: a person must look.
    UNCLEAR = "unclear"
    #: In a closed file: a person hands it in, and GoCardless makes the payment.
    EXPORTED = "exported"


#: States in which GoCardless may tell of a payment that we do not know.
AWAITED = frozenset({PaymentState.REFUSED, PaymentState.UNCLEAR, PaymentState.EXPORTED})
#: So many working days after a file was closed, its payments should be at GoCardless.
PATIENCE_WITH_FILES = 2


class ApiPayment(Value):
    """`due_at` says when a worker may take it up next; `version` counts what was told of it."""

    id: UUID
    version: int = 0
    state: PaymentState = PaymentState.RECORDED
    #: Counts what a person has started again; each has a key of its own.
    attempt: int = 1
    invoice_id: UUID
    invoice_number: str
    party_id: UUID
    #: The party that pays in its place; the mandate is this one's.
    payer_id: UUID | None = None
    run_id: UUID | None
    reference: str
    amount: Amount
    currency: CurrencyCode
    language: Language
    due_on: date
    mandate_id: UUID | None
    mandate_reference: str
    #: One key, one body, for ever.
    request: PaymentRequest | None = None
    asked_at: datetime | None = None
    payment_id: str = ""
    provider_state: str = ""
    charge_date: date | None = None
    standing: GocardlessStanding | None = None
    code: str = ""
    reason: str = ""
    #: GoCardless tries a failed payment again by itself; said by an event, not by the payment.
    will_retry: bool = False
    #: When the event happened that `code` and `will_retry` are from.
    told_at: datetime | None = None
    attempts: int = 0
    #: So many of the attempts were no failures, but waiting.
    waited: int = 0
    #: The `traceparent` of the invoice.
    trace: str | None = None
    recorded_at: datetime
    due_at: datetime

    @property
    def key(self) -> str:
        """The Idempotency-Key."""
        return f"{self.id}-{self.attempt}"

    @property
    def debtor_id(self) -> UUID:
        """The party that the mandate is of."""
        return self.payer_id or self.party_id

    @property
    def failures(self) -> int:
        """Of the call, in a row, this attempt included."""
        return self.attempts - self.waited if self.state is PaymentState.REQUESTED else 1

    def with_changes(self, **changes: object) -> Self:
        return self.model_copy(update=changes)

    def told(self, **changes: object) -> Self:
        """A change that others hear of."""
        return self.with_changes(version=self.version + 1, **changes)

    def requested(self, mandate_id: UUID, mandate: ProviderMandate, now: datetime) -> Self:
        """Charged on the due day, or on the first day after it that the mandate allows."""
        earliest = mandate.next_charge
        charge_date = max(self.due_on, earliest) if earliest else None
        request = PaymentRequest(
            amount=minor_units(self.amount),
            currency=self.currency,
            mandate=mandate.id,
            charge_date=charge_date,
            description=f"{INVOICE_WORD[self.language]} {self.reference}"[:LONGEST_CELL],
            collection=str(self.id),
            invoice=self.reference,
            party=str(self.party_id),
        )
        return self.with_changes(
            state=PaymentState.REQUESTED,
            request=request,
            asked_at=now,
            waited=self.attempts - 1,
            mandate_id=mandate_id,
            mandate_reference=mandate.id,
        )

    def key_is_old(self, now: datetime) -> bool:
        return self.asked_at is not None and now - self.asked_at > KEY_LIFETIME

    def created(self, found: ProviderPayment) -> Self:
        created = self.with_changes(state=PaymentState.CREATED, payment_id=found.id, code="")
        return created.told(**standing_fields(found, will_retry=False), reason="")

    @property
    def awaited(self) -> bool:
        """Not asked about, though GoCardless may tell of a payment that we do not know."""
        return self.state in AWAITED and not self.payment_id

    def adopted(self) -> Self:
        """GoCardless has a payment for it."""
        if not self.awaited:
            return self
        return self.with_changes(state=PaymentState.CREATED, code="", reason="")

    def fits(self, found: ProviderPayment) -> bool:
        """Whether a payment made from a file is the one that its row asked for."""
        ours = (minor_units(self.amount), self.currency)
        return ours == (found.amount, found.currency)

    def unseen(self) -> Self:
        """The file was closed days ago, and GoCardless has told of no payment."""
        reason = f"{self.reference}: was the file handed in? Look into GoCardless' dashboard"
        return self.unclear("export-not-seen", reason)

    def refused(self, code: str, reason: str) -> Self:
        standing = GocardlessStanding.REFUSED
        return self.told(state=PaymentState.REFUSED, standing=standing, code=code, reason=reason)

    def unclear(self, code: str, reason: str) -> Self:
        standing = GocardlessStanding.UNKNOWN
        return self.told(state=PaymentState.UNCLEAR, standing=standing, code=code, reason=reason)

    def again(self, now: datetime) -> Self | None:
        """What a person may have asked for again; None where that could charge twice.

        What was refused gets a key of its own, for a key stands for one body. What is unclear
        keeps its key, and is looked for first.
        """
        if self.state is PaymentState.UNCLEAR and self.code == OUTCOME_UNKNOWN:
            return self.with_changes(state=PaymentState.REQUESTED, due_at=now)
        return self._anew(now) if self.state is PaymentState.REFUSED else None

    def _anew(self, now: datetime) -> Self:
        return self.with_changes(
            state=PaymentState.RECORDED,
            attempt=self.attempt + 1,
            request=None,
            asked_at=None,
            code="",
            reason="",
            recorded_at=now,
            due_at=now,
        )

    def changed(self, at: datetime) -> GocardlessPaymentChanged:
        return GocardlessPaymentChanged(
            collection_id=self.id,
            sequence=self.version,
            invoice_id=self.invoice_id,
            invoice_number=self.invoice_number,
            party_id=self.party_id,
            reference=self.reference,
            amount=self.amount,
            currency=self.currency,
            standing=self.standing or GocardlessStanding.UNKNOWN,
            state=self.provider_state,
            payment_id=self.payment_id,
            charge_date=self.charge_date,
            code=self.code,
            reason=self.reason,
            mandate_id=self.mandate_id,
            at=at,
        )


def payments_of(fact: InvoiceGenerated, now: datetime) -> list[ApiPayment]:
    """A payment for each collection of the invoice that goes by API."""
    ways = fact.invoice.collections
    return [_payment(one, fact, now) for one in ways if one.way is CollectionWay.GOCARDLESS_API]


def exported(fact: InvoiceGenerated, references: Container[str], now: datetime) -> list[ApiPayment]:
    """The collections of an invoice that went into a file."""
    due_at = working_days_after(now, PATIENCE_WITH_FILES)
    return [
        _payment(one, fact, now).with_changes(state=PaymentState.EXPORTED, due_at=due_at)
        for one in fact.invoice.collections
        if one.way is CollectionWay.GOCARDLESS_FILE and one.reference in references
    ]


def minor_units(amount: Decimal) -> int:
    """Cents, exactly: an amount has two decimals."""
    return int(amount.scaleb(2))


def _payment(collection: Collection, fact: InvoiceGenerated, now: datetime) -> ApiPayment:
    invoice = fact.invoice
    return ApiPayment(
        id=collection.id,
        invoice_id=invoice.id,
        invoice_number=invoice.number,
        party_id=invoice.party_id,
        payer_id=invoice.payer.party_id if invoice.payer else None,
        run_id=invoice.run_id,
        reference=collection.reference,
        amount=collection.amount,
        currency=invoice.currency,
        language=invoice.language,
        due_on=collection.due_on,
        mandate_id=collection.mandate_id,
        mandate_reference=collection.mandate_reference,
        recorded_at=now,
        due_at=now,
    )


def standing_fields(found: ProviderPayment, *, will_retry: bool) -> dict[str, object]:
    return {
        "provider_state": found.state,
        "charge_date": found.charge_date,
        "standing": found.standing(will_retry=will_retry),
    }
