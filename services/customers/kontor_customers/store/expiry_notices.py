"""Which expiries of mandates have been told: each once."""

from collections.abc import Iterable

from kontor_chassis.mongo import Database
from kontor_chassis.transaction import Transaction
from kontor_contracts.customers.mandate import MandateExpiring

#: Longer than a mandate can be told of before it expires.
KEPT_SECONDS = 400 * 24 * 3600


class ExpiryNotices:
    """One document a mandate and day; two processes at once conflict on it."""

    def __init__(self, database: Database) -> None:
        self._notices = database["expiry_notices"]

    async def ensure_indexes(self) -> None:
        await self._notices.create_index("at", expireAfterSeconds=KEPT_SECONDS)

    async def untold(
        self, facts: Iterable[MandateExpiring], tx: Transaction | None = None
    ) -> list[MandateExpiring]:
        """Those of the facts that nobody has told yet."""
        by_key = {_key(fact): fact for fact in facts}
        wanted = {"_id": {"$in": list(by_key)}}
        found = self._notices.find(wanted, {"_id": 1}, session=tx and tx.session)
        told = {row["_id"] async for row in found}
        return [fact for key, fact in by_key.items() if key not in told]

    async def add(self, facts: Iterable[MandateExpiring], tx: Transaction) -> None:
        rows = [{"_id": _key(fact), "at": fact.at} for fact in facts]
        await self._notices.insert_many(rows, session=tx.session)


def _key(fact: MandateExpiring) -> str:
    return f"{fact.mandate_id} {fact.expires_on}"
