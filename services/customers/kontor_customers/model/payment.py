"""Payment details of a party: which mandates may be used, and which references they take up."""

from collections.abc import Mapping
from uuid import UUID

from kontor_contracts.customers.payment import (
    GoCardlessMandateState,
    MandateState,
    PaymentDetails,
    PaymentMethod,
)

from kontor_customers.model.bank import masked

#: GoCardless takes payments on these; the first two are submitted by itself.
USABLE_AT_GOCARDLESS = frozenset(
    {
        GoCardlessMandateState.PENDING_SUBMISSION,
        GoCardlessMandateState.SUBMITTED,
        GoCardlessMandateState.ACTIVE,
    }
)


def no_details(party_id: UUID) -> PaymentDetails:
    """What holds before anything was entered: payment by transfer."""
    return PaymentDetails(party_id=party_id, version=0)


def usable_mandates(payment: PaymentDetails, method: PaymentMethod) -> tuple[UUID, ...]:
    """Ids of the mandates on which `method` may collect now."""
    match method:
        case PaymentMethod.SEPA_DEBIT:
            return tuple(m.id for m in payment.mandates if m.state is MandateState.ACTIVE)
        case PaymentMethod.GOCARDLESS:
            mandates = payment.gocardless_mandates
            return tuple(m.id for m in mandates if m.state in USABLE_AT_GOCARDLESS)
        case PaymentMethod.TRANSFER:
            return ()


def has_usable_mandate(payment: PaymentDetails) -> bool:
    """Whether the party's own method has the mandate that it needs."""
    return payment.mandate_id in usable_mandates(payment, payment.method)


def with_gocardless_state(
    payment: PaymentDetails,
    mandate_id: UUID,
    state: GoCardlessMandateState,
    *,
    replaced_by: str = "",
) -> PaymentDetails:
    """The details with what GoCardless has; a mandate that was replaced goes on under its new id.

    Whether the new one may be used, GoCardless tells apart: until then it is on its way.
    """
    if replaced_by:
        news: dict[str, object] = {
            "reference": replaced_by,
            "state": GoCardlessMandateState.PENDING_SUBMISSION,
        }
    else:
        news = {"state": state}
    mandates = tuple(
        one.model_copy(update=news) if one.id == mandate_id else one
        for one in payment.gocardless_mandates
    )
    return payment.model_copy(update={"gocardless_mandates": mandates})


def sepa_reference(umr: str) -> str:
    """How a UMR is reserved: without regard to case, as banks compare it."""
    return f"sepa {umr.casefold()}"


def gocardless_reference(mandate: str) -> str:
    """How a GoCardless mandate is reserved."""
    return f"gocardless {mandate}"


def references(payment: PaymentDetails) -> dict[str, UUID]:
    """What no other mandate may be called, ever, with the mandates that are."""
    umrs = {sepa_reference(one.reference): one.id for one in payment.mandates}
    return umrs | {
        gocardless_reference(one.reference): one.id for one in payment.gocardless_mandates
    }


def taken_by_others(payment: PaymentDetails, taken: Mapping[str, UUID]) -> list[str]:
    """The references of `payment` that belong to other mandates, past ones included."""
    return [name for name, owner in references(payment).items() if taken.get(name, owner) != owner]


def with_masked_ibans(payment: PaymentDetails) -> PaymentDetails:
    """The details as those see them who need not know the whole IBAN."""
    accounts = tuple(
        account.model_copy(update={"iban": masked(account.iban)}) for account in payment.accounts
    )
    return payment.model_copy(update={"accounts": accounts})
