"""Collections of the timeline: its lines, and marks of what records looked like last."""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from kontor_chassis.mongo import Database, Document, from_document, to_document
from kontor_chassis.transaction import Transaction
from kontor_contracts.customers.party import PartyErased
from pymongo import ReplaceOne

from kontor_web.timeline.line import Kind, Line

Marks = Mapping[str, str]
Position = tuple[datetime, str]
#: So many lines are compared at once, and held in memory.
COMPARED = 500
ERASED = {"type": PartyErased.type}


class Timeline:
    """One document a line; `seen` holds hashes of the parts of each record, no values.

    `apart` begins the names of the collections of another one beside it.
    """

    def __init__(self, database: Database, *, apart: str = "") -> None:
        self._lines = database[f"{apart}timeline"]
        self._seen = database[f"{apart}timeline_seen"]

    async def ensure_indexes(self) -> None:
        """Create the collections too: a transaction cannot."""
        latest = [("at", -1), ("_id", -1)]
        await self._lines.create_index([("party_id", 1), *latest])
        await self._lines.create_index([("party_id", 1), ("kind", 1), *latest])
        await self._seen.create_index("_id")

    async def drop(self) -> None:
        await self._lines.drop()
        await self._seen.drop()

    async def add(self, lines: Sequence[Line], tx: Transaction) -> None:
        """The same fact again is the same line."""
        if lines:
            writes = [ReplaceOne({"_id": one.id}, to_document(one), upsert=True) for one in lines]
            await self._lines.bulk_write(writes, session=tx.session)

    async def forget(self, party_id: UUID, tx: Transaction) -> None:
        """Take away all lines of a party whose data were erased."""
        await self._lines.delete_many({"party_id": party_id}, session=tx.session)
        await self._seen.delete_one({"_id": str(party_id)}, session=tx.session)

    async def seen(self, subject: str, tx: Transaction) -> Marks | None:
        found = await self._seen.find_one({"_id": subject}, session=tx.session)
        return dict(found["marks"]) if found else None

    async def see(self, subject: str, marks: Marks, tx: Transaction) -> None:
        document: Document = {"_id": subject, "marks": dict(marks)}
        await self._seen.replace_one({"_id": subject}, document, upsert=True, session=tx.session)

    async def page(
        self, party_id: UUID, *, kind: Kind | None, before: Position | None, limit: int
    ) -> list[Line]:
        """The latest first."""
        wanted: Document = {"party_id": party_id}
        if kind:
            wanted["kind"] = kind.value
        if before:
            at, line_id = before
            wanted["$or"] = [{"at": {"$lt": at}}, {"at": at, "_id": {"$lt": line_id}}]
        found = self._lines.find(wanted).sort([("at", -1), ("_id", -1)]).limit(limit)
        return [from_document(Line, one) async for one in found]

    async def changes(self) -> AsyncIterator[UUID]:
        """The party of each line as it comes, whichever process wrote it."""
        coming = [{"$match": {"operationType": {"$in": ["insert", "replace"]}}}]
        async with await self._lines.watch(coming) as stream:
            async for change in stream:
                yield change["fullDocument"]["party_id"]

    async def compare(self, anew: "Timeline", *, mend: bool) -> tuple[int, int]:
        """How many lines `anew` has, and how many we lack, have otherwise or should not have."""
        looked_at = wrong = 0
        async for told in _batches(anew.lines()):
            differing = await self._differing(told)
            looked_at, wrong = looked_at + len(told), wrong + len(differing)
            if mend and differing:
                await self._take_over(differing)
        if mend:
            await self._lacking_marks(anew)
        return looked_at, wrong + await self._left_of_erased(drop=mend)

    async def _differing(self, told: Sequence[Document]) -> list[Document]:
        """As they should be; what a line says of changes stays, and what was erased stays away."""
        erased = await self._erased([one["party_id"] for one in told])
        rows = self._lines.find({"_id": {"$in": [one["_id"] for one in told]}})
        ours = {row["_id"]: row async for row in rows}
        left = [one for one in told if not _is_erased(one, erased)]
        kept = [{**one, "changed": ours.get(one["_id"], one)["changed"]} for one in left]
        return [one for one in kept if ours.get(one["_id"]) != one]

    async def _take_over(self, lines: Sequence[Document]) -> None:
        writes = [ReplaceOne({"_id": one["_id"]}, one, upsert=True) for one in lines]
        await self._lines.bulk_write(writes, ordered=False)

    async def _lacking_marks(self, anew: "Timeline") -> None:
        async for marks in _batches(anew.marks()):
            erased = {str(one) for one in await self._erased([UUID(one["_id"]) for one in marks])}
            for seen in marks:
                if seen["_id"] not in erased:
                    once = {"$setOnInsert": {"marks": seen["marks"]}}
                    await self._seen.update_one({"_id": seen["_id"]}, once, upsert=True)

    async def _erased(self, parties: Sequence[UUID]) -> dict[UUID, datetime]:
        """Those whose data were erased, and when."""
        wanted = {"party_id": {"$in": list(set(parties))}, "kind": Kind.RECORD.value, **ERASED}
        return {one["party_id"]: one["at"] async for one in self._lines.find(wanted).sort("at", 1)}

    async def _left_of_erased(self, *, drop: bool) -> int:
        """What came back while an erasure and a comparison, or one that was killed, overlapped."""
        left = 0
        async for erased in _batches(self._lines.find(ERASED)):
            up_to = [{"party_id": one["party_id"], "at": {"$lte": one["at"]}} for one in erased]
            wanted = {"$or": up_to, "type": {"$ne": PartyErased.type}}
            if drop:
                left += (await self._lines.delete_many(wanted)).deleted_count
                subjects = [str(one["party_id"]) for one in erased]
                await self._seen.delete_many({"_id": {"$in": subjects}})
            else:
                left += await self._lines.count_documents(wanted)
        return left

    async def lines(self) -> AsyncIterator[Document]:
        async for row in self._lines.find():
            yield row

    async def marks(self) -> AsyncIterator[Document]:
        async for row in self._seen.find():
            yield row


def _is_erased(line: Document, erased: Mapping[UUID, datetime]) -> bool:
    """The line that says so stays; so does what happened afterwards."""
    at = erased.get(line["party_id"])
    return at is not None and line["at"] <= at and line["type"] != PartyErased.type


async def _batches(rows: AsyncIterator[Document]) -> AsyncIterator[list[Document]]:
    batch: list[Document] = []
    async for row in rows:
        batch.append(row)
        if len(batch) == COMPARED:
            yield batch
            batch = []
    if batch:
        yield batch
