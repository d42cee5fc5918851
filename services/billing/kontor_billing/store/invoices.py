"""Issued invoices, their collections, and what was left out."""

from collections.abc import Collection as Sized
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from kontor_chassis.mongo import Database, Document, from_document, to_document
from kontor_chassis.transaction import Transaction
from kontor_contracts.billing.invoice import InvoiceGenerated, InvoiceKind

from kontor_billing.model.collections import opened
from kontor_billing.model.left_out import LeftOut
from kontor_billing.model.receivable import receivable_of


@dataclass(frozen=True, slots=True)
class Issued:
    """An invoice with the body as which it is stored and published."""

    event: InvoiceGenerated
    body: bytes


class Invoices:
    """An invoice never changes: its body is the JSON of the fact, beside what is asked for."""

    def __init__(self, database: Database) -> None:
        self._invoices = database["invoices"]
        self._collections = database["collections"]
        self._left_out = database["left_out"]

    async def ensure_indexes(self) -> None:
        await self._invoices.create_index("number", unique=True)
        await self._invoices.create_index([("run_id", 1), ("number", 1)])
        await self._invoices.create_index("intervals", unique=True, sparse=True)
        await self._left_out.create_index([("run_id", 1), ("_id", 1)])

    async def add(self, issued: Sequence[Issued], tx: Transaction) -> None:
        if not issued:
            return
        await self._invoices.insert_many(
            [_row(one) for one in issued], ordered=False, session=tx.session
        )
        collections = [
            to_document(opened(one.event.invoice, collection))
            for one in issued
            for collection in one.event.invoice.collections
        ]
        if collections:
            await self._collections.insert_many(collections, ordered=False, session=tx.session)

    async def is_there(self, invoice_id: UUID, tx: Transaction) -> bool:
        wanted = {"_id": invoice_id}
        return await self._invoices.find_one(wanted, {"_id": 1}, session=tx.session) is not None

    async def those_there(self, ids: Sized[UUID]) -> set[UUID]:
        """Which of these are issued already."""
        if not ids:
            return set()
        rows = self._invoices.find({"_id": {"$in": list(ids)}}, {"_id": 1})
        return {row["_id"] async for row in rows}

    async def add_left_out(self, run_id: UUID, left: Sequence[LeftOut], tx: Transaction) -> None:
        rows = [
            {"_id": _left_out_id(run_id, one), "run_id": run_id, **one.model_dump()} for one in left
        ]
        if rows:
            await self._left_out.insert_many(rows, session=tx.session)

    async def page(self, run_id: UUID, *, after: str, limit: int) -> list[InvoiceGenerated]:
        """The run's invoices by number, behind `after`."""
        rows = self._invoices.find({"run_id": run_id, "number": {"$gt": after}}, {"body": 1})
        found = await rows.sort("number").limit(limit).to_list()
        return [InvoiceGenerated.model_validate_json(row["body"]) for row in found]

    async def of_parties(
        self, party_ids: Sized[UUID], run_ids: Sequence[UUID]
    ) -> list[InvoiceGenerated]:
        """What these runs issued for the parties."""
        wanted = {"party_id": {"$in": list(party_ids)}, "run_id": {"$in": list(run_ids)}}
        rows = self._invoices.find({**wanted, "kind": InvoiceKind.INVOICE}, {"body": 1})
        return [InvoiceGenerated.model_validate_json(row["body"]) async for row in rows]

    async def left_out_page(
        self, run_id: UUID, *, after: str, limit: int
    ) -> list[tuple[str, LeftOut]]:
        """What the run left out by account number, each with its position."""
        rows = self._left_out.find({"run_id": run_id, "_id": {"$gt": after}})
        found = await rows.sort("_id").limit(limit).to_list()
        return [(row["_id"], from_document(LeftOut, row)) for row in found]


def _row(issued: Issued) -> Document:
    invoice = issued.event.invoice
    row = to_document(receivable_of(issued.event)) | {"run_id": invoice.run_id, "body": issued.body}
    intervals = list(_intervals(issued))
    # A unique index holds an empty list as a value: two of them would collide.
    return row | {"intervals": intervals} if intervals else row


def _intervals(issued: Issued) -> Iterable[bytes]:
    """The second net below the guards on folders: no index takes the same interval twice.

    Runs go through parties in order, so keys that begin with the party lie side by side: half the
    cost of keys that begin with the line.
    """
    invoice = issued.event.invoice
    for line in invoice.lines() if invoice.kind is InvoiceKind.INVOICE else ():
        if line.folder_line_id:
            start = line.period.start.toordinal() if line.period else 0
            yield invoice.party_id.bytes + line.folder_line_id.bytes + start.to_bytes(4)


def _left_out_id(run_id: UUID, one: LeftOut) -> str:
    return f"{run_id}/{one.account_number}/{','.join(one.folders)}"
