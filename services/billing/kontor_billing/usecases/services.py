"""What a party has running."""

from uuid import UUID

from kontor_chassis.clock import now

from kontor_billing.model.services import RunningService, running
from kontor_billing.usecases.billing import Billing, civil_day
from kontor_billing.usecases.folders import folders_of, known_party


async def running_services(
    billing: Billing, party_id: UUID, *, with_prices: bool
) -> list[RunningService]:
    """The lines that run today, by folder."""
    party = await known_party(billing, party_id)
    today = civil_day(await billing.replicas.organisation(), now())
    folders = await folders_of(billing, party_id)
    return running(folders, today, currency=party.currency, with_prices=with_prices)
