"""Who hangs outside keeps nobody else waiting: partner, GoCardless and mails go their own ways."""

from uuid import uuid4

from kontor_chassis.testing import Publish
from kontor_delivery.testing.facts import (
    a_fact,
    a_gocardless_mandate,
    a_recipient,
    an_api_collection,
    mandate_known,
)
from kontor_delivery.testing.gocardless import Provider
from kontor_delivery.testing.partner import Partner, Received, Say, listening
from kontor_delivery.testing.service import Service
from kontor_delivery.testing.stand_in import Fault
from kontor_local.testing import SmtpSink, eventually

PATIENCE = 60
FOR_EVER = 3600


async def test_mails_and_collections_go_out_while_a_partners_endpoint_hangs(
    service: Service, provider: Provider, smtp_sink: SmtpSink, publish: Publish
) -> None:
    begun: list[bytes] = []

    def hang(received: Received) -> Say:
        begun.append(received.body)
        return Say(seconds=FOR_EVER)

    partner, run_id = Partner(hang), uuid4()
    mandate = a_gocardless_mandate()
    provider.has_mandate(mandate.reference)
    collection = an_api_collection(mandate)
    fact = a_fact(a_recipient(), collections=(collection,), run_id=run_id)
    async with listening(partner):
        wishes = {"name": "Slow", "url": partner.url, "facts": ["invoice-generated"]}
        opened = await service.send("POST", "/webhook-endpoints", wishes, role="integration")
        assert opened.status_code == 201
        await publish(mandate_known(fact, mandate), fact)
        await eventually(lambda: bool(begun), timeout=PATIENCE)
        more = a_fact(a_recipient(), run_id=run_id)
        await publish(more)

        async def both_are_out() -> bool:
            summary = await service.summary(run_id)
            return summary["mails"]["done"] == 2 and bool(provider.of_collection(collection.id))

        await eventually(both_are_out, timeout=PATIENCE)
        assert (partner.taken, partner.refused) == ([], [])
        await service.send("DELETE", f"/webhook-endpoints/{opened.json()['id']}")
    assert len(smtp_sink.mails()) == 2


async def test_mails_go_out_while_gocardless_hangs(
    service: Service, provider: Provider, publish: Publish
) -> None:
    run_id = uuid4()
    mandate = a_gocardless_mandate()
    provider.has_mandate(mandate.reference)
    provider.stand_in.faults += [Fault("/payments", hangs=True)] * 3
    collection = an_api_collection(mandate)
    fact = a_fact(a_recipient(), collections=(collection,), run_id=run_id)
    await publish(mandate_known(fact, mandate), fact)

    async def mailed() -> bool:
        return (await service.summary(run_id))["mails"]["done"] == 1

    await eventually(mailed, timeout=PATIENCE)

    async def collected() -> bool:
        return bool(provider.of_collection(collection.id))

    await eventually(collected, timeout=PATIENCE)
    assert len(provider.of_collection(collection.id)) == 1
