"""How a folder is paid: by its own payment, else the customer's, else by transfer."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from kontor_contracts.billing.folder import FolderPayment
from kontor_contracts.billing.invoice import CollectionWay
from kontor_contracts.customers.organisation import GoCardlessWay
from kontor_contracts.customers.payment import (
    GoCardlessMandate,
    PaymentDetails,
    PaymentMethod,
    SepaMandate,
)


class PaymentSource(StrEnum):
    """Where the payment method was set."""

    FOLDER = "folder"
    CUSTOMER = "customer"
    PAYER = "payer"
    ORGANISATION = "organisation"


@dataclass(frozen=True, slots=True)
class EffectivePayment:
    """The way, its mandate as far as one is entered, and who decided it."""

    way: CollectionWay
    source: PaymentSource
    mandate_id: UUID | None = None
    mandate_reference: str = ""
    masked_iban: str = ""


def effective_payment(
    own: FolderPayment | None, details: PaymentDetails | None, gocardless: GoCardlessWay
) -> EffectivePayment:
    """The payment of a folder with `own` payment, of a party with `details`.

    A mandate that is missing or unusable does not change the way: the customer's wish stands on
    the invoice, and the debit file or export names what to mend.
    """
    if own is None:
        if details is None:
            return EffectivePayment(CollectionWay.TRANSFER, PaymentSource.ORGANISATION)
        return _payment(details.method, details.mandate_id, details, gocardless)
    mandate_id = own.mandate_id or _inherited_mandate(own.method, details)
    return _payment(own.method, mandate_id, details, gocardless, source=PaymentSource.FOLDER)


def masked(iban: str) -> str:
    """The IBAN but for its ends, as a pre-notification shows it."""
    return f"{iban[:4]}{'*' * (len(iban) - 8)}{iban[-4:]}" if iban else ""


def _inherited_mandate(method: PaymentMethod, details: PaymentDetails | None) -> UUID | None:
    """The customer's default mandate of that method, else the only one there is."""
    if details is None or method is PaymentMethod.TRANSFER:
        return None
    if details.method is method and details.mandate_id:
        return details.mandate_id
    mandates: Sequence[SepaMandate | GoCardlessMandate] = (
        details.mandates if method is PaymentMethod.SEPA_DEBIT else details.gocardless_mandates
    )
    return mandates[0].id if len(mandates) == 1 else None


def _payment(
    method: PaymentMethod,
    mandate_id: UUID | None,
    details: PaymentDetails | None,
    gocardless: GoCardlessWay,
    source: PaymentSource = PaymentSource.CUSTOMER,
) -> EffectivePayment:
    if method is PaymentMethod.TRANSFER:
        return EffectivePayment(CollectionWay.TRANSFER, source)
    if method is PaymentMethod.SEPA_DEBIT:
        return _by_sepa(mandate_id, details, source)
    found = [m for m in (details.gocardless_mandates if details else ()) if m.id == mandate_id]
    reference = found[0].reference if found else ""
    return EffectivePayment(CollectionWay(gocardless), source, mandate_id, reference)


def _by_sepa(
    mandate_id: UUID | None, details: PaymentDetails | None, source: PaymentSource
) -> EffectivePayment:
    way = CollectionWay.SEPA_FILE
    mandate = sepa_mandate(details, mandate_id)
    if details is None or mandate is None:
        return EffectivePayment(way, source, mandate_id)
    ibans = [account.iban for account in details.accounts if account.id == mandate.account_id]
    iban = masked(ibans[0]) if ibans else ""
    return EffectivePayment(way, source, mandate.id, mandate.reference, iban)


def sepa_mandate(details: PaymentDetails | None, mandate_id: UUID | None) -> SepaMandate | None:
    mandates = details.mandates if details else ()
    return next((mandate for mandate in mandates if mandate.id == mandate_id), None)
