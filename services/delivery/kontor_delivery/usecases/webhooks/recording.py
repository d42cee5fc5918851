"""Facts become messages: numbered per endpoint and party in the transaction of their inbox."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from kontor_chassis.clock import now
from kontor_chassis.message import Fact
from kontor_chassis.transaction import Transaction

from kontor_delivery.model.webhooks.endpoint import Endpoint
from kontor_delivery.model.webhooks.message import Message
from kontor_delivery.model.webhooks.payload import PublicFact, party_of
from kontor_delivery.model.webhooks.stream import Stream, StreamState, stream_id
from kontor_delivery.usecases.means import Means

Queues = dict[UUID, tuple[Stream, list[PublicFact]]]


async def record_facts(means: Means, facts: Sequence[Fact], tx: Transaction) -> None:
    endpoints = await means.store.webhooks.endpoints.all(tx)
    queues = _queues(endpoints, facts)
    if not queues:
        return
    longer = {
        key: stream.model_copy(update={"sequence": len(queue)})
        for key, (stream, queue) in queues.items()
    }
    last = await means.store.webhooks.streams.lengthen(longer, tx)
    largest = means.settings.webhook_largest_bytes
    await means.store.webhooks.messages.add(
        [
            Message.of(fact, (stream.id, stream.endpoint_id), place, largest=largest, now=now())
            for stream, queue in queues.values()
            for place, fact in enumerate(queue, start=last[stream.id] - len(queue) + 1)
        ],
        tx,
    )


def _queues(endpoints: Sequence[Endpoint], facts: Sequence[Fact]) -> Queues:
    """What each stream gets, in the order of the facts."""
    wanting: dict[str, list[Endpoint]] = defaultdict(list)
    for endpoint in endpoints:
        for wanted in endpoint.facts:
            wanting[wanted].append(endpoint)
    queues: Queues = {}
    for fact in facts:
        chosen = wanting.get(fact.envelope.type)
        public = _public(fact) if chosen else None
        if chosen is None or public is None:
            continue
        for endpoint in chosen:
            stream = _stream(endpoint, public.party_id)
            queues.setdefault(stream.id, (stream, []))[1].append(public)
    return queues


def _public(fact: Fact) -> PublicFact | None:
    body = (fact.message.body or b"").decode()
    party_id = party_of(body)
    if party_id is None:
        return None
    envelope = fact.envelope
    return PublicFact(
        id=envelope.id,
        topic=fact.message.topic.name,
        type=envelope.type,
        subject=envelope.subject,
        time=envelope.time,
        party_id=party_id,
        body=body,
        trace=envelope.traceparent,
    )


def _stream(endpoint: Endpoint, party_id: UUID) -> Stream:
    return Stream(
        id=stream_id(endpoint.id, party_id),
        endpoint_id=endpoint.id,
        party_id=party_id,
        state=StreamState.WAITING if endpoint.is_enabled else StreamState.HALTED,
        due_at=now(),
    )
