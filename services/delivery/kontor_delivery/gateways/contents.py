"""The bytes of documents and files, kept in GridFS behind one small port."""

import hashlib
from dataclasses import dataclass

from bson import ObjectId
from gridfs import AsyncGridFSBucket, NoFile
from kontor_chassis.mongo import Database
from kontor_contracts.errors import NotFoundError


@dataclass(frozen=True, slots=True)
class Stored:
    """What was kept, under which id."""

    id: str
    sha256: str
    size: int


class Contents:
    """Puts bytes before the transaction that refers to them: GridFS takes part in none.

    A crash between the two leaves bytes that nobody refers to, never a reference without bytes.
    """

    def __init__(self, database: Database) -> None:
        self._bucket = AsyncGridFSBucket(database, bucket_name="contents")

    async def put(self, name: str, content: bytes) -> Stored:
        stored = await self._bucket.upload_from_stream(name, content)
        return Stored(str(stored), hashlib.sha256(content).hexdigest(), len(content))

    async def get(self, content_id: str) -> bytes:
        try:
            stored = await self._bucket.open_download_stream(ObjectId(content_id))
        except NoFile as error:
            raise NotFoundError("this content is not kept here") from error
        return await stored.read()

    async def remove(self, *content_ids: str) -> None:
        """Of content that nothing refers to."""
        for content_id in content_ids:
            await self._bucket.delete(ObjectId(content_id))
