"""The services' own databases, looked into from outside."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bson.binary import UuidRepresentation
from bson.codec_options import CodecOptions
from kontor_cli.settings import Service
from pymongo import AsyncMongoClient
from pymongo.asynchronous.collection import AsyncCollection

Row = dict[str, Any]
#: Group, topic and key of a message that is put aside.
Parked = tuple[str, str, str]
#: The pages keep a timeline of what they are told, and so park what they cannot read.
PARKING = (*Service, "web")
CODEC: CodecOptions[Row] = CodecOptions(uuid_representation=UuidRepresentation.STANDARD)


@dataclass(frozen=True)
class Records:
    client: AsyncMongoClient[Row]

    def of(self, service: str, collection: str) -> AsyncCollection[Row]:
        return self.client.get_database(f"kontor_{service}", codec_options=CODEC)[collection]

    async def count(self, service: str, collection: str, **query: object) -> int:
        return await self.of(service, collection).count_documents(query)

    async def is_any_leased(self, service: str, collection: str, **query: object) -> bool:
        """Whether a worker holds one of these rows now."""
        held: Mapping[str, object] = {"lease_until": {"$gt": datetime.now(UTC)}, **query}
        return await self.of(service, collection).find_one(held) is not None

    async def parked(self) -> set[Parked]:
        """What any service has put aside."""
        return {
            (row["group"], row["topic"], row["key"])
            for service in PARKING
            async for row in self.of(service, "parked").find()
        }

    async def forget_parked(self) -> None:
        for service in PARKING:
            await self.of(service, "parked").delete_many({})

    async def changes_of_parties(self, service: str) -> int:
        """How many a service knows of: its own, or those it has replicated."""
        total = {"$group": {"_id": None, "sum": {"$sum": "$version"}}}
        rows = await (await self.of(service, "parties").aggregate([total])).to_list()
        return sum(row["sum"] for row in rows)
