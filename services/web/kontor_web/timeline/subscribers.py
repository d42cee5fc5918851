"""The timeline's own subscription: every fact about a party becomes a line, once."""

from collections.abc import Sequence

from kontor_chassis.consumer import Consumer
from kontor_chassis.message import Fact
from kontor_chassis.transaction import Transaction
from kontor_contracts.topic import Topic
from kontor_contracts.topics import ALL

from kontor_web.timeline.keeping import told
from kontor_web.timeline.store import Timeline
from kontor_web.timeline.telling import TELLING

GROUP = "web.timeline"
TOPICS = tuple(topic for topic in ALL if GROUP in topic.consumers)
TOLD = tuple(kind for kind, _ in TELLING)


def subscribe(consumer: Consumer, timeline: Timeline) -> None:
    for topic in TOPICS:
        _subscribe(consumer, timeline, topic)


def _subscribe(consumer: Consumer, timeline: Timeline, topic: Topic) -> None:
    types = [one for one in topic.events.values() if issubclass(one, TOLD)]

    @consumer.topic(topic, group=GROUP).forward(*types)
    async def tell(facts: Sequence[Fact], tx: Transaction) -> None:
        await told(timeline, facts, tx)
