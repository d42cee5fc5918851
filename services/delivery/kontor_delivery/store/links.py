"""The links of notices, forgotten some time after they expired."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from kontor_chassis.mongo import Database, from_document, to_document
from kontor_chassis.transaction import Transaction

from kontor_delivery.model.link import Link

KEPT_SECONDS = 30 * 24 * 3600


class Links:
    def __init__(self, database: Database) -> None:
        self._links = database["links"]

    async def ensure_indexes(self) -> None:
        await self._links.create_index("expires_at", expireAfterSeconds=KEPT_SECONDS)
        await self._links.create_index("invoice_id")

    async def add(self, links: Sequence[Link], tx: Transaction) -> None:
        if links:
            rows = [to_document(link) for link in links]
            await self._links.insert_many(rows, session=tx.session)

    async def find(self, token: str) -> Link | None:
        row = await self._links.find_one({"_id": token})
        return from_document(Link, row) if row else None

    async def revoke(self, invoice_id: UUID, now: datetime) -> int:
        """End all links to this document; answers how many were open."""
        ended = await self._links.update_many(
            {"invoice_id": invoice_id, "revoked_at": None}, {"$set": {"revoked_at": now}}
        )
        return ended.modified_count
