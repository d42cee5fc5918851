"""The life of a SEPA mandate: its states, and when it has slept too long to be used."""

from calendar import monthrange
from datetime import date
from typing import Final

from kontor_contracts.customers.payment import MandateState, PaymentDetails, SepaMandate

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


def is_dormant(mandate: SepaMandate, today: date) -> bool:
    """Whether the mandate was not used for 36 months; never used, they count from its signature."""
    last = max(mandate.signed_on, mandate.last_used_on or mandate.signed_on)
    return _months_after(last, DORMANT_MONTHS) <= today


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


def latest_last_use(today: date) -> date:
    """Mandates last used on this day or before have slept too long."""
    return _months_after(today, -DORMANT_MONTHS)


def _months_after(day: date, months: int) -> date:
    """The same day so many months later, the last of a shorter month."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
