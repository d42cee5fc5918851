"""Ids of facts that have had their effect, kept in the transaction of that effect."""

from collections.abc import Collection as Sized

from pymongo.asynchronous.client_session import AsyncClientSession

from kontor_chassis.clock import now
from kontor_chassis.mongo import Database

COLLECTION = "inbox"
#: Longer than a fact can come again: topics keep at most 90 days, a rewound group sees those.
KEPT_SECONDS = 100 * 24 * 3600


async def ensure_indexes(database: Database) -> None:
    """Create the collection and its expiry."""
    await database[COLLECTION].create_index("at", expireAfterSeconds=KEPT_SECONDS)


async def known(
    database: Database, group: str, ids: Sized[str], session: AsyncClientSession
) -> set[str]:
    """Those of `ids` that `group` has handled."""
    wanted = [f"{group}|{one}" for one in ids]
    rows = database[COLLECTION].find({"_id": {"$in": wanted}}, {"_id": 1}, session=session)
    return {str(row["_id"]).removeprefix(f"{group}|") async for row in rows}


async def remember(
    database: Database, group: str, ids: Sized[str], session: AsyncClientSession
) -> None:
    """Note `ids` as handled; a duplicate key means that another process was quicker."""
    moment = now()
    rows = [{"_id": f"{group}|{one}", "at": moment} for one in ids]
    await database[COLLECTION].insert_many(rows, session=session, ordered=False)
