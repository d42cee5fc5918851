"""Endpoints: few, and read whole."""

from uuid import UUID

from kontor_chassis.mongo import Database, from_document, to_document
from kontor_chassis.transaction import Transaction
from kontor_contracts.errors import NotFoundError, StaleVersionError

from kontor_delivery.model.webhooks.endpoint import Endpoint


class Endpoints:
    def __init__(self, database: Database) -> None:
        self._endpoints = database["webhook_endpoints"]

    async def ensure_indexes(self) -> None:
        await self._endpoints.create_index("name")

    async def all(self, tx: Transaction | None = None) -> list[Endpoint]:
        rows = self._endpoints.find(session=tx.session if tx else None).sort("name")
        return [from_document(Endpoint, row) async for row in rows]

    async def get(self, endpoint_id: UUID, tx: Transaction | None = None) -> Endpoint:
        session = tx.session if tx else None
        row = await self._endpoints.find_one({"_id": endpoint_id}, session=session)
        if row is None:
            raise NotFoundError("there is no such endpoint")
        return from_document(Endpoint, row)

    async def add(self, endpoint: Endpoint, tx: Transaction) -> None:
        await self._endpoints.insert_one(to_document(endpoint), session=tx.session)

    async def save(self, endpoint: Endpoint, tx: Transaction) -> None:
        """StaleVersionError when somebody else changed it since it was read."""
        before = endpoint.version - 1
        saved = await self._endpoints.replace_one(
            {"_id": endpoint.id, "version": before}, to_document(endpoint), session=tx.session
        )
        if not saved.matched_count:
            current = await self.get(endpoint.id, tx)
            raise StaleVersionError(
                "somebody else changed this endpoint", current_version=current.version
            )

    async def remove(self, endpoint_id: UUID, tx: Transaction) -> None:
        await self._endpoints.delete_one({"_id": endpoint_id}, session=tx.session)
