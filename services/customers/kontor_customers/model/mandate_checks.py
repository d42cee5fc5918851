"""What is wrong with the mandates that somebody has written."""

from collections.abc import Iterator
from datetime import date

from kontor_contracts.customers.payment import (
    GoCardlessMandate,
    MandateScheme,
    MandateState,
    PaymentDetails,
    SepaMandate,
)
from kontor_contracts.errors import FieldError

from kontor_customers.model.bank import is_sepa
from kontor_customers.model.mandates import ALIVE, is_dormant, may_follow
from kontor_customers.model.payment import references


def wrong_mandates(
    before: PaymentDetails, after: PaymentDetails, *, consumer: bool, today: date
) -> Iterator[FieldError]:
    """Every wrong field of the mandates, also for what became of them."""
    ibans = {account.id: account.iban for account in after.accounts}
    earlier = {mandate.id: mandate for mandate in before.mandates}
    for index, mandate in enumerate(after.mandates):
        at = f"mandates.{index}"
        if not is_sepa(ibans[mandate.account_id]):
            yield FieldError(
                f"{at}.account_id", "iban-not-sepa", "the account's country is not in SEPA"
            )
        yield from _future_days(at, mandate, today)
        if consumer and mandate.scheme is MandateScheme.B2B:
            yield FieldError(f"{at}.scheme", "b2b-for-consumer", "B2B is not for private persons")
        before_it = earlier.get(mandate.id)
        if before_it is None or before_it.state is MandateState.DRAFT:
            yield from _dormant(at, mandate, today)
        if before_it:
            yield from _rewritten(at, before_it, mandate)
    yield from _removed(before, after)
    yield from _repeated(after)


def _future_days(at: str, mandate: SepaMandate, today: date) -> Iterator[FieldError]:
    days = {"signed_on": mandate.signed_on, "b2b_confirmed_on": mandate.b2b_confirmed_on}
    for field, day in days.items():
        if day and day > today:
            yield FieldError(f"{at}.{field}", "signed-in-future", "lies in the future")


def _dormant(at: str, mandate: SepaMandate, today: date) -> Iterator[FieldError]:
    if mandate.state in ALIVE and is_dormant(mandate, today):
        yield FieldError(
            f"{at}.last_used_on",
            "mandate-dormant",
            "was not used for 36 months: say when it was last used, or have a new one signed",
        )


def _rewritten(at: str, earlier: SepaMandate, mandate: SepaMandate) -> Iterator[FieldError]:
    """A signed mandate keeps what was signed, and one that has ended stays ended."""
    if not may_follow(earlier.state, mandate.state):
        yield FieldError(
            f"{at}.state",
            "mandate-ended",
            f"is {earlier.state.value} and cannot become {mandate.state.value}",
        )
    if earlier.state is MandateState.DRAFT:
        return
    for field in ("reference", "scheme"):
        if getattr(earlier, field) != getattr(mandate, field):
            yield FieldError(
                f"{at}.{field}", "mandate-signed", "is signed; cancel it and enter a new mandate"
            )


def _removed(before: PaymentDetails, after: PaymentDetails) -> Iterator[FieldError]:
    """Mandates are kept: claims come up to 13 months later."""
    kept = {one.id for one in all_mandates(after)}
    for mandate in all_mandates(before):
        if mandate.id not in kept and mandate.state is not MandateState.DRAFT:
            yield FieldError(
                "mandates", "mandate-removed", f"{mandate.reference} is kept; cancel it instead"
            )


def all_mandates(payment: PaymentDetails) -> tuple[SepaMandate | GoCardlessMandate, ...]:
    """Those of SEPA and those at GoCardless."""
    return (*payment.mandates, *payment.gocardless_mandates)


def _repeated(after: PaymentDetails) -> Iterator[FieldError]:
    if len(references(after)) < len(all_mandates(after)):
        yield FieldError("mandates", "reference-twice", "two mandates have the same reference")
