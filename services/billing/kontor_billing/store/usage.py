"""Usage records, one lean document each under the sender's id, and what was billed of them."""

import re
from collections.abc import AsyncIterator, Sequence
from collections.abc import Collection as Sized
from datetime import date, datetime
from uuid import UUID

from kontor_chassis.ids import new_id
from kontor_chassis.mongo import Database, Document, from_document
from kontor_chassis.transaction import Transaction
from kontor_contracts.billing.folder import FolderLine
from kontor_contracts.billing.usage import UsageRecorded

from kontor_billing.model.usage import (
    Asked,
    BilledUsage,
    Rating,
    UnbilledUsage,
    UsageRecord,
    UsageSum,
    month_of,
    tariff_of,
)
from kontor_billing.store.folders import FoldersChangedError

#: `open` waits for a run, `unknown` for somebody who assigns it.
OPEN, UNKNOWN, BILLED, DISCARDED = "open", "unknown", "billed", "discarded"

BY_FOLDER_AND_KIND: Document = {
    "_id": {"folder_id": "$folder_id", "kind": "$kind", "unit": "$unit"},
    "records": {"$sum": 1},
    "quantity": {"$sum": "$quantity"},
    "first_at": {"$min": "$occurred_at"},
    "last_at": {"$max": "$occurred_at"},
}


class UsageRecords:
    """A record's id is its guard: no inbox, and no second effect however late it comes again."""

    def __init__(self, database: Database) -> None:
        self._usage = database["usage"]
        self._ratings = database["usage_ratings"]
        self._folders = database["folders"]

    async def ensure_indexes(self) -> None:
        await self._usage.create_index(
            [("folder_id", 1), ("kind", 1), ("occurred_at", 1)],
            partialFilterExpression={"state": OPEN},
        )
        await self._usage.create_index(
            [("state", 1), ("_id", 1)], partialFilterExpression={"state": UNKNOWN}
        )
        await self._usage.create_index("ratings", sparse=True)
        await self._ratings.create_index([("folder_id", 1), ("line_id", 1), ("month", 1)])
        await self._ratings.create_index("invoice_id")

    async def keep(self, facts: Sequence[UsageRecorded], tx: Transaction) -> None:
        """Add those that are new; DuplicateKeyError when another process was quicker."""
        by_id = {fact.usage_id: fact for fact in reversed(facts)}
        known = self._usage.find({"_id": {"$in": list(by_id)}}, {"_id": 1}, session=tx.session)
        for row in await known.to_list():
            del by_id[row["_id"]]
        if not by_id:
            return
        folders = await self._known({fact.folder_id for fact in by_id.values()}, tx)
        rows = [_row(fact, known=fact.folder_id in folders) for fact in by_id.values()]
        await self._usage.insert_many(rows, ordered=False, session=tx.session)

    async def _known(self, folder_ids: Sized[UUID], tx: Transaction) -> set[UUID]:
        wanted = {"_id": {"$in": list(folder_ids)}}
        rows = self._folders.find(wanted, {"_id": 1}, session=tx.session)
        return {row["_id"] async for row in rows}

    async def unknown(self, *, after: str, limit: int) -> list[UsageRecord]:
        """Usage of folders that are not known, by id, behind `after`."""
        rows = self._usage.find({"state": UNKNOWN, "_id": {"$gt": after}}).sort("_id").limit(limit)
        return [from_document(UsageRecord, row) async for row in rows]

    async def settle(self, usage_id: str, folder_id: UUID | None, tx: Transaction) -> bool:
        """Give an unknown record to a folder, or discard it; False when it is not unknown."""
        change: Document = {"state": DISCARDED}
        if folder_id:
            change = {"state": OPEN, "folder_id": folder_id}
        settled = await self._usage.update_one(
            {"_id": usage_id, "state": UNKNOWN}, {"$set": change}, session=tx.session
        )
        return settled.matched_count == 1

    async def unbilled(self, before: datetime, *, limit: int) -> list[UnbilledUsage]:
        """Open usage by folder, kind and unit, what waits longest first."""
        pipeline: list[Document] = [
            {"$match": _open_before(before)},
            {"$group": BY_FOLDER_AND_KIND},
            {"$sort": {"first_at": 1, "_id": 1}},
            {"$limit": limit},
        ]
        rows = await (await self._usage.aggregate(pipeline)).to_list()
        return [UnbilledUsage.model_validate({**row, **row["_id"]}) for row in rows]

    async def with_open(self, folder_ids: Sized[UUID], until: datetime) -> set[UUID]:
        """Those of the folders that have something to bill."""
        wanted = {"folder_id": {"$in": list(folder_ids)}, **_open_before(until)}
        return set(await self._usage.distinct("folder_id", wanted))

    async def sums(self, asked: Asked, zone: str) -> list[UsageSum]:
        """What is to be billed of the line, month by month."""
        pipeline = [
            {"$match": _of_line(asked)},
            {"$group": _by_month(asked.line, zone)},
            {"$sort": {"_id": 1}},
        ]
        rows = await (await self._usage.aggregate(pipeline)).to_list()
        return [await self._sum(asked, row, zone) for row in rows]

    async def _sum(self, asked: Asked, row: Document, zone: str) -> UsageSum:
        month = date.fromisoformat(row["_id"])
        since, until = month_of(asked, month, zone)
        before = await self._billed_units(asked, month)
        units, records = int(row["units"]), row["records"]
        line_id, excluded = asked.line.id, asked.excluded
        return UsageSum(line_id, month, since, until, units, records, before, excluded)

    async def _billed_units(self, asked: Asked, month: date) -> int:
        billed = {"folder_id": asked.folder_id, "line_id": asked.line.id}
        rows = self._ratings.find({**billed, "month": month, "released": False}, {"units": 1})
        return sum([int(row["units"]) async for row in rows])

    async def bill(self, billed: Sequence[BilledUsage], tx: Transaction) -> None:
        """Mark what was summed up as billed; FoldersChangedError when it is no longer the same."""
        for one in billed:
            rating, used = _rating(one), one.used
            asked = Asked(one.folder_id, one.line, used.since, used.until, used.excluded)
            marked = await self._usage.update_many(
                _of_line(asked),
                {"$set": {"state": BILLED}, "$push": {"ratings": rating["_id"]}},
                session=tx.session,
            )
            if marked.matched_count != used.records:
                raise FoldersChangedError
            await self._ratings.insert_one(rating, session=tx.session)

    async def release(self, invoice_id: UUID, tx: Transaction) -> None:
        """Open the invoice's usage again; its annex keeps the records."""
        async for rating in self._ratings.find({"invoice_id": invoice_id}, session=tx.session):
            await self._usage.update_many(
                {"ratings": rating["_id"]}, {"$set": {"state": OPEN}}, session=tx.session
            )
        await self._ratings.update_many(
            {"invoice_id": invoice_id}, {"$set": {"released": True}}, session=tx.session
        )

    async def ratings(self, invoice_id: UUID) -> AsyncIterator[Rating]:
        """What the invoice bills, by line and month."""
        async for row in self._ratings.find({"invoice_id": invoice_id}).sort("_id"):
            line = FolderLine.model_validate_json(row["line"])
            yield Rating(row["_id"], line, int(row["before"]))

    async def rated(self, rating_id: UUID) -> AsyncIterator[UsageRecord]:
        """The records of a rating as they were used, one at a time."""
        rows = self._usage.find({"ratings": rating_id})
        in_order = rows.sort([("occurred_at", 1), ("_id", 1)])
        async for row in in_order.allow_disk_use(allow_disk_use=True):
            yield from_document(UsageRecord, row)


def _row(fact: UsageRecorded, *, known: bool) -> Document:
    row = fact.model_dump()
    return {"_id": row.pop("usage_id"), "state": OPEN if known else UNKNOWN, **row}


def _open_before(until: datetime) -> Document:
    return {"state": OPEN, "occurred_at": {"$lt": until}}


def _of_line(asked: Asked) -> Document:
    tariff = tariff_of(asked.line)
    return {
        "state": OPEN,
        "folder_id": asked.folder_id,
        "kind": tariff.kind,
        "unit": tariff.unit,
        "occurred_at": {"$gte": asked.since, "$lt": asked.until},
        **_destination(tariff.destination, asked.excluded),
    }


def _destination(wanted: str, excluded: Sequence[str]) -> Document:
    """By how a destination begins; nothing is compared where no line says one."""
    conditions: Document = {}
    if wanted:
        conditions["$regex"] = f"^{re.escape(wanted)}"
    if excluded:
        conditions["$not"] = {"$regex": f"^({'|'.join(map(re.escape, excluded))})"}
    return {"destination": conditions} if conditions else {}


def _by_month(line: FolderLine, zone: str) -> Document:
    """Whole numbers throughout: no step is lost to a fraction."""
    step = tariff_of(line).step
    missing = {"$mod": [{"$subtract": [step, {"$mod": ["$quantity", step]}]}, step]}
    month = {"date": "$occurred_at", "format": "%Y-%m-01", "timezone": zone}
    return {
        "_id": {"$dateToString": month},
        "units": {"$sum": {"$add": ["$quantity", missing]}},
        "records": {"$sum": 1},
    }


def _rating(billed: BilledUsage) -> Document:
    return {
        "_id": new_id(),
        "invoice_id": billed.invoice_id,
        "folder_id": billed.folder_id,
        "line_id": billed.line.id,
        "line": billed.line.model_dump_json().encode(),
        "month": billed.used.month,
        "before": billed.used.before,
        "units": billed.used.units,
        "released": False,
    }
