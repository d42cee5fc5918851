"""How a folder is paid as things stand, and who decided it."""

from uuid import UUID

from kontor_contracts.customers.organisation import GoCardlessWay

from kontor_billing.model.payment import EffectivePayment, effective_payment
from kontor_billing.usecases.billing import Billing
from kontor_billing.usecases.folders import folder


async def payment_of(billing: Billing, folder_id: UUID) -> EffectivePayment:
    """The payment that an invoice of today would have; NotFoundError without the folder."""
    found = (await folder(billing, folder_id)).folder
    payments = await billing.replicas.payments([found.party_id])
    organisation = await billing.replicas.organisation()
    way = organisation.gocardless_way if organisation else GoCardlessWay.FILE
    return effective_payment(found.payment, payments.get(found.party_id), way)
