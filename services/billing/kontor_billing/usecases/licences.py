"""Renewals of licences, told once each."""

from functools import partial

from kontor_chassis.clock import now
from kontor_chassis.transaction import Transaction
from kontor_contracts.billing.licence import LicenceRenewalDue

from kontor_billing.model.licences import renewals_due
from kontor_billing.usecases.billing import Billing, civil_day


async def tell_renewals(billing: Billing) -> None:
    """A fact for each licence whose days of notice have begun."""
    moment = now()
    today = civil_day(await billing.replicas.organisation(), moment)
    async for folder in billing.folders.with_licences():
        if due := list(renewals_due(folder, today, moment)):
            await billing.transactions.run(partial(_tell, billing, due))


async def _tell(billing: Billing, due: list[LicenceRenewalDue], tx: Transaction) -> None:
    if untold := await billing.renewal_notices.untold(due, tx):
        await billing.renewal_notices.add(untold, tx)
        tx.publish(*untold)
