"""The list of parties: conditions, order and position as MongoDB knows them."""

import re
from collections.abc import AsyncIterator, Iterator, Mapping

from kontor_chassis.mongo import Database, Document, from_document
from kontor_contracts.customers.party import Party

from kontor_customers.model.finding import PartyQuery, Position, Sort
from kontor_customers.model.search import folded, may_end_an_iban, spellings, words_of
from kontor_customers.store.parties import WITHOUT_OURS

#: The field and direction of each order.
ORDERS = {
    Sort.NAME: ("sort_name", 1),
    Sort.NAME_DOWN: ("sort_name", -1),
    Sort.NUMBER: ("number", 1),
    Sort.NUMBER_DOWN: ("number", -1),
    # Ids are UUIDv7: they grow with time.
    Sort.NEWEST: ("_id", -1),
    Sort.OLDEST: ("_id", 1),
}
EXPORT_BATCH = 500


class Finder:
    def __init__(self, database: Database) -> None:
        self._parties = database["parties"]

    async def page(self, query: PartyQuery, *, after: Position | None, limit: int) -> list[Party]:
        """The parties that the query finds, behind the position."""
        field, direction = ORDERS[query.sort]
        wanted = {"$and": [*_conditions(query), *_behind(after, field, direction)]}
        found = self._parties.find(wanted if wanted["$and"] else {}, WITHOUT_OURS)
        order = [(field, direction)] if field == "_id" else [(field, direction), ("_id", direction)]
        return [from_document(Party, one) async for one in found.sort(order).limit(limit)]

    async def pages(self, query: PartyQuery) -> AsyncIterator[list[Party]]:
        """Every party that the query finds, read as the reader takes them."""
        page = await self.page(query, after=None, limit=EXPORT_BATCH)
        while page:
            yield page
            after = position_of(page[-1], query.sort)
            page = await self.page(query, after=after, limit=EXPORT_BATCH)


def position_of(party: Party, sort: Sort) -> Position:
    """Where the party stands in a list of this order."""
    keys = {"sort_name": folded(party.name), "number": party.number, "_id": ""}
    return Position(sort, keys[ORDERS[sort][0]], party.id)


def _conditions(query: PartyQuery) -> Iterator[Document]:
    for word in words_of(query.q):
        yield _holding(word)
    if query.on_hold is not None:
        yield {"on_hold": {"$gt": ""} if query.on_hold else ""}
    equals = {
        "lifecycle": query.lifecycle,
        "kind": query.kind,
        "billing_address.country": query.country,
        "delivery.method": query.delivery_method,
        "tags": query.tag,
        "responsible_id": query.responsible_id,
    }
    yield from ({field: value} for field, value in equals.items() if value is not None)


def _holding(word: str) -> Document:
    """Some part of the party, or of the end of its IBANs, begins with the word."""
    starts = [re.compile(f"^{re.escape(one)}") for one in spellings(word)]
    part: Document = {"search": {"$in": starts} if len(starts) > 1 else starts[0]}
    return {"$or": [part, {"iban_parts": starts[0]}]} if may_end_an_iban(word) else part


def _behind(after: Position | None, field: str, direction: int) -> Iterator[Mapping[str, object]]:
    if after is None:
        return
    beyond = "$gt" if direction > 0 else "$lt"
    if field == "_id":
        yield {"_id": {beyond: after.party_id}}
        return
    same = {field: after.key, "_id": {beyond: after.party_id}}
    yield {field: {f"{beyond}e": after.key}}
    yield {"$or": [{field: {beyond: after.key}}, same]}
