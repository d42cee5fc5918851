"""A replica knows when it has caught up, and a trace goes on from fact to effect."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from uuid import uuid4

from kontor_chassis import tracing
from kontor_chassis.batch import BatchHandler
from kontor_chassis.consumer import Consumer
from kontor_chassis.message import Message
from kontor_chassis.mongo import Database
from kontor_chassis.offsets import end_offsets, has_passed
from kontor_chassis.relay import Relay
from kontor_chassis.settings import ServiceSettings
from kontor_chassis.subscription import Subscription
from kontor_chassis.testing import in_background
from kontor_chassis.transaction import Transaction, Transactions
from kontor_contracts.customers.party import CustomerRegistered, Lifecycle, Party
from kontor_contracts.customers.team import Member, TeamMemberJoined
from kontor_contracts.envelope import Envelope
from kontor_contracts.topics import CUSTOMERS_PARTY, CUSTOMERS_TEAM
from kontor_local.testing import eventually

TRACE = "00-" + "a" * 32 + "-" + "b" * 16 + "-01"


def a_registration() -> CustomerRegistered:
    return CustomerRegistered(
        party=Party(
            id=uuid4(), version=1, number="K-1", lifecycle=Lifecycle.CUSTOMER, name="Muster"
        )
    )


def a_new_member() -> TeamMemberJoined:
    return TeamMemberJoined(
        member=Member(id=uuid4(), version=1, name="Ada", email="ada@kontor.example", roles=())
    )


async def test_a_group_has_passed_the_end_of_a_topic_only_once_it_has_handled_all(
    settings: ServiceSettings,
    transactions: Transactions,
    store_database: Database,
    publish: Callable[..., Awaitable[None]],
) -> None:
    group = f"group-{uuid4().hex[:6]}"
    consumer = Consumer(settings, transactions, store_database)

    @consumer.topic(CUSTOMERS_PARTY, group=group).react(CustomerRegistered)
    async def ignore(_events: Sequence[CustomerRegistered], _tx: Transaction) -> None:
        return

    await publish(*[a_registration() for _ in range(20)])
    ends = await end_offsets(settings, [CUSTOMERS_PARTY])
    assert not await has_passed(settings, group, ends)
    async with in_background(consumer.run):
        await eventually(lambda: has_passed(settings, group, ends))


async def test_the_trace_of_a_request_goes_on_in_the_handlers_of_its_facts(
    client: object,
    settings: ServiceSettings,
    transactions: Transactions,
    store_database: Database,
) -> None:
    fact, seen = a_new_member(), dict[str, str | None]()
    consumer = Consumer(settings, transactions, store_database)

    @consumer.topic(CUSTOMERS_TEAM, group=f"group-{uuid4().hex[:6]}").react(TeamMemberJoined)
    async def note(events: Sequence[TeamMemberJoined], _tx: Transaction) -> None:
        for event in events:
            seen[event.key] = tracing.current()

    async def work(tx: Transaction) -> None:
        tx.publish(fact)

    with tracing.continued(TRACE):
        await transactions.run(work)
    relay = Relay(client, store_database, settings)  # type: ignore[arg-type]
    async with in_background(relay.run, consumer.run):
        assert await eventually(lambda: seen.get(fact.key)) == TRACE


async def test_facts_of_several_traces_in_one_batch_each_go_on_under_their_own(
    transactions: Transactions, store_database: Database
) -> None:
    traces = [f"00-{number:032x}-{'b' * 16}-01" for number in range(1, 4)]
    sent = [(trace, a_new_member()) for trace in (*traces, *traces)]
    subscription, caused = Subscription(CUSTOMERS_TEAM, "group"), dict[str, str | None]()

    @subscription.react(TeamMemberJoined)
    async def cause(events: Sequence[TeamMemberJoined], tx: Transaction) -> None:
        tx.publish(*events)
        caused.update((event.key, tracing.current()) for event in events)

    handler = BatchHandler(subscription, transactions, store_database)
    await handler.handle([received(*one, offset=place) for place, one in enumerate(sent)])
    assert caused == {fact.key: trace for trace, fact in sent}
    rows = await store_database["outbox"].find({}, {"key": 1, "traceparent": 1}).to_list()
    assert {row["key"]: row["traceparent"] for row in rows} == caused


def received(trace: str, fact: TeamMemberJoined, *, offset: int) -> Message:
    moment = datetime(2026, 11, 2, tzinfo=UTC)
    envelope = Envelope(uuid4().hex, fact.type, "kontor/test", fact.subject, moment, trace)
    headers, body = tuple(envelope.headers()), fact.model_dump_json().encode()
    return Message(fact.topic, 0, offset, fact.key, headers, body)
