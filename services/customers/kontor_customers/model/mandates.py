"""The life of a SEPA mandate: its states, its uses, and when it has slept too long."""

from calendar import monthrange
from datetime import date, datetime
from typing import Final

from kontor_contracts.billing.collection import (
    CollectionEvent,
    CollectionPresented,
    CollectionSettled,
    PaymentReturned,
)
from kontor_contracts.customers.mandate import MandateExpiring
from kontor_contracts.customers.payment import MandateState, PaymentDetails, SepaMandate

#: Sequences after which nothing may follow: the only collection, and the final one.
LAST_SEQUENCES: Final = frozenset({"OOFF", "FNAL"})
#: After so many months without a collection presented a mandate is dead (SEPA rulebooks).
DORMANT_MONTHS = 36
ENDED: Final = frozenset({MandateState.CANCELLED, MandateState.EXPIRED, MandateState.CONSUMED})
ALIVE: Final = frozenset({MandateState.ACTIVE, MandateState.SUSPENDED})
NEXT_STATES: Final = {
    MandateState.DRAFT: {MandateState.ACTIVE, MandateState.CANCELLED},
    MandateState.ACTIVE: {MandateState.SUSPENDED, *ENDED},
    MandateState.SUSPENDED: {MandateState.ACTIVE, *ENDED},
}


def may_follow(before: MandateState, after: MandateState) -> bool:
    """Whether a mandate may go from one state to the other; one that has ended goes nowhere."""
    return after is before or after in NEXT_STATES.get(before, set())


def expires_on(mandate: SepaMandate) -> date:
    """36 months after its last use; never used, they count from its signature."""
    last = max(mandate.signed_on, mandate.last_used_on or mandate.signed_on)
    return _months_after(last, DORMANT_MONTHS)


def is_dormant(mandate: SepaMandate, today: date) -> bool:
    """Whether the mandate was not used for 36 months."""
    return expires_on(mandate) <= today


def first_expiry(payment: PaymentDetails) -> date | None:
    """The first day on which one of the living mandates expires, unless it is used."""
    return min((expires_on(one) for one in payment.mandates if one.state in ALIVE), default=None)


def expiring(
    payment: PaymentDetails, today: date, last: date, at: datetime
) -> list[MandateExpiring]:
    """A fact for each living mandate that expires after today, on `last` or before."""
    return [
        MandateExpiring(
            party_id=payment.party_id,
            mandate_id=one.id,
            reference=one.reference,
            last_used_on=one.last_used_on,
            expires_on=expires_on(one),
            at=at,
        )
        for one in payment.mandates
        if one.state in ALIVE and today < expires_on(one) <= last
    ]


def without_dormant(payment: PaymentDetails, today: date) -> PaymentDetails:
    """The next version with dormant mandates expired; `payment` itself when there are none."""
    mandates = tuple(
        one.model_copy(update={"state": MandateState.EXPIRED})
        if one.state in ALIVE and is_dormant(one, today)
        else one
        for one in payment.mandates
    )
    if mandates == payment.mandates:
        return payment
    return payment.model_copy(update={"mandates": mandates, "version": payment.version + 1})


def after_collection(payment: PaymentDetails, event: CollectionEvent) -> PaymentDetails:
    """The details after a fact of a collection, the same however often and late it is told."""
    mandates = tuple(
        _after(one, event) if one.id == event.mandate_id else one for one in payment.mandates
    )
    return payment.model_copy(update={"mandates": mandates})


def _after(mandate: SepaMandate, event: CollectionEvent) -> SepaMandate:
    match event:
        case CollectionPresented():
            return _used(mandate, event.collection_date)
        case CollectionSettled() if event.sequence in LAST_SEQUENCES:
            return _becomes(_used(mandate, event.collection_date), MandateState.CONSUMED)
        case CollectionSettled():
            return _used(mandate, event.collection_date)
        case PaymentReturned() if event.mandate_becomes:
            return _becomes(mandate, event.mandate_becomes)
    return mandate


def _used(mandate: SepaMandate, day: date) -> SepaMandate:
    last = max(day, mandate.last_used_on or day)
    return mandate.model_copy(update={"last_used_on": last})


def _becomes(mandate: SepaMandate, state: MandateState) -> SepaMandate:
    """A mandate that has ended stays as it is, and a draft was never used."""
    if not may_follow(mandate.state, state):
        return mandate
    return mandate.model_copy(update={"state": state})


def _months_after(day: date, months: int) -> date:
    """The same day so many months later, the last of a shorter month."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
