"""Files on tickets: rows beside GridFS."""

from uuid import UUID

from gridfs.asynchronous import AsyncGridFSBucket
from kontor_chassis.mongo import Database, Document, from_document, to_document
from kontor_chassis.transaction import Transaction

from kontor_tasks.model.attachments import Attachment

BUCKET = "attachments"


class Attachments:
    def __init__(self, database: Database) -> None:
        self._rows = database["ticket_attachments"]
        self._database = database

    async def ensure_indexes(self) -> None:
        await self._rows.create_index([("ticket_id", 1), ("_id", 1)])

    async def keep_content(self, attachment_id: UUID, content: bytes) -> None:
        await self._bucket().upload_from_stream_with_id(attachment_id, str(attachment_id), content)

    async def drop_content(self, attachment_id: UUID) -> None:
        await self._bucket().delete(attachment_id)

    async def content(self, attachment_id: UUID) -> bytes:
        stream = await self._bucket().open_download_stream(attachment_id)
        return bytes(await stream.read())

    async def add(self, attachment: Attachment, tx: Transaction) -> None:
        await self._rows.insert_one(to_document(attachment), session=tx.session)

    async def of(
        self, ticket_id: UUID, *, internal: bool, tx: Transaction | None = None
    ) -> list[Attachment]:
        """In order; the customer's view has no internal ones."""
        hidden: Document = {} if internal else {"internal": False}
        query = {"ticket_id": ticket_id, **hidden}
        rows = self._rows.find(query, session=tx and tx.session).sort("_id", 1)
        return [from_document(Attachment, row) async for row in rows]

    def _bucket(self) -> AsyncGridFSBucket:
        return AsyncGridFSBucket(self._database, BUCKET)
