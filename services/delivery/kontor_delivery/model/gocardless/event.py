"""An event of GoCardless: a hint to look, with the cause of what happened."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self
from uuid import UUID, uuid5

from kontor_contracts.values import Value

from kontor_delivery.model.gocardless.payment import ApiPayment, standing_fields
from kontor_delivery.model.gocardless.provider import ProviderPayment
from kontor_delivery.model.wire import Wire

EVENTS = UUID("0b7c6f0e-1a55-4b0d-9d52-6a2a7c1f4b90")
#: So long an event may be about something that we do not know (yet).
PATIENCE = timedelta(hours=24)
#: Actions whose details say why a payment did not go well.
TELLING = frozenset(
    {
        "failed",
        "cancelled",
        "charged_back",
        "customer_approval_denied",
        "late_failure_settled",
    }
)
#: Actions after which what was told before is over.
_OVER = frozenset({"resubmission_requested", "chargeback_cancelled"})


class EventLinks(Wire):
    payment: str = ""
    mandate: str = ""
    new_mandate: str = ""


class EventDetails(Wire):
    cause: str = ""
    description: str = ""
    reason_code: str = ""
    will_attempt_retry: bool = False


class ToldEvent(Wire):
    """An event as it comes over the wire."""

    id: str
    created_at: datetime
    resource_type: str
    action: str
    links: EventLinks = EventLinks()
    details: EventDetails = EventDetails()


class EventState(StrEnum):
    RECEIVED = "received"
    HANDLED = "handled"
    #: About a kind of resource that Kontor does not use.
    IGNORED = "ignored"
    #: About a payment or mandate that is none of ours, after a day of waiting for it.
    UNMATCHED = "unmatched"


class ProviderEvent(Value):
    """Kept once, however often GoCardless sends it."""

    id: UUID
    event_id: str
    #: `payments`, `mandates`
    resource: str
    action: str
    #: Id of the payment or mandate.
    subject: str
    cause: str = ""
    scheme_code: str = ""
    description: str = ""
    will_retry: bool = False
    replaced_by: str = ""
    happened_at: datetime
    state: EventState = EventState.RECEIVED
    reason: str = ""
    attempts: int = 0
    #: The `traceparent` of the request that brought it.
    trace: str | None = None
    recorded_at: datetime
    due_at: datetime

    @classmethod
    def of(cls, told: ToldEvent, now: datetime) -> Self:
        """What Kontor does not use is kept, and not looked at."""
        subject = {"payments": told.links.payment, "mandates": told.links.mandate}
        known = bool(subject.get(told.resource_type))
        return cls(
            id=uuid5(EVENTS, told.id),
            event_id=told.id,
            resource=told.resource_type,
            action=told.action,
            subject=subject.get(told.resource_type, ""),
            cause=told.details.cause,
            scheme_code=told.details.reason_code,
            description=told.details.description,
            will_retry=told.details.will_attempt_retry,
            replaced_by=told.links.new_mandate,
            happened_at=told.created_at,
            state=EventState.RECEIVED if known else EventState.IGNORED,
            recorded_at=now,
            due_at=now,
        )

    def with_state(self, state: EventState, reason: str = "") -> Self:
        return self.model_copy(update={"state": state, "reason": reason})


def stands(payment: ApiPayment, found: ProviderPayment, event: ProviderEvent) -> ApiPayment:
    """How a payment stands after an event; the same object where nobody need hear of it.

    State and day come from the payment itself, never from the event: events come late and in any
    order. The event adds the cause, unless a later one has been heard already.
    """
    if _is_told_by_another(payment, found, event):
        return payment
    heard = _heard(payment, event)
    fields = standing_fields(found, will_retry=heard.will_retry)
    after = heard.with_changes(payment_id=found.id, **fields)
    return payment if after == payment else after.told()


def _is_told_by_another(payment: ApiPayment, found: ProviderPayment, event: ProviderEvent) -> bool:
    """A payment gone wrong waits for the event that says why: it comes, or is caught up with."""
    gone_wrong = found.state in TELLING and found.state != payment.provider_state
    return gone_wrong and event.action not in TELLING


def _heard(payment: ApiPayment, event: ProviderEvent) -> ApiPayment:
    stale = payment.told_at is not None and event.happened_at < payment.told_at
    if stale or event.action not in TELLING | _OVER:
        return payment
    over = event.action in _OVER
    return payment.with_changes(
        code="" if over else event.cause,
        reason="" if over else _words(event),
        will_retry=event.will_retry,
        told_at=event.happened_at,
    )


def _words(event: ProviderEvent) -> str:
    return ": ".join(filter(None, (event.scheme_code, event.description)))
