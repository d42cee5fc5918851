"""What the sender does to protect our own network and our patience."""

from datetime import UTC, datetime

import pytest
from kontor_delivery.gateways.webhook_sender import WebhookSender
from kontor_delivery.model.webhooks.endpoint import Secret
from kontor_delivery.model.webhooks.message import Reply
from kontor_delivery.settings import DeliverySettings
from kontor_delivery.testing.partner import Partner, Say, listening

SECRETS = (Secret.fresh().value,)


async def sent(url: str, *, allow_private: bool = True, seconds: float = 60) -> Reply:
    settings = DeliverySettings(
        mongo_url="mongodb://127.0.0.1",
        kafka_bootstrap="127.0.0.1:9",
        webhook_allow_private=allow_private,
        webhook_timeout_seconds=seconds,
    )
    async with WebhookSender(settings) as sender:
        moment = datetime.now(UTC)
        return await sender.send(url, b"{}", webhook_id="1", secrets=SECRETS, now=moment)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
async def test_a_name_that_leads_into_our_own_network_is_not_connected_to(host: str) -> None:
    async with listening(Partner()) as partner:
        url = partner.url.replace("127.0.0.1", host)
        reply = await sent(url, allow_private=False)
    assert (reply.status, partner.taken) == (0, [])
    assert "not on the public internet" in reply.words


async def test_a_redirect_is_a_refusal() -> None:
    async with listening(Partner()) as aim, listening(Partner()) as partner:
        partner.answer = lambda _: Say(307, (f"Location: {aim.url}",))
        reply = await sent(partner.url)
    assert (reply.accepts, reply.status, aim.taken) == (False, 307, [])


async def test_no_answer_in_time_is_a_refusal() -> None:
    async with listening(Partner(lambda _: Say(seconds=60))) as partner:
        reply = await sent(partner.url, seconds=0.5)
    assert (reply.status, reply.words) == (0, "no answer within 0.5 s")


async def test_nobody_there_is_a_refusal() -> None:
    reply = await sent("http://127.0.0.1:1/hook")
    assert reply.status == 0
    assert "ConnectError" in reply.words


async def test_an_endpoint_may_say_how_long_to_wait() -> None:
    async with listening(Partner(lambda _: Say(429, ("Retry-After: 17",)))) as partner:
        assert (await sent(partner.url)).retry_after == 17
