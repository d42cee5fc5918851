"""What tasks must know of others: the organisation, the team, and the names of parties."""

from collections.abc import Collection as Sized
from collections.abc import Sequence
from uuid import UUID

from kontor_chassis.mongo import Database, from_document
from kontor_chassis.replica import replace_newer
from kontor_chassis.transaction import Transaction
from kontor_contracts.customers.organisation import ORGANISATION_KEY, Organisation
from kontor_contracts.customers.team import Member

from kontor_tasks.model.parties import PartyName


class Replicas:
    def __init__(self, database: Database) -> None:
        self._organisation = database["organisation"]
        self._team = database["team"]
        self._parties = database["parties"]

    async def ensure_indexes(self) -> None:
        await self._organisation.create_index("version")
        await self._team.create_index("active")
        await self._parties.create_index("number")

    async def keep_organisation(self, organisation: Organisation, tx: Transaction) -> None:
        write = replace_newer(organisation, key=ORGANISATION_KEY)
        await self._organisation.bulk_write([write], session=tx.session)

    async def organisation(self, tx: Transaction | None = None) -> Organisation | None:
        row = await self._organisation.find_one(
            {"_id": ORGANISATION_KEY}, session=tx and tx.session
        )
        return from_document(Organisation, row) if row else None

    async def keep_members(self, members: Sequence[Member], tx: Transaction) -> None:
        writes = [replace_newer(member) for member in members]
        await self._team.bulk_write(writes, session=tx.session)

    async def member(self, member_id: UUID, tx: Transaction | None = None) -> Member | None:
        row = await self._team.find_one({"_id": member_id}, session=tx and tx.session)
        return from_document(Member, row) if row else None

    async def left(self) -> tuple[UUID, ...]:
        """The members who have left."""
        return tuple([row["_id"] async for row in self._team.find({"active": False}, {"_id": 1})])

    async def keep_parties(self, parties: Sequence[PartyName], tx: Transaction) -> None:
        writes = [replace_newer(party) for party in parties]
        await self._parties.bulk_write(writes, session=tx.session)

    async def party(self, party_id: UUID, tx: Transaction | None = None) -> PartyName | None:
        row = await self._parties.find_one({"_id": party_id}, session=tx and tx.session)
        return from_document(PartyName, row) if row else None

    async def party_numbered(self, number: str, tx: Transaction) -> PartyName | None:
        row = await self._parties.find_one({"number": number}, session=tx.session)
        return from_document(PartyName, row) if row else None

    async def member_names(self, ids: Sized[UUID]) -> dict[UUID, str]:
        rows = self._team.find({"_id": {"$in": list(ids)}}, {"name": 1})
        return {row["_id"]: row["name"] async for row in rows}

    async def party_names(self, ids: Sized[UUID]) -> dict[UUID, str]:
        rows = self._parties.find({"_id": {"$in": list(ids)}}, {"name": 1})
        return {row["_id"]: row["name"] async for row in rows}
