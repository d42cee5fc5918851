"""One invoice on one way out: what every channel's row says."""

from datetime import datetime
from typing import Self
from uuid import UUID, uuid5

from kontor_contracts.billing.invoice import InvoiceGenerated
from kontor_contracts.customers.party import DeliveryMethod
from kontor_contracts.delivery.delivery import Channel, DeliveryFailed, InvoiceDelivered, LeftOut
from kontor_contracts.values import Value

from kontor_delivery.model.states import State


def delivery_id(invoice_id: UUID, channel: Channel) -> UUID:
    """An invoice leaves once per channel, so the two name the delivery."""
    return uuid5(invoice_id, channel)


class Delivery(Value):
    """`due_at` says when a worker may take it up next."""

    id: UUID
    channel: Channel
    state: State
    invoice_id: UUID
    invoice_number: str
    party_id: UUID
    run_id: UUID | None
    method: DeliveryMethod
    #: Addresses of a mail; the name of the file that holds the invoice.
    to: tuple[str, ...] = ()
    #: Kebab-case code and words of what went wrong last.
    code: str = ""
    reason: str = ""
    attempts: int = 0
    due_at: datetime
    #: The `traceparent` of the fact that it comes from.
    trace: str | None = None

    def with_changes(self, **changes: object) -> Self:
        return self.model_copy(update=changes)

    def delivered(self, at: datetime) -> InvoiceDelivered:
        return InvoiceDelivered(
            invoice_id=self.invoice_id,
            invoice_number=self.invoice_number,
            party_id=self.party_id,
            at=at,
            channel=self.channel,
            to=self.to,
        )

    def failed(self, at: datetime) -> DeliveryFailed:
        return DeliveryFailed(
            invoice_id=self.invoice_id,
            invoice_number=self.invoice_number,
            party_id=self.party_id,
            at=at,
            channel=self.channel,
            code=self.code,
            reason=self.reason,
        )

    def left_out(self) -> LeftOut:
        return LeftOut(
            invoice_id=self.invoice_id,
            invoice_number=self.invoice_number,
            code=self.code,
            reason=self.reason,
        )


class InvoiceDelivery(Delivery):
    """A delivery that is made from the invoice itself; `body` is the fact as it was published."""

    body: bytes
    recorded_at: datetime

    def generated(self) -> InvoiceGenerated:
        return InvoiceGenerated.model_validate_json(self.body)

    @classmethod
    def record(
        cls, fact: InvoiceGenerated, channel: Channel, *, state: State, now: datetime
    ) -> Self:
        invoice = fact.invoice
        return cls(
            id=delivery_id(invoice.id, channel),
            channel=channel,
            state=state,
            invoice_id=invoice.id,
            invoice_number=invoice.number,
            party_id=invoice.party_id,
            run_id=invoice.run_id,
            method=fact.delivery.method,
            due_at=now,
            recorded_at=now,
            body=fact.model_dump_json().encode(),
        )
