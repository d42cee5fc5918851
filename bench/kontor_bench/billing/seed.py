"""What a billing run finds: the organisation, parties from their topic, folders of ten lines."""

from collections.abc import Sequence

from kontor_billing.model.folders import BilledFolder
from kontor_billing.settings import SERVICE
from kontor_billing.store.folders import Folders
from kontor_chassis.mongo import open_database
from kontor_chassis.transaction import Transaction, Transactions
from kontor_contracts.customers.organisation import OrganisationConfigured
from kontor_contracts.customers.party import CustomerRegistered, Party

from kontor_bench import made_up
from kontor_bench.broker import publish
from kontor_bench.pace import reached
from kontor_bench.place import Place
from kontor_bench.progress import Bar

CHUNK = 500


async def seed(place: Place, customers: int, bar: Bar) -> None:
    """Parties come by billing's subscribers, as ever; folders go to its store, which is quicker."""
    parties = made_up.parties(customers)
    organisation = OrganisationConfigured(organisation=made_up.organisation())
    await publish(place.settings, [organisation])
    await publish(place.settings, (CustomerRegistered(party=party) for party in parties))
    async with place.client() as client:
        database = open_database(client, place.settings, SERVICE)
        folders = Folders(database)
        transactions = Transactions(client, database, service=SERVICE)
        for start in range(0, customers, CHUNK):
            await add_folders(transactions, folders, parties[start : start + CHUNK])
            bar.at(start, customers)
        await reached(database["parties"].estimated_document_count, customers, bar)


async def add_folders(
    transactions: Transactions, folders: Folders, parties: Sequence[Party]
) -> None:
    new = [(None, BilledFolder(made_up.a_folder(party.id), {})) for party in parties]

    async def work(tx: Transaction) -> None:
        await folders.save_all(new, tx)

    await transactions.run(work)
