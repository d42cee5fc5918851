"""Collections by GoCardless' API, moved by what it tells of them."""

from uuid import UUID

from kontor_chassis.mongo import Database, from_document
from kontor_chassis.transaction import Transaction

from kontor_billing.model.gocardless import ApiCollection


class ApiCollections:
    def __init__(self, database: Database) -> None:
        self._collections = database["collections"]

    async def get(self, collection_id: UUID, tx: Transaction) -> ApiCollection | None:
        row = await self._collections.find_one({"_id": collection_id}, session=tx.session)
        return from_document(ApiCollection, row) if row else None

    async def save(self, collection: ApiCollection, tx: Transaction) -> None:
        news = {"state": collection.state, "told": collection.told}
        await self._collections.update_one(
            {"_id": collection.id}, {"$set": news}, session=tx.session
        )
