"""Deliveries as lists and counts."""

from typing import TypeVar
from uuid import UUID

from kontor_chassis.mongo import Collection, Document, from_document
from kontor_contracts.delivery.delivery import Channel

from kontor_delivery.model.delivery import Delivery
from kontor_delivery.model.listing import Counts, Filter
from kontor_delivery.model.states import Outcome, State
from kontor_delivery.model.story import Told
from kontor_delivery.store.light import LIGHT, TOLD

DeliveryT = TypeVar("DeliveryT", bound=Delivery)


class Listing:
    """In the order of invoice numbers."""

    def __init__(self, rows: Collection) -> None:
        self._rows = rows

    async def page(self, model: type[DeliveryT], asked: Filter) -> list[DeliveryT]:
        found = self._rows.find(_query(asked), LIGHT)
        lines = found.sort([("invoice_number", 1), ("_id", 1)]).limit(asked.limit)
        return [from_document(model, row) async for row in lines]

    async def of_invoice(self, invoice_id: UUID) -> list[Told]:
        rows = self._rows.find({"invoice_id": invoice_id, "state": {"$exists": True}}, TOLD)
        return [from_document(Told, row) async for row in rows.sort([("channel", 1), ("_id", 1)])]

    async def of_run(self, run_id: UUID) -> list[Delivery]:
        """All, though those invoices alone are of interest of which something did not arrive."""
        done = {"$in": [state for state in State if state.outcome is Outcome.DONE]}
        open_ones = {"run_id": run_id, "$or": [{"state": {"$not": done}}, {"code": {"$ne": ""}}]}
        invoices = await self._rows.distinct("invoice_id", open_ones)
        rows = self._rows.find({"invoice_id": {"$in": invoices}, "state": {"$exists": True}}, LIGHT)
        return [from_document(Delivery, row) async for row in rows]

    async def counts(self, run_id: UUID) -> Counts:
        """Rows of a run per channel and state."""
        by_state = {"_id": {"channel": "$channel", "state": "$state"}, "count": {"$sum": 1}}
        groups = await self._rows.aggregate([{"$match": {"run_id": run_id}}, {"$group": by_state}])
        return {
            (Channel(group["_id"]["channel"]), State(group["_id"]["state"])): group["count"]
            async for group in groups
        }


def _query(asked: Filter) -> Document:
    query: Document = {"state": {"$in": list(asked.states)}}
    if asked.run_id:
        query["run_id"] = asked.run_id
    if asked.channel:
        query["channel"] = asked.channel
    if asked.after:
        number, identity = asked.after
        query["$or"] = [
            {"invoice_number": {"$gt": number}},
            {"invoice_number": number, "_id": {"$gt": identity}},
        ]
    return query
