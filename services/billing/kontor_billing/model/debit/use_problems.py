"""What the use of a mandate until now says against another debit."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kontor_contracts.customers.payment import MandateScheme, SepaMandate

from kontor_billing.model.debit.mandate_use import DORMANT_MONTHS, MandateUse
from kontor_billing.model.months import months_after


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a bank would refuse it: a stable code, the field to mend, a sentence."""

    code: str
    field: str
    reason: str


def use_problems(
    mandate: SepaMandate, use: MandateUse, *, iban: str, on: date
) -> Iterator[Problem]:
    """`on` is the collection date that the debit would have, `iban` its account."""
    if use.hold:
        reason = f"mandate {mandate.reference} is held since a return ({use.hold})"
        yield Problem("mandate-on-hold", "payment.mandates.state", reason)
    if use.last_presented:
        reason = f"mandate {mandate.reference} has had its last debit"
        yield Problem("mandate-used", "payment.mandates", reason)
    if mandate.scheme is MandateScheme.B2B and not _confirmed(mandate, use, iban):
        reason = (
            f"the bank of the debtor's account has not confirmed B2B mandate {mandate.reference}"
        )
        yield Problem("b2b-not-confirmed", "payment.mandates.b2b_confirmed_on", reason)
    used = last_use(mandate, use)
    if on > months_after(used, DORMANT_MONTHS):
        reason = f"mandate {mandate.reference} was last used on {used}: a new one must be signed"
        yield Problem("mandate-expired", "payment.mandates.signed_on", reason)


def _confirmed(mandate: SepaMandate, use: MandateUse, iban: str) -> bool:
    """By the debtor's bank; anew, once the account is not that of the last debit taken."""
    day = mandate.b2b_confirmed_on
    if day is None or use.known is None or use.known.iban == iban:
        return day is not None
    return day > (use.known.b2b_confirmed_on or use.presented_on or date.max)


def last_use(mandate: SepaMandate, use: MandateUse) -> date:
    """Of the last debit presented, here or before Kontor; else its signature."""
    known = [day for day in (use.presented_on, mandate.last_used_on) if day]
    return max(known, default=mandate.signed_on)
