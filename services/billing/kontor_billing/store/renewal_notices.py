"""Which renewals of licences have been told: each once."""

from collections.abc import Iterable

from kontor_chassis.mongo import Database
from kontor_chassis.transaction import Transaction
from kontor_contracts.billing.licence import LicenceRenewalDue

#: Longer than a renewal can be told of before it comes.
KEPT_SECONDS = 400 * 24 * 3600


class RenewalNotices:
    """One document a line and day; two processes at once conflict on it."""

    def __init__(self, database: Database) -> None:
        self._notices = database["renewal_notices"]

    async def ensure_indexes(self) -> None:
        await self._notices.create_index("at", expireAfterSeconds=KEPT_SECONDS)

    async def untold(
        self, facts: Iterable[LicenceRenewalDue], tx: Transaction
    ) -> list[LicenceRenewalDue]:
        by_key = {_key(fact): fact for fact in facts}
        wanted = {"_id": {"$in": list(by_key)}}
        found = self._notices.find(wanted, {"_id": 1}, session=tx.session)
        told = {row["_id"] async for row in found}
        return [fact for key, fact in by_key.items() if key not in told]

    async def add(self, facts: Iterable[LicenceRenewalDue], tx: Transaction) -> None:
        rows = [{"_id": _key(fact), "at": fact.at} for fact in facts]
        await self._notices.insert_many(rows, session=tx.session)


def _key(fact: LicenceRenewalDue) -> str:
    return f"{fact.line_id} {fact.renews_on}"
