"""Actions, and the replica of the own organisation, in MongoDB."""

from collections.abc import Sequence
from uuid import UUID

from kontor_chassis.mongo import Database, Document, from_document, to_document
from kontor_chassis.replica import replace_newer
from kontor_chassis.transaction import Transaction
from kontor_contracts.customers.organisation import ORGANISATION_KEY, Organisation
from kontor_contracts.tasks.action import Action

from kontor_tasks.model.listing import Filter


class Store:
    """Listed by due day: what is due first comes first."""

    def __init__(self, database: Database) -> None:
        self._actions = database["actions"]
        self._organisation = database["organisation"]

    async def ensure_indexes(self) -> None:
        await self._actions.create_index([("state", 1), ("due_on", 1), ("_id", 1)])
        await self._actions.create_index([("party_id", 1), ("due_on", 1), ("_id", 1)])
        await self._organisation.create_index("version")

    async def add(self, actions: Sequence[Action], tx: Transaction) -> list[Action]:
        """Insert those that are not there yet, and say which."""
        by_id = {one.id: one for one in actions}
        known = self._actions.find({"_id": {"$in": list(by_id)}}, {"_id": 1}, session=tx.session)
        async for row in known:
            del by_id[row["_id"]]
        if by_id:
            rows = [to_document(one) for one in by_id.values()]
            await self._actions.insert_many(rows, session=tx.session)
        return list(by_id.values())

    async def find(self, action_id: UUID) -> Action | None:
        row = await self._actions.find_one({"_id": action_id})
        return from_document(Action, row) if row else None

    async def page(self, asked: Filter) -> list[Action]:
        rows = self._actions.find(_query(asked)).sort([("due_on", 1), ("_id", 1)])
        return [from_document(Action, row) async for row in rows.limit(asked.limit)]

    async def keep_organisation(self, organisation: Organisation, tx: Transaction) -> None:
        write = replace_newer(organisation, key=ORGANISATION_KEY)
        await self._organisation.bulk_write([write], session=tx.session)

    async def organisation(self) -> Organisation | None:
        row = await self._organisation.find_one({"_id": ORGANISATION_KEY})
        return from_document(Organisation, row) if row else None


def _query(asked: Filter) -> Document:
    query: Document = {}
    if asked.state:
        query["state"] = asked.state
    if asked.party_id:
        query["party_id"] = asked.party_id
    if asked.after:
        due_on, identity = asked.after
        later = {"due_on": {"$gt": due_on}}
        query["$or"] = [later, {"due_on": due_on, "_id": {"$gt": identity}}]
    return query
