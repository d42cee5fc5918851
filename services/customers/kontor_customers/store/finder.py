"""The list of parties: conditions, order and position as MongoDB knows them."""

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from typing import NamedTuple

from bson.regex import Regex
from kontor_chassis.mongo import Database, Document, from_document
from kontor_contracts.customers.party import Party

from kontor_customers.model.finding import PartyQuery, Position, Sort
from kontor_customers.model.search import folded, line_pattern, part_patterns, words_of
from kontor_customers.store.parties import BY_LINE, BY_PART, WITHOUT_OURS

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
BY_NAME = frozenset({Sort.NAME, Sort.NAME_DOWN})
EXPORT_BATCH = 500
#: Among 200 000 parties so many are looked up and sorted about as fast as a page of 50 is read in
#: order where more have the word (decision 0011).
FEW = 1200


class Way(NamedTuple):
    """Conditions that hold the words typed, and the index that is best for them."""

    conditions: Sequence[Document]
    hint: str | None = None


class Finder:
    """Rare words are looked up and the few parties sorted.

    Of common words the list is read in its order, in an index that holds all words, until the
    page is full.
    """

    def __init__(self, database: Database, *, few: int = FEW) -> None:
        self._parties = database["parties"]
        self._few = few

    async def page(self, query: PartyQuery, *, after: Position | None, limit: int) -> list[Party]:
        """The parties that the query finds, behind the position."""
        field, direction = ORDERS[query.sort]
        way = await self._way(query)
        wanted = [*way.conditions, *_conditions(query), *_behind(after, field, direction)]
        found = self._parties.find({"$and": wanted} if wanted else {}, WITHOUT_OURS)
        if way.hint:
            found = found.hint(way.hint)
        order = [(field, direction)] if field == "_id" else [(field, direction), ("_id", direction)]
        return [from_document(Party, one) async for one in found.sort(order).limit(limit)]

    async def _way(self, query: PartyQuery) -> Way:
        words = words_of(query.q)
        for word in words:
            part = having_part(word)
            if await self._parties.count_documents(part, limit=self._few, hint=BY_PART) < self._few:
                others = [having_line(one) for one in words if one != word]
                return Way([part, *others], BY_PART)
        lines = [having_line(one) for one in words]
        is_read_in_order = query.sort in BY_NAME and not _is_narrow(query)
        if words and is_read_in_order:
            return Way([*lines, {"sort_name": {"$gte": ""}}], BY_LINE)
        return Way(lines)

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


def _is_narrow(query: PartyQuery) -> bool:
    """Whether a condition has an index of its own that leaves few parties."""
    return bool(query.tag or query.responsible_id or query.on_hold)


def having_part(word: str) -> Document:
    """Without flags: only then does MongoDB read no more of the index than begins so."""
    return {"search": {"$in": [Regex(one) for one in part_patterns(word)]}}


def having_line(word: str) -> Document:
    return {"line": Regex(line_pattern(word))}


def _conditions(query: PartyQuery) -> Iterator[Document]:
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
