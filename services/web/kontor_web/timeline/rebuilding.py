"""Building the timeline anew beside the pages: what it lacks is added, what is wrong is mended."""

from collections.abc import AsyncIterator, Sequence

from kontor_chassis.backup import topics
from kontor_chassis.ids import new_id
from kontor_chassis.message import Fact, Message, read
from kontor_chassis.mongo import CODEC, Client, Database
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


async def rebuild(
    settings: ServiceSettings, client: Client, database: Database, *, mend: bool = True
) -> Report:
    """Tell everything that the topics hold once more, apart, and compare.

    What the topics have forgotten stays in the timeline, and so does what a line says of changes:
    the states before it may be gone.
    """
    apart = client.get_database(f"{database.name}_{new_id().hex[-8:]}", codec_options=CODEC)
    anew = Timeline(apart)
    try:
        await anew.ensure_indexes()
        transactions = Transactions(client, apart, service="web")
        for topic in IN_ORDER:
            async for facts in _facts(settings, topic):
                await transactions.run(lambda tx, f=facts: told(anew, f, tx))  # type: ignore[misc]
        looked_at, wrong = await Timeline(database).compare(anew, mend=mend)
    finally:
        await client.drop_database(apart)
    return Report(looked_at=looked_at, wrong=wrong, mended=wrong if mend else 0)


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
