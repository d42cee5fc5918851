"""One transaction for a change, the facts it causes, and the answer to an Idempotency-Key."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from kontor_contracts.errors import DomainError
from kontor_contracts.event import Event
from kontor_contracts.topic import Topic
from pydantic import BaseModel, TypeAdapter
from pymongo.asynchronous.client_session import AsyncClientSession

from kontor_chassis import outbox
from kontor_chassis.clock import now
from kontor_chassis.mongo import Client, Database

ResultT = TypeVar("ResultT")

ANSWERS = "idempotent_answers"
KEPT_SECONDS = 7 * 24 * 3600


class IdempotencyKeyReusedError(DomainError):
    """The same Idempotency-Key came with another body."""


@dataclass(frozen=True, slots=True)
class Once:
    """A caller's promise that calls with this key and fingerprint are one and the same."""

    key: str
    fingerprint: str
    result: type[BaseModel]


class Transaction:
    """An open transaction: stores write with `session`, facts are written before the commit."""

    def __init__(self, session: AsyncClientSession) -> None:
        self.session = session
        self.entries: list[outbox.Entry] = []

    def publish(self, *events: Event, tag: str = "") -> None:
        """Send `events` if, and only if, this transaction commits."""
        self.entries += [
            outbox.Entry(event, event.model_dump_json().encode(), tag) for event in events
        ]

    def publish_prepared(self, event: Event, body: bytes) -> None:
        """The same for an event whose JSON `body` the caller has made already."""
        self.entries.append(outbox.Entry(event, body))

    def bury(self, event: Event) -> None:
        """Send `event`, then a tombstone of its key: compaction forgets the aggregate."""
        self.publish(event)
        self.entries.append(outbox.Entry(event, None))

    def forget(self, topic: Topic, *keys: str) -> None:
        """Send a tombstone for each of the keys: compaction forgets what was told of them."""
        self.entries += [outbox.Entry(outbox.Forgotten(topic, key), None) for key in keys]


class Transactions:
    """Runs work in transactions on one service's database."""

    def __init__(self, client: Client, database: Database, *, service: str) -> None:
        self._client = client
        self._database = database
        self._source = f"kontor/{service}"

    async def run(
        self,
        work: Callable[[Transaction], Awaitable[ResultT]],
        *,
        once: Once | None = None,
    ) -> ResultT:
        """The result of `work`, committed with its facts.

        Transient errors (write conflict, step-down) are tried again with jitter by the driver,
        for up to two minutes: `work` may run several times and must have no effect but through
        the transaction. With `once`, a repeated call gets the first result;
        IdempotencyKeyReusedError when its fingerprint differs.
        """

        async def attempt(session: AsyncClientSession) -> ResultT:
            if once and (answer := await self._answer(once, session)):
                return TypeAdapter(once.result).validate_json(answer)  # type: ignore[return-value]
            tx = Transaction(session)
            result = await work(tx)
            await self._finish(tx, once, result)
            return result

        async with self._client.start_session() as session:
            return await session.with_transaction(attempt)

    async def _finish(self, tx: Transaction, once: Once | None, result: object) -> None:
        if tx.entries:
            await outbox.append(self._database, tx.entries, source=self._source, session=tx.session)
        if once:
            await self._keep(once, result, tx.session)

    async def _answer(self, once: Once, session: AsyncClientSession) -> bytes | None:
        kept = await self._database[ANSWERS].find_one({"_id": once.key}, session=session)
        if kept is None:
            return None
        if kept["fingerprint"] != once.fingerprint:
            raise IdempotencyKeyReusedError(
                "this Idempotency-Key was used with another request; choose a new key"
            )
        return bytes(kept["answer"])

    async def _keep(self, once: Once, result: object, session: AsyncClientSession) -> None:
        row = {
            "_id": once.key,
            "fingerprint": once.fingerprint,
            "answer": TypeAdapter(once.result).dump_json(result),  # type: ignore[arg-type]
            "at": now(),
        }
        await self._database[ANSWERS].insert_one(row, session=session)


async def ensure_indexes(database: Database) -> None:
    """Create what transactions write to; they cannot do it themselves."""
    await outbox.ensure_indexes(database)
    await database[ANSWERS].create_index("at", expireAfterSeconds=KEPT_SECONDS)
