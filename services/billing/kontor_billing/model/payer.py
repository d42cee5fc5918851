"""Who pays: the folder's payer, else the customer's, else the customer."""

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple
from uuid import UUID

from kontor_contracts.billing.folder import Folder, FolderPayment
from kontor_contracts.billing.invoice import Payer
from kontor_contracts.customers.organisation import GoCardlessWay
from kontor_contracts.customers.party import Party
from kontor_contracts.customers.payment import PaymentDetails

from kontor_billing.model.payment import EffectivePayment, PaymentSource, effective_payment


class Debtor(NamedTuple):
    """A party and how it pays."""

    party: Party
    details: PaymentDetails | None


Payers = Mapping[UUID, Debtor]


def payer_id_of(party: Party, folder: Folder) -> UUID | None:
    """The party that pays in place of `party`; a folder that names its own party is paid by it."""
    named = folder.payer_id or party.payer_id
    return None if named == party.id else named


def payer_of(debtor: Debtor) -> Payer:
    """As the invoice names it."""
    return Payer(party_id=debtor.party.id, number=debtor.party.number, name=debtor.party.name)


def payment_by(
    own: FolderPayment | None,
    details: PaymentDetails | None,
    gocardless: GoCardlessWay,
    *,
    is_payer: bool,
) -> EffectivePayment:
    """The payment of a folder, by the details of its customer or of the payer in its place."""
    payment = effective_payment(own, details, gocardless)
    if is_payer and payment.source is PaymentSource.CUSTOMER:
        return replace(payment, source=PaymentSource.PAYER)
    return payment
