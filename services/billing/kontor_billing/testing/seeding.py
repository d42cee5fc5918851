"""Fills billing's records as subscribers and people would, without going through the doors."""

from collections.abc import Sequence
from dataclasses import dataclass

from kontor_chassis.transaction import Transaction
from kontor_contracts.billing.folder import Folder
from kontor_contracts.customers.organisation import Organisation
from kontor_contracts.customers.party import Party
from kontor_contracts.customers.payment import PaymentDetails

from kontor_billing.model.folders import BilledFolder
from kontor_billing.testing.records import an_organisation
from kontor_billing.usecases.billing import Billing


@dataclass(frozen=True)
class Records:
    """What is stored together; an organisation in any case."""

    parties: Sequence[Party] = ()
    payments: Sequence[PaymentDetails] = ()
    folders: Sequence[Folder] = ()
    organisation: Organisation | None = None


async def store(billing: Billing, records: Records) -> None:
    async def work(tx: Transaction) -> None:
        if records.parties:
            await billing.replicas.keep_parties(records.parties, tx)
        if records.payments:
            await billing.replicas.keep_payments(records.payments, tx)
        organisation = records.organisation or an_organisation()
        await billing.replicas.keep_organisation(organisation, tx)
        opened = [(None, BilledFolder(folder, {})) for folder in records.folders]
        await billing.folders.save_all(opened, tx)

    await billing.transactions.run(work)
