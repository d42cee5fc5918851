"""Chorus Pro, GoCardless and partners may hang or err: nothing is lost, nobody else waits."""

import asyncio
from uuid import uuid4

from kontor_chassis.testing import Publish
from kontor_contracts.customers.organisation import Organisation, OrganisationConfigured
from kontor_contracts.customers.party import DeliveryMethod
from kontor_delivery.testing.chorus import DEPOSIT, SEARCH, ChorusDesk
from kontor_delivery.testing.clock import MovedClock
from kontor_delivery.testing.facts import (
    PUBLIC_BODY,
    a_completed_run,
    a_fact,
    a_gocardless_mandate,
    a_recipient,
    an_api_collection,
    mandate_known,
)
from kontor_delivery.testing.gocardless import Provider
from kontor_delivery.testing.partner import Partner, Say
from kontor_delivery.testing.service import Service
from kontor_delivery.testing.stand_in import Answer as Said
from kontor_delivery.testing.stand_in import Fault
from kontor_local.testing import eventually

from .mailing import (
    PATIENCE,
    Started,
    an_endpoint,
    are_done,
    copies,
    mailed_invoices,
    once_each,
    to_whom,
)


async def test_chorus_pros_errors_lose_no_flow_double_none_and_keep_no_mail_waiting(
    service: Service,
    desk: ChorusDesk,
    mail_server: Started,
    publish: Publish,
    moved_clock: MovedClock,
) -> None:
    desk.stand_in.faults += [
        Fault(DEPOSIT, Said(500, b"<html>Internal Server Error</html>"), done=True),
        Fault(SEARCH, Said.of(429, {"error": "quota"}, **{"Retry-After": "1"})),
        Fault(SEARCH, Said(200, b"{not JSON")),
    ]
    organisation = Organisation(version=1, name="Nord", chorus_application_code="ABC123")
    await publish(OrganisationConfigured(organisation=organisation))
    run_id, facts = mailed_invoices(2, "one")
    filed = a_fact(method=DeliveryMethod.CHORUS_PRO, buyer=PUBLIC_BODY, run_id=run_id)
    async with mail_server() as sink:
        await publish(*facts, filed, a_completed_run(run_id, chorus_pro=1, email_attachment=2))
        await are_done(service, run_id, 2, clock=moved_clock)
        assert to_whom(copies(sink)) == once_each(facts)
    await eventually(lambda: desk.flows, timeout=PATIENCE)
    (flow,) = desk.flows
    desk.integrates(flow)

    async def is_followed() -> bool:
        (file,) = await service.files(run_id)
        deposit = (await service.get(f"/deposits/{file['id']}")).json()
        return deposit["state"] == "integrated"

    await eventually(is_followed, timeout=PATIENCE)
    assert (desk.flows, desk.stand_in.faults) == ([flow], [])


async def test_a_partners_endpoint_that_hangs_keeps_nobody_else_waiting_and_loses_nothing(
    service: Service,
    provider: Provider,
    mail_server: Started,
    publish: Publish,
) -> None:
    awake, party_id = asyncio.Event(), uuid4()

    partner = Partner(lambda _: Say(after=awake))
    mandate = a_gocardless_mandate()
    provider.has_mandate(mandate.reference)
    collection = an_api_collection(mandate)
    run_id = uuid4()
    facts = [
        a_fact(a_recipient(), collections=(collection,), run_id=run_id, party_id=party_id),
        a_fact(a_recipient(), run_id=run_id, party_id=party_id),
    ]
    async with an_endpoint(service, partner), mail_server() as sink:
        await publish(mandate_known(facts[0], mandate), *facts)
        await eventually(lambda: provider.of_collection(collection.id), timeout=PATIENCE)
        await are_done(service, run_id, 2)
        assert (len(sink.mails()), partner.taken) == (2, [])
        awake.set()
        await eventually(lambda: len(partner.taken) == 2, timeout=PATIENCE)
        assert partner.sequences(party_id) == [1, 2]
    assert len(provider.of_collection(collection.id)) == 1


async def test_gocardless_that_hangs_keeps_no_mail_waiting_and_charges_once(
    service: Service,
    provider: Provider,
    mail_server: Started,
    publish: Publish,
) -> None:
    mandate = a_gocardless_mandate()
    provider.has_mandate(mandate.reference)
    provider.stand_in.faults += [Fault("/payments", hangs=True)] * 3
    collection = an_api_collection(mandate)
    run_id = uuid4()
    fact = a_fact(a_recipient(), collections=(collection,), run_id=run_id)
    async with mail_server():
        await publish(mandate_known(fact, mandate), fact)
        await are_done(service, run_id, 1)
    await eventually(lambda: provider.of_collection(collection.id), timeout=PATIENCE)
    assert len(provider.of_collection(collection.id)) == 1
