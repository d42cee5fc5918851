"""The configured functions of contacts."""

from kontor_chassis.mongo import Database, Document, from_document
from kontor_chassis.transaction import Transaction

from kontor_customers.model.functions import ContactFunction
from kontor_customers.store.versions import save_all


class Functions:
    def __init__(self, database: Database) -> None:
        self._functions = database["functions"]

    async def ensure_indexes(self) -> None:
        await self._functions.create_index("retired")

    async def all(self, tx: Transaction | None = None) -> list[ContactFunction]:
        found = self._functions.find({}, session=tx and tx.session).sort("_id", 1)
        return [from_document(ContactFunction, one) async for one in found]

    async def save(
        self, before: ContactFunction | None, after: ContactFunction, tx: Transaction
    ) -> None:
        await save_all(self._functions, [(before, _document(after))], tx)

    async def remove(self, key: str, tx: Transaction) -> None:
        await self._functions.delete_one({"_id": key}, session=tx.session)


def _document(function: ContactFunction) -> Document:
    return {"_id": function.key, **function.model_dump()}
