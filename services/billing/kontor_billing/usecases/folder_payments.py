"""How a folder is paid as things stand, and who decided it."""

from uuid import UUID

from kontor_contracts.customers.organisation import GoCardlessWay

from kontor_billing.model.payer import payer_id_of, payment_by
from kontor_billing.model.payment import EffectivePayment
from kontor_billing.usecases.billing import Billing
from kontor_billing.usecases.folders import folder, known_party


async def payment_of(billing: Billing, folder_id: UUID) -> EffectivePayment:
    """The payment that an invoice of today would have; NotFoundError without the folder."""
    found = (await folder(billing, folder_id)).folder
    party = await known_party(billing, found.party_id)
    payer_id = payer_id_of(party, found)
    debtor_id = payer_id or party.id
    details = (await billing.replicas.payments([debtor_id])).get(debtor_id)
    organisation = await billing.replicas.organisation()
    way = organisation.gocardless_way if organisation else GoCardlessWay.FILE
    return payment_by(found.payment, details, way, is_payer=payer_id is not None)
