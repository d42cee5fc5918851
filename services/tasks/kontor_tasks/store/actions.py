"""Actions, listed by due day."""

from collections.abc import Collection as Sized
from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from kontor_chassis.mongo import Database, Document, from_document, to_document
from kontor_chassis.transaction import Transaction
from kontor_contracts.tasks.action import Action

from kontor_tasks.model.listing import Filter, Over, due_key
from kontor_tasks.store.action_queries import order, query_of, unfinished_over
from kontor_tasks.store.versions import save_all

#: Lists are narrowed by one of these, and always sorted by `due_key`.
NARROWING = ("assignee_id", "role", "party_id", "folder_id", "state", "finished", "kind")


class Actions:
    """A row is an action with `due_key` and `finished` beside it, for queries alone."""

    def __init__(self, database: Database) -> None:
        self._actions = database["actions"]

    async def ensure_indexes(self) -> None:
        counted = [*order(), ("due_on", 1)]
        await self._actions.create_index(counted)
        for field in NARROWING:
            await self._actions.create_index([(field, 1), *counted])
        untold = {"finished": False, "overdue_since": None}
        await self._actions.create_index(order(), name="untold", partialFilterExpression=untold)
        await self._actions.create_index("due_at", sparse=True)

    async def unknown_of(self, ids: Sized[UUID], tx: Transaction) -> set[UUID]:
        """Those of `ids` that no action has."""
        found = self._actions.find({"_id": {"$in": list(ids)}}, {"_id": 1}, session=tx.session)
        return set(ids) - {row["_id"] async for row in found}

    async def save_all(
        self, steps: Sequence[tuple[Action | None, Action]], tx: Transaction
    ) -> None:
        await save_all(self._actions, [(before, row_of(after)) for before, after in steps], tx)

    async def get(self, action_id: UUID, tx: Transaction | None = None) -> Action | None:
        row = await self._actions.find_one({"_id": action_id}, session=tx and tx.session)
        return from_document(Action, row) if row else None

    async def page(self, asked: Filter) -> list[Action]:
        rows = self._actions.find(query_of(asked)).sort(order()).limit(asked.limit)
        return [from_document(Action, row) async for row in rows]

    async def counts_by_day(self, asked: Filter) -> dict[str, int]:
        """How many the whole list has on each of its days.

        Counted from index keys alone, and by a plain field: anything computed costs twice as much.
        """
        steps: list[Document] = [
            {"$match": query_of(asked)},
            {"$group": {"_id": "$due_on", "count": {"$sum": 1}}},
        ]
        found = await self._actions.aggregate(steps)
        return {row["_id"]: row["count"] async for row in found}

    async def newly_overdue(self, over: Over, limit: int) -> list[UUID]:
        """Unfinished ones whose time has passed and that nobody has been told of yet."""
        query = {**unfinished_over(over), "overdue_since": None}
        rows = self._actions.find(query, {"_id": 1}).sort(order()).limit(limit)
        return [row["_id"] async for row in rows]

    async def of_assignee(self, member_id: UUID, since: datetime) -> list[Action]:
        """A member's actions that are due since then, finished ones too."""
        query = {"assignee_id": member_id, "due_key": {"$gte": since.date().isoformat()}}
        rows = self._actions.find(query).sort(order())
        return [from_document(Action, row) async for row in rows]

    async def move_to_zone(self, zone: ZoneInfo, tx: Transaction) -> None:
        """Another time zone: what is due at a moment may be due on another day."""
        day = {"$dateToString": {"date": "$due_at", "timezone": zone.key, "format": "%Y-%m-%d"}}
        moment = {"$dateToString": {"date": "$due_at", "format": "%Y-%m-%dT%H:%M:%S.%L000"}}
        await self._actions.update_many(
            {"due_at": {"$type": "date"}},
            [{"$set": {"due_on": day, "due_key": {"$concat": [day, " ", moment]}}}],
            session=tx.session,
        )


def row_of(action: Action) -> Document:
    due_at = action.due_at and action.due_at.astimezone(UTC)
    kept = {"due_key": due_key(action), "finished": action.is_finished, "due_at": due_at}
    return to_document(action) | kept
