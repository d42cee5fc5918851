"""Which folders a party has, as billing tells it."""

from collections.abc import Iterable
from uuid import UUID

from kontor_chassis.mongo import Database
from kontor_chassis.replica import replace_newer
from kontor_chassis.transaction import Transaction

from kontor_customers.model.folders import KnownFolder


class Folders:
    def __init__(self, database: Database) -> None:
        self._folders = database["folders"]

    async def ensure_indexes(self) -> None:
        await self._folders.create_index("party_id")

    async def replace(self, folders: Iterable[KnownFolder], tx: Transaction) -> None:
        writes = [replace_newer(folder) for folder in folders]
        await self._folders.bulk_write(writes, session=tx.session)

    async def count_of(self, party_id: UUID, tx: Transaction | None = None) -> int:
        return await self._folders.count_documents(
            {"party_id": party_id}, session=tx.session if tx else None
        )
