"""The shapes of what is told about collections by API."""

from datetime import date, datetime
from typing import Self
from uuid import UUID

from kontor_contracts.delivery.gocardless import GocardlessStanding
from pydantic import BaseModel

from kontor_delivery.model.gocardless.event import ProviderEvent
from kontor_delivery.model.gocardless.payment import ApiPayment, PaymentState


class CollectionLine(BaseModel):
    """A collection: what we did about it (`state`), and how it stands there (`standing`)."""

    id: UUID
    invoice_id: UUID
    invoice_number: str
    party_id: UUID
    reference: str
    amount: str
    currency: str
    due_on: date
    mandate_reference: str
    state: PaymentState
    attempt: int
    payment_id: str
    provider_state: str
    standing: GocardlessStanding | None
    charge_date: date | None
    code: str
    reason: str

    @classmethod
    def of(cls, payment: ApiPayment) -> Self:
        return cls.model_validate({**payment.model_dump(), "amount": f"{payment.amount:.2f}"})


class UnmatchedEvent(BaseModel):
    event_id: str
    resource: str
    action: str
    subject: str
    happened_at: datetime
    reason: str

    @classmethod
    def of(cls, event: ProviderEvent) -> Self:
        return cls.model_validate(event, from_attributes=True)
