"""What is owed of each invoice: fields beside its frozen body, changed by version."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

from bson import Binary
from kontor_chassis.mongo import Database, Document, from_document, to_document
from kontor_chassis.transaction import Transaction
from kontor_contracts.billing.invoice import InvoiceGenerated
from kontor_contracts.billing.standing import InvoiceState
from kontor_contracts.errors import StaleVersionError
from pymongo import ASCENDING, DESCENDING

from kontor_billing.model.receivable import OWING, Receivable
from kontor_billing.model.receivable_view import InvoiceSort, Position, Wanted

#: Below every id, and no null.
LEAST = Binary.from_uuid(UUID(int=0))
WITHOUT_BODY = {"body": 0, "intervals": 0}


class Receivables:
    def __init__(self, database: Database) -> None:
        self._invoices = database["invoices"]

    async def ensure_indexes(self) -> None:
        await self._invoices.create_index([("party_id", 1), ("number", 1)])
        await self._invoices.create_index([("state", 1), ("due_on", 1)])
        await self._invoices.create_index([("due_on", 1), ("number", 1)])
        await self._invoices.create_index(
            "payer_id", name="payer", partialFilterExpression={"payer_id": {"$gt": LEAST}}
        )
        await self._invoices.create_index(
            "preceding_number", partialFilterExpression={"preceding_number": {"$gt": ""}}
        )

    async def get(self, invoice_id: UUID, tx: Transaction | None = None) -> Receivable | None:
        row = await self._invoices.find_one(
            {"_id": invoice_id}, WITHOUT_BODY, session=tx and tx.session
        )
        return from_document(Receivable, row) if row else None

    async def open_amounts(self, invoice_ids: Sequence[UUID]) -> dict[UUID, Decimal]:
        found = await self._all({"_id": {"$in": list(invoice_ids)}})
        return {one.id: one.open for one in found}

    async def by_ids(self, ids: Sequence[UUID], tx: Transaction) -> list[Receivable]:
        return await self._all({"_id": {"$in": list(ids)}}, tx)

    async def by_numbers(
        self, numbers: Sequence[str], tx: Transaction | None = None
    ) -> list[Receivable]:
        return await self._all({"number": {"$in": list(numbers)}}, tx)

    async def owing(
        self, party_ids: Sequence[UUID], amount: Decimal, tx: Transaction
    ) -> list[Receivable]:
        """The invoices that they pay, of which exactly `amount` is open."""
        ids = {"$in": list(party_ids)}
        theirs = [{"party_id": ids, "payer_id": None}, {"payer_id": ids}]
        wanted = {"$or": theirs, "state": {"$in": list(OWING)}}
        return [one for one in await self._all(wanted, tx) if one.open == amount]

    async def of_party(self, party_id: UUID) -> list[Receivable]:
        return await self._all({"party_id": party_id})

    async def _all(self, wanted: Document, tx: Transaction | None = None) -> list[Receivable]:
        rows = self._invoices.find(wanted, WITHOUT_BODY, session=tx and tx.session)
        return [from_document(Receivable, row) async for row in rows]

    async def body(self, invoice_id: UUID) -> InvoiceGenerated | None:
        row = await self._invoices.find_one({"_id": invoice_id}, {"body": 1})
        return InvoiceGenerated.model_validate_json(row["body"]) if row else None

    async def credit_notes_of(self, number: str, tx: Transaction) -> list[InvoiceGenerated]:
        rows = self._invoices.find({"preceding_number": number}, {"body": 1}, session=tx.session)
        return [InvoiceGenerated.model_validate_json(row["body"]) async for row in rows]

    async def page(self, wanted: Wanted, *, after: Position | None, limit: int) -> list[Receivable]:
        """In the order that is wanted, behind `after`."""
        conditions = {"$and": [_filter(wanted), _behind(wanted.sort, after)]}
        way = DESCENDING if wanted.sort.is_downwards else ASCENDING
        fields = ("due_on", "number") if wanted.sort.is_by_day else ("number",)
        rows = self._invoices.find(conditions, WITHOUT_BODY)
        found = await rows.sort([(one, way) for one in fields]).limit(limit).to_list()
        return [from_document(Receivable, row) for row in found]

    async def newly_overdue(self, today: date, limit: int) -> list[UUID]:
        """Those due before `today`, still owing and not yet called overdue."""
        states = [InvoiceState.OPEN, InvoiceState.PART_PAID]
        due = {"state": {"$in": states}, "due_on": {"$lt": today.isoformat()}}
        return [row["_id"] async for row in self._invoices.find(due, {"_id": 1}).limit(limit)]

    async def save(self, before: Receivable, after: Receivable, tx: Transaction) -> None:
        """StaleVersionError when somebody else has changed it since `before`."""
        fields = to_document(after)
        del fields["_id"]
        saved = await self._invoices.update_one(
            {"_id": before.id, "version": before.version}, {"$set": fields}, session=tx.session
        )
        if not saved.matched_count:
            raise StaleVersionError("the invoice has changed", current_version=after.version)

    async def release(self, invoice_id: UUID, tx: Transaction) -> None:
        """Free the invoice's intervals for another one."""
        await self._invoices.update_one(
            {"_id": invoice_id}, {"$unset": {"intervals": ""}}, session=tx.session
        )


def _filter(wanted: Wanted) -> Document:
    chosen: Document = {}
    if wanted.party_id:
        chosen["party_id"] = wanted.party_id
    if wanted.overdue is not None:
        overdue = InvoiceState.OVERDUE
        chosen["state"] = overdue if wanted.overdue else {"$ne": overdue}
    if wanted.state:
        chosen["state"] = wanted.state
    if wanted.starting:
        chosen["number"] = {"$regex": f"^{re.escape(wanted.starting)}"}
    if wanted.number is not None:
        chosen["number"] = wanted.number
    return chosen


def _behind(sort: InvoiceSort, after: Position | None) -> Document:
    if after is None:
        return {}
    beyond = "$lt" if sort.is_downwards else "$gt"
    number: Document = {"number": {beyond: after.number}}
    if not sort.is_by_day:
        return number
    return {"$or": [{"due_on": {beyond: after.due_on}}, {"due_on": after.due_on, **number}]}
