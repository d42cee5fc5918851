"""Replicas compared with what the topics tell, and mended, while facts go on flowing."""

from collections.abc import AsyncIterator, Sequence
from collections.abc import Collection as Sized
from contextlib import suppress
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from kontor_contracts.envelope import NotAnEventError
from kontor_contracts.topics import ALL
from kontor_contracts.values import Value
from pymongo.errors import DuplicateKeyError

from kontor_chassis.backup import topics
from kontor_chassis.clock import now
from kontor_chassis.ids import new_id
from kontor_chassis.jobs import LEASE_END, Jobs
from kontor_chassis.message import Fact, Message, read
from kontor_chassis.mongo import Database, Document
from kontor_chassis.settings import ServiceSettings
from kontor_chassis.subscription import Subscription, rounds
from kontor_chassis.transaction import Transaction, Transactions

COLLECTION = "replica_checks"
#: Longer than a chunk takes; renewed after each.
LEASE = timedelta(minutes=2)
KEPT_SECONDS = 30 * 24 * 3600
CHUNK = 200
#: A damaged replica may differ everywhere: so many are named, all are counted.
NAMED = 100

Place = tuple[str, object]


class Wrong(StrEnum):
    """How a record of a replica differs from what its topic told last."""

    MISSING = "missing"
    OLDER = "older"
    DIFFERENT = "different"


class Difference(Value):
    topic: str
    collection: str
    id: str
    wrong: Wrong


class Report(Value):
    """What a look at all replicas of a consumer group found."""

    looked_at: int = 0
    wrong: int = 0
    mended: int = 0
    #: The first of them.
    differences: tuple[Difference, ...] = ()


class ReplicaCheck(Value):
    """A wish to have a group's replicas compared, and mended where that is said."""

    id: UUID
    group: str
    mend: bool = False
    asked_at: datetime
    done_at: datetime | None = None
    report: Report = Report()


class ReplicaChecks:
    """The wishes of one service, as rows: its API takes them, its consumers fulfil them."""

    def __init__(self, database: Database) -> None:
        self._rows = database[COLLECTION]
        self._jobs = Jobs(self._rows, lease=LEASE)

    async def ensure_indexes(self) -> None:
        await self._jobs.ensure_indexes("group", "done_at")
        await self._rows.create_index("asked_at", expireAfterSeconds=KEPT_SECONDS)

    async def ask(self, groups: Sized[str], *, mend: bool) -> list[ReplicaCheck]:
        moment = now()
        asked = [ReplicaCheck(id=new_id(), group=one, mend=mend, asked_at=moment) for one in groups]
        rows = [one.model_dump(exclude={"id"}) | {"_id": one.id, "due_at": moment} for one in asked]
        if rows:
            await self._rows.insert_many(rows)
        return asked

    async def get(self, check_id: UUID) -> ReplicaCheck | None:
        row = await self._rows.find_one({"_id": check_id})
        return ReplicaCheck.model_validate({**row, "id": row["_id"]}) if row else None

    async def claim(self, groups: Sized[str]) -> ReplicaCheck | None:
        rows = await self._jobs.claim({"group": {"$in": [*groups]}, "done_at": None})
        return ReplicaCheck.model_validate({**rows[0], "id": rows[0]["_id"]}) if rows else None

    async def renew(self, check: ReplicaCheck) -> None:
        await self._jobs.renew([check.id])

    async def finish(self, check: ReplicaCheck, report: Report) -> None:
        done = {"done_at": now(), "report": report.model_dump()}
        await self._rows.update_one(self._jobs.held(check.id), {"$set": done, "$unset": LEASE_END})


def groups_with_states(service: str) -> list[str]:
    """The service's groups that read topics of states, from which replicas are made."""
    groups = (group for topic in ALL if topic.compacted for group in topic.consumers)
    return sorted({one for one in groups if one.partition(".")[0] == service})


class _UndoneError(Exception):
    """Ends a transaction that only shows what would be."""


class Comparing:
    """One look at the replicas of a subscription."""

    def __init__(
        self,
        settings: ServiceSettings,
        transactions: Transactions,
        database: Database,
        subscription: Subscription,
    ) -> None:
        self._settings = settings
        self._transactions = transactions
        self._database = database
        self._subscription = subscription
        self._topic = subscription.topic.name

    async def reports(self, *, mend: bool) -> AsyncIterator[Report]:
        """Chunk by chunk, what was wrong, and is not any more where it was to be mended."""
        async for messages in self._newest():
            facts = [fact for one in messages if (fact := _readable(one))]
            if not facts:
                continue
            wrong = [one async for one in self._wrong(facts)]
            mended = 0
            for place, right, stored, _ in wrong if mend else ():
                mended += await self._mended(place, right, stored)
            yield Report(
                looked_at=len(facts),
                wrong=len(wrong),
                mended=mended,
                differences=tuple(self._difference(place, kind) for place, _, _, kind in wrong),
            )

    async def _newest(self) -> AsyncIterator[list[Message]]:
        """The last message of every key: an older one may tell of what was erased since."""
        topic = self._subscription.topic
        ends = (await topics.reaches(self._settings, [topic]))[topic.name].ends
        last: dict[bytes, tuple[int, int]] = {}
        async for record in topics.records(self._settings, topic, ends):
            last[record.key or b""] = (record.partition, record.offset)
        chunk: list[Message] = []
        async for record in topics.records(self._settings, topic, ends):
            if last[record.key or b""] == (record.partition, record.offset):
                chunk.append(topics.message(record, topic))
            if len(chunk) == CHUNK:
                yield chunk
                chunk = []
        yield chunk

    async def _wrong(
        self, facts: Sequence[Fact]
    ) -> AsyncIterator[tuple[Place, Document, Document | None, Wrong]]:
        """A record that is newer than the fact was changed by a later one meanwhile."""
        right = await self._as_told(facts)
        ids = list({place[1] for place in right})
        stored = await self._stored(ids)
        for place, document in right.items():
            found = stored.get(place)
            if found is None:
                yield place, document, None, Wrong.MISSING
            elif found["version"] < document["version"]:
                yield place, document, found, Wrong.OLDER
            elif found["version"] == document["version"] and found != document:
                yield place, document, found, Wrong.DIFFERENT

    async def _as_told(self, facts: Sequence[Fact]) -> dict[Place, Document]:
        """What the group's own handlers make of the facts, seen in a transaction that is undone."""
        found: dict[Place, Document] = {}
        ids = [one for fact in facts for one in _ids(fact)]

        async def work(tx: Transaction) -> None:
            found.clear()
            for name in self._subscription.replicas:
                await self._database[name].delete_many({"_id": {"$in": ids}}, session=tx.session)
            for handler, batch in rounds(facts, self._subscription.replicating):
                await handler([fact.event for fact in batch], tx)
            for name in self._subscription.replicas:
                rows = self._database[name].find({"_id": {"$in": ids}}, session=tx.session)
                found.update({(name, row["_id"]): row async for row in rows})
            raise _UndoneError

        with suppress(_UndoneError):
            await self._transactions.run(work)
        return found

    async def _stored(self, ids: Sequence[object]) -> dict[Place, Document]:
        found: dict[Place, Document] = {}
        for name in self._subscription.replicas:
            rows = self._database[name].find({"_id": {"$in": list(ids)}})
            found.update({(name, row["_id"]): row async for row in rows})
        return found

    async def _mended(self, place: Place, right: Document, stored: Document | None) -> bool:
        """False when somebody was quicker: then it is as a newer fact told."""
        name, record_id = place
        if stored is None:
            try:
                await self._database[name].insert_one(right)
            except DuplicateKeyError:
                return False
            return True
        as_seen = {"_id": record_id, "version": stored["version"]}
        done = await self._database[name].replace_one(as_seen, right)
        return bool(done.matched_count)

    def _difference(self, place: Place, wrong: Wrong) -> Difference:
        name, record_id = place
        return Difference(topic=self._topic, collection=name, id=str(record_id), wrong=wrong)


def together(reports: Sequence[Report]) -> Report:
    return Report(
        looked_at=sum(one.looked_at for one in reports),
        wrong=sum(one.wrong for one in reports),
        mended=sum(one.mended for one in reports),
        differences=tuple(one for each in reports for one in each.differences)[:NAMED],
    )


def _ids(fact: Fact) -> list[object]:
    """What a replica may call the aggregate: its key, or the id that the key is."""
    key = fact.event.key
    try:
        return [key, UUID(key)]
    except ValueError:
        return [key]


def _readable(message: Message) -> Fact | None:
    try:
        return read(message)
    except NotAnEventError:
        return None
