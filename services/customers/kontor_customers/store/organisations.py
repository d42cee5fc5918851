"""The own organisation: one document."""

from kontor_chassis.mongo import Database, from_document
from kontor_chassis.transaction import Transaction
from kontor_contracts.customers.organisation import ORGANISATION_KEY, Organisation

from kontor_customers.store.versions import save_all


class Organisations:
    def __init__(self, database: Database) -> None:
        self._organisations = database["organisation"]

    async def ours(self, tx: Transaction | None = None) -> Organisation | None:
        """The organisation, None before anybody has entered it."""
        found = await self._organisations.find_one(
            {"_id": ORGANISATION_KEY}, session=tx and tx.session
        )
        return from_document(Organisation, found) if found else None

    async def save(self, before: Organisation | None, after: Organisation, tx: Transaction) -> None:
        document = {"_id": ORGANISATION_KEY, **after.model_dump()}
        await save_all(self._organisations, [(before, document)], tx)
