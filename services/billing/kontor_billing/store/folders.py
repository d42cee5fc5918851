"""Folders with what has been billed of them; their content is the JSON that is published."""

from collections.abc import AsyncIterator, Iterable, Sequence
from collections.abc import Collection as Sized
from datetime import date
from uuid import UUID

from kontor_chassis.mongo import Database, Document
from kontor_chassis.transaction import Transaction
from kontor_contracts.billing.folder import Folder, FolderState
from kontor_contracts.errors import StaleVersionError
from pymongo import InsertOne, UpdateOne

from kontor_billing.model.adoption import Adoption
from kontor_billing.model.coverage import Span
from kontor_billing.model.folders import Billed, BilledFolder, Booking
from kontor_billing.model.licences import has_licences


class FoldersChangedError(Exception):
    """A folder is no longer as it was read: decide again."""


class Folders:
    """One document a folder. `version` counts changes by people, `bookings` those by runs."""

    def __init__(self, database: Database) -> None:
        self._folders = database["folders"]

    async def ensure_indexes(self) -> None:
        await self._folders.create_index([("party_id", 1), ("number", 1)], unique=True)
        licences = {"licences": True}
        await self._folders.create_index("licences", partialFilterExpression=licences)

    async def get(self, folder_id: UUID, tx: Transaction | None = None) -> BilledFolder | None:
        found = await self._folders.find_one({"_id": folder_id}, session=tx and tx.session)
        return _read(found) if found else None

    async def of_parties(
        self, party_ids: Sized[UUID], tx: Transaction | None = None
    ) -> dict[UUID, list[BilledFolder]]:
        """The folders of each party, by number; parties without folders are absent."""
        rows = self._folders.find(
            {"party_id": {"$in": list(party_ids)}}, session=tx and tx.session
        ).sort([("party_id", 1), ("number", 1)])
        found: dict[UUID, list[BilledFolder]] = {}
        async for row in rows:
            found.setdefault(row["party_id"], []).append(_read(row))
        return found

    async def billable_parties(self) -> AsyncIterator[tuple[UUID, int]]:
        """Every party with a folder that is no draft, by id, with the number of its lines."""
        pipeline: list[Document] = [
            {"$match": {"state": {"$ne": FolderState.DRAFT}}},
            {"$group": {"_id": "$party_id", "lines": {"$sum": "$lines"}}},
            {"$sort": {"_id": 1}},
        ]
        async for row in await self._folders.aggregate(pipeline, allowDiskUse=True):
            yield row["_id"], row["lines"]

    async def with_licences(self) -> AsyncIterator[Folder]:
        async for row in self._folders.find({"licences": True}, {"body": 1}):
            yield Folder.model_validate_json(row["body"])

    async def save_all(
        self, changes: Sequence[tuple[BilledFolder | None, BilledFolder]], tx: Transaction
    ) -> None:
        """Add or replace folders as people changed them; StaleVersionError when one moved on."""
        if not changes:
            return
        writes = [_save(before, after) for before, after in changes]
        result = await self._folders.bulk_write(writes, session=tx.session)
        if result.matched_count + result.inserted_count != len(writes):
            newest = max(after.folder.version for _, after in changes)
            raise StaleVersionError("a folder was changed meanwhile", current_version=newest)

    async def book(self, bookings: Sequence[Booking | Adoption], tx: Transaction) -> None:
        """Mark days as billed; FoldersChangedError unless every folder is as it was read."""
        if not bookings:
            return
        writes = [_book(booking) for booking in bookings]
        result = await self._folders.bulk_write(writes, ordered=False, session=tx.session)
        if result.matched_count != len(writes):
            raise FoldersChangedError


def _as_read(read: BilledFolder) -> Document:
    folder = read.folder
    return {"_id": folder.id, "version": folder.version, "bookings": read.bookings}


def _book(booking: Booking | Adoption) -> UpdateOne:
    return UpdateOne(
        _as_read(booking.read),
        {"$set": {"billed": _written(booking.billed())}, "$inc": {"bookings": 1}},
    )


def _save(before: BilledFolder | None, after: BilledFolder) -> InsertOne[Document] | UpdateOne:
    folder = after.folder
    content = {
        "version": folder.version,
        "party_id": folder.party_id,
        "number": folder.number,
        "state": folder.state,
        "lines": len(folder.lines),
        "licences": has_licences(folder),
        "billed": _written(after.billed),
        "body": folder.model_dump_json().encode(),
    }
    if before is None:
        return InsertOne({"_id": folder.id, **content, "bookings": 0})
    return UpdateOne(_as_read(before), {"$set": content, "$inc": {"bookings": 1}})


def _read(row: Document) -> BilledFolder:
    return BilledFolder(
        folder=Folder.model_validate_json(row["body"]),
        billed={UUID(line): tuple(_spans(spans)) for line, spans in row["billed"].items()},
        bookings=row["bookings"],
    )


def _spans(rows: Iterable[Sequence[str]]) -> Iterable[Span]:
    return (Span(date.fromisoformat(start), date.fromisoformat(end)) for start, end in rows)


def _written(billed: Billed) -> dict[str, list[list[str]]]:
    return {
        str(line): [[span.start.isoformat(), span.end.isoformat()] for span in coverage]
        for line, coverage in billed.items()
    }
