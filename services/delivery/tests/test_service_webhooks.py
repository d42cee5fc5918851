"""Partner webhooks: what a partner sees, from the published fact to the request."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from kontor_chassis.testing import Publish, in_background
from kontor_chassis.tokens import KeyRing
from kontor_contracts.delivery.delivery import WebhookEndpointDisabled, WebhookEndpointFailing
from kontor_delivery import app
from kontor_delivery.settings import DeliverySettings
from kontor_delivery.testing.clock import MovedClock
from kontor_delivery.testing.facts import a_fact
from kontor_delivery.testing.partner import Partner, Received, Say, listening
from kontor_delivery.testing.service import Answer, Service
from kontor_delivery.testing.traces import TRACE
from kontor_local.testing import eventually
from standardwebhooks.webhooks import Webhook

PATIENCE = 30
REFUSAL = Say(503)


@pytest.fixture(scope="module")
async def service(delivery_settings: DeliverySettings, key_ring: KeyRing) -> AsyncIterator[Service]:
    """Only the processes that webhooks need."""
    async with app.connected(delivery_settings) as parts:
        async with in_background(*app.webhooks(parts), *app.relay(parts)):
            yield Service(delivery_settings, app.http(parts), key_ring)
        await parts.client.drop_database(parts.database)


@asynccontextmanager
async def an_endpoint(
    service: Service, partner: Partner, facts: Sequence[str] = ("invoice-generated",)
) -> AsyncIterator[Answer]:
    """The partner listens, and has an endpoint while the block lasts."""
    async with listening(partner):
        wishes = {"name": "Partner", "url": partner.url, "facts": list(facts)}
        opened = await service.send("POST", "/webhook-endpoints", wishes, role="integration")
        assert opened.status_code == 201
        endpoint: Answer = opened.json()
        yield endpoint
        await service.send("DELETE", f"/webhook-endpoints/{endpoint['id']}")


async def publish_about(publish: Publish, party_id: UUID, count: int) -> None:
    for _ in range(count):
        await publish(a_fact(party_id=party_id))


def refusing(party_id: UUID) -> Partner:
    """A partner that cannot digest what it hears of one party."""

    def answer(received: Received) -> Say:
        return REFUSAL if received.fact["party_id"] == str(party_id) else Say()

    return Partner(answer)


async def taken(partner: Partner, party_id: UUID, count: int) -> None:
    await eventually(lambda: len(partner.sequences(party_id)) >= count, timeout=PATIENCE)


async def messages(service: Service, endpoint: Answer, **query: str) -> list[Answer]:
    answer = await service.send(
        "GET", f"/webhook-endpoints/{endpoint['id']}/messages?" + "&".join(
            f"{name}={value}" for name, value in query.items()
        )
    )  # fmt: skip
    return list(answer.raise_for_status().json()["items"])


async def attempted(service: Service, endpoint: Answer, count: int) -> None:
    """Wait until the one message's failures are written down; the partner knows of them before."""

    async def is_known() -> bool:
        return any(len(one["attempts"]) >= count for one in await messages(service, endpoint))

    await eventually(is_known, timeout=PATIENCE)


async def test_a_chosen_fact_arrives_signed_with_id_order_and_schema(
    service: Service, publish: Publish
) -> None:
    partner, fact_id, fact = Partner(), str(uuid4()), a_fact()
    async with an_endpoint(service, partner) as endpoint:
        await publish(fact, event_id=fact_id, trace=TRACE)
        await taken(partner, fact.invoice.party_id, 1)
    (received,) = partner.taken
    assert received.headers["traceparent"] == TRACE
    body = Webhook(endpoint["secret"]).verify(received.body, received.headers)
    assert received.headers["webhook-id"] == fact_id == body["id"]
    assert (body["type"], body["sequence"]) == ("invoice-generated", 1)
    assert body["schema"] == "urn:kontor:event:billing.invoice:invoice-generated"
    assert body["schema_version"]
    assert body["data"]["invoice"]["number"] == fact.invoice.number


async def test_no_bank_account_leaves_in_full(service: Service, publish: Publish) -> None:
    partner, fact = Partner(), a_fact()
    async with an_endpoint(service, partner):
        await publish(fact)
        await taken(partner, fact.invoice.party_id, 1)
    assert fact.invoice.seller.iban.encode() not in partner.taken[0].body
    assert partner.taken[0].fact["data"]["invoice"]["seller"]["iban"] == "DE75 •••• 6199"


async def test_a_fact_that_was_not_chosen_does_not_arrive(
    service: Service, publish: Publish
) -> None:
    others, chosen, fact = Partner(), Partner(), a_fact()
    async with (
        an_endpoint(service, others, ["party-changed"]),
        an_endpoint(service, chosen),
    ):
        await publish(fact)
        await taken(chosen, fact.invoice.party_id, 1)
    assert others.taken == []


async def test_a_party_that_is_refused_waits_in_order_while_all_others_go_on(
    service: Service, publish: Publish, moved_clock: MovedClock
) -> None:
    blocked, free = uuid4(), uuid4()
    partner = refusing(blocked)
    async with an_endpoint(service, partner) as endpoint:
        await publish_about(publish, blocked, 3)
        await publish_about(publish, free, 3)
        await taken(partner, free, 3)
        await attempted(service, endpoint, 1)
        assert {one.fact["sequence"] for one in partner.refused} == {1}
        partner.answer = lambda _: Say()
        moved_clock.forward(timedelta(minutes=1))
        await taken(partner, blocked, 3)
    assert partner.sequences(blocked) == [1, 2, 3]
    assert partner.sequences(free) == [1, 2, 3]


async def test_an_endpoint_that_hangs_slows_no_other(service: Service, publish: Publish) -> None:
    over, parties = asyncio.Event(), [uuid4() for _ in range(50)]
    hanging, quick = Partner(lambda _: Say(after=over)), Partner()
    async with an_endpoint(service, hanging), an_endpoint(service, quick):
        for party_id in parties:
            await publish_about(publish, party_id, 1)
        await eventually(lambda: len(quick.taken) == len(parties), timeout=PATIENCE)
        assert hanging.taken == []
        over.set()


async def test_an_endpoint_that_is_gone_is_warned_of_then_disabled_and_loses_nothing(
    service: Service, publish: Publish, moved_clock: MovedClock
) -> None:
    partner, party_id = Partner(lambda _: Say(410)), uuid4()
    async with an_endpoint(service, partner) as endpoint:
        path = f"/webhook-endpoints/{endpoint['id']}"

        async def state() -> str:
            return str((await service.send("GET", path)).json()["state"])

        await publish_about(publish, party_id, 2)
        await eventually(lambda: service.told_of_endpoint(UUID(endpoint["id"])), timeout=PATIENCE)
        assert await state() == "enabled"
        moved_clock.forward(timedelta(minutes=11))

        async def is_disabled() -> bool:
            return await state() == "disabled"

        await eventually(is_disabled, timeout=PATIENCE)
        partner.answer = lambda _: Say()
        await service.send("POST", f"{path}/enable")
        await taken(partner, party_id, 2)
        assert partner.sequences(party_id) == [1, 2]

        async def told() -> bool:
            facts = await service.told_of_endpoint(UUID(endpoint["id"]))
            return [type(one) for one in facts] == [WebhookEndpointFailing, WebhookEndpointDisabled]

        await eventually(told)


async def test_what_nobody_takes_for_three_days_is_given_up_and_the_next_gets_its_turn(
    service: Service, publish: Publish, moved_clock: MovedClock
) -> None:
    party_id = uuid4()
    partner = refusing(party_id)
    async with an_endpoint(service, partner) as endpoint:
        await publish_about(publish, party_id, 1)
        for attempts in (1, 2):
            await attempted(service, endpoint, attempts)
            moved_clock.forward(timedelta(days=2))

        async def given_up() -> list[Answer]:
            return await messages(service, endpoint, state="failed")

        (lost,) = await eventually(given_up, timeout=PATIENCE)
        assert lost["reason"].startswith("503")
        partner.answer = lambda _: Say()
        await publish_about(publish, party_id, 1)
        await taken(partner, party_id, 1)
        assert partner.sequences(party_id) == [2]


async def test_messages_are_delivered_again_by_id_and_by_range(
    service: Service, publish: Publish
) -> None:
    partner, party_id = Partner(), uuid4()
    async with an_endpoint(service, partner) as endpoint:
        path = f"/webhook-endpoints/{endpoint['id']}/redeliveries"
        await publish_about(publish, party_id, 4)
        await taken(partner, party_id, 4)
        first = partner.taken[0].fact["id"]
        await service.send("POST", path, {"webhook_id": first})
        await taken(partner, party_id, 5)
        assert partner.taken[4].fact["id"] == first
        by_range = {"party_id": str(party_id), "first": 2, "last": 3}
        assert (await service.send("POST", path, by_range)).json() == {"streams": 1}
        await taken(partner, party_id, 7)
        assert partner.sequences(party_id) == [1, 2, 3, 4, 1, 2, 3]
        assert (await service.send("POST", path, {})).status_code == 422


async def test_while_a_secret_is_replaced_both_sign(service: Service, publish: Publish) -> None:
    partner, fact = Partner(), a_fact()
    async with an_endpoint(service, partner) as endpoint:
        rotated = await service.send("POST", f"/webhook-endpoints/{endpoint['id']}/secret")
        await publish(fact)
        await taken(partner, fact.invoice.party_id, 1)
    (received,) = partner.taken
    for secret in (endpoint["secret"], rotated.json()["secret"]):
        assert Webhook(secret).verify(received.body, received.headers)


async def test_the_test_button_tells_what_came_back(service: Service) -> None:
    partner = Partner(lambda _: Say(302, ("Location: http://127.0.0.1/elsewhere",)))
    async with an_endpoint(service, partner) as endpoint:
        reply = await service.send("POST", f"/webhook-endpoints/{endpoint['id']}/test")
    assert (reply.json()["accepted"], reply.json()["status"]) == (False, 302)
    assert partner.refused[0].fact["type"] == "webhook-test"


async def test_the_log_shows_every_attempt(
    service: Service, publish: Publish, moved_clock: MovedClock
) -> None:
    answers = iter([REFUSAL])
    partner, fact = Partner(lambda _: next(answers, Say())), a_fact()
    async with an_endpoint(service, partner) as endpoint:
        await publish(fact)
        await attempted(service, endpoint, 1)
        moved_clock.forward(timedelta(minutes=1))
        await taken(partner, fact.invoice.party_id, 1)

        async def logged() -> list[Answer]:
            return await messages(service, endpoint, state="delivered")

        (line,) = await eventually(logged)
    assert [one["status"] for one in line["attempts"]] == [503, 204]


async def test_an_endpoint_that_cannot_be_is_refused_with_every_fault(service: Service) -> None:
    wishes = {"name": " ", "url": "ftp://example.org", "facts": ["weather-changed"]}
    refused = await service.send("POST", "/webhook-endpoints", wishes)
    assert refused.status_code == 422
    fields = {one["field"] for one in refused.json()["fields"]}
    assert fields == {"name", "url", "facts"}
    assert (await service.send("GET", "/webhook-endpoints", role="sales")).status_code == 403
