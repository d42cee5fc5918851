"""Building the timeline anew beside the pages: what it lacks is added, what is wrong is mended."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta

from kontor_chassis.backup import topics
from kontor_chassis.ids import new_id
from kontor_chassis.leases import Leases
from kontor_chassis.message import Fact, Message, read
from kontor_chassis.mongo import SCRATCH, Client, Database
from kontor_chassis.replica_checks import Report
from kontor_chassis.settings import ServiceSettings
from kontor_chassis.transaction import Transactions
from kontor_contracts.envelope import NotAnEventError
from kontor_contracts.topic import Topic
from kontor_contracts.topics import CUSTOMERS_PARTY

from kontor_web.timeline.keeping import told
from kontor_web.timeline.store import Timeline
from kontor_web.timeline.subscribers import TOLD, TOPICS

#: Parties last: what erases one then takes away what all other topics told of it.
IN_ORDER = (*(one for one in TOPICS if one is not CUSTOMERS_PARTY), CUSTOMERS_PARTY)
BATCH = 500
#: One rebuild at a time; renewed all along.
TURN = "timeline-rebuild"
LEASE = timedelta(minutes=1)
WAIT_SECONDS = 0.5


async def rebuild(
    settings: ServiceSettings, client: Client, database: Database, *, mend: bool = True
) -> Report:
    """Tell everything that the topics hold once more, apart, and compare.

    What the topics have forgotten stays in the timeline, and so does what a line says of changes:
    the states before it may be gone. Whoever comes second waits.
    """
    async with _turn(database):
        await _drop_leftovers(database)
        return await _rebuild(settings, client, database, mend=mend)


async def _rebuild(
    settings: ServiceSettings, client: Client, database: Database, *, mend: bool
) -> Report:
    anew = Timeline(database, apart=f"{SCRATCH}{new_id().hex[-8:]}_")
    try:
        await anew.ensure_indexes()
        transactions = Transactions(client, database, service="web")
        for topic in IN_ORDER:
            async for facts in _facts(settings, topic):
                await transactions.run(lambda tx, f=facts: told(anew, f, tx))  # type: ignore[misc]
        looked_at, wrong = await Timeline(database).compare(anew, mend=mend)
    finally:
        await anew.drop()
    return Report(looked_at=looked_at, wrong=wrong, mended=wrong if mend else 0)


@asynccontextmanager
async def _turn(database: Database) -> AsyncIterator[None]:
    leases = Leases(database)
    while not await leases.take(TURN, LEASE):  # noqa: ASYNC110  # another process holds it
        await asyncio.sleep(WAIT_SECONDS)
    renewing = asyncio.ensure_future(_renewed(leases))
    try:
        yield
    finally:
        renewing.cancel()
        await leases.give_back(TURN)


async def _renewed(leases: Leases) -> None:
    while await leases.take(TURN, LEASE):  # noqa: ASYNC110  # until cancelled
        await asyncio.sleep(LEASE.total_seconds() / 3)


async def _drop_leftovers(database: Database) -> None:
    """A rebuild that was killed leaves everybody's lines behind, which no erasure reaches."""
    for name in await database.list_collection_names():
        if name.startswith(SCRATCH):
            await database.drop_collection(name)


async def _facts(settings: ServiceSettings, topic: Topic) -> AsyncIterator[Sequence[Fact]]:
    ends = (await topics.reaches(settings, [topic]))[topic.name].ends
    found: list[Fact] = []
    async for record in topics.records(settings, topic, ends):
        if (fact := _fact(topics.message(record, topic))) and isinstance(fact.event, TOLD):
            found.append(fact)
        if len(found) == BATCH:
            yield found
            found = []
    if found:
        yield found


def _fact(message: Message) -> Fact | None:
    """None for what is parked in the timeline too."""
    try:
        return read(message)
    except NotAnEventError:
        return None
