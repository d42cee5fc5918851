"""Files close without their count too: for parked messages, by hand, and at the end of a day."""

import io
import tarfile
from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from kontor_chassis.testing import Publish, in_background
from kontor_chassis.tokens import KeyRing
from kontor_contracts.billing.invoice import InvoiceGenerated
from kontor_contracts.customers.organisation import Organisation, OrganisationConfigured
from kontor_contracts.customers.party import DeliveryMethod
from kontor_contracts.topics import BILLING_INVOICE
from kontor_delivery import app
from kontor_delivery.settings import DeliverySettings
from kontor_delivery.testing.clock import MovedClock
from kontor_delivery.testing.facts import PUBLIC_BODY, a_completed_run, a_fact
from kontor_delivery.testing.service import Answer, Service
from kontor_local.testing import eventually

PATIENCE = 60
ORGANISATION = OrganisationConfigured(
    organisation=Organisation(version=1, name="Nordlicht Netze", chorus_application_code="ABC123")
)


@pytest.fixture(scope="module")
async def service(delivery_settings: DeliverySettings, key_ring: KeyRing) -> AsyncIterator[Service]:
    """Only the processes that archives need."""
    async with app.connected(delivery_settings) as parts:
        processes = (app.replicas, app.chorus_pro, app.relay)
        async with in_background(*(task for one in processes for task in one(parts))):
            yield Service(delivery_settings, app.http(parts), key_ring)
        await parts.client.drop_database(parts.database)


def a_chorus_fact(run_id: UUID | None) -> InvoiceGenerated:
    return a_fact(method=DeliveryMethod.CHORUS_PRO, buyer=PUBLIC_BODY, run_id=run_id)


async def file_with(service: Service, fact: InvoiceGenerated) -> Answer:
    """The closed file whose archive holds the invoice."""

    async def found() -> Answer | None:
        listed = await service.get("/files", kind="chorus-pro")
        for file in listed.json()["items"]:
            if file["state"] == "closed" and await holds(service, file, fact):
                return dict(file)
        return None

    file = await eventually(found, timeout=PATIENCE)
    assert file
    return file


async def holds(service: Service, file: Answer, fact: InvoiceGenerated) -> bool:
    content = (await service.get(f"/files/{file['id']}/content")).content
    with tarfile.open(fileobj=io.BytesIO(content), mode="r:gz") as archive:
        members = [archive.extractfile(name) for name in archive.getnames()]
        return any(one and fact.invoice.number.encode() in one.read() for one in members)


async def test_an_invoice_outside_a_run_is_filed_at_the_set_hour(
    service: Service, publish: Publish
) -> None:
    fact = a_chorus_fact(None)
    await publish(ORGANISATION, fact)
    file = await file_with(service, fact)
    assert (file["run_id"], file["count"]) == (None, 1)


async def test_a_file_closed_by_hand_leaves_what_comes_later_to_the_next_day(
    service: Service, publish: Publish, moved_clock: MovedClock
) -> None:
    run_id = uuid4()
    early, late = a_chorus_fact(run_id), a_chorus_fact(run_id)
    await publish(ORGANISATION, early, a_completed_run(run_id, chorus_pro=2))

    async def is_taken() -> bool:
        return (await service.delivery(run_id, "chorus-pro")).get("state") == "taken"

    await eventually(is_taken, timeout=PATIENCE)
    closed = await service.send("POST", f"/runs/{run_id}/files/chorus-pro/close")
    assert closed.status_code == 202
    assert (await file_with(service, early))["run_id"] == str(run_id)
    moved_clock.forward(timedelta(days=1))
    await publish(late)
    assert (await file_with(service, late))["run_id"] is None


async def test_a_parked_message_counts_as_left_out(
    service: Service, publish: Publish, publish_raw: Publish
) -> None:
    run_id = uuid4()
    good, unreadable = a_chorus_fact(run_id), a_chorus_fact(run_id)
    body = unreadable.model_dump_json().replace('"due_on":"2026-11-16"', '"due_on":"never"')
    headers = [
        ("ce_id", uuid4().hex.encode()),
        ("ce_type", b"invoice-generated"),
        ("ce_source", b"kontor/billing"),
        ("ce_time", b"2026-11-02T09:00:00+00:00"),
    ]
    await publish_raw(BILLING_INVOICE, unreadable.key.encode(), headers, body.encode())
    await publish(ORGANISATION, good, a_completed_run(run_id, chorus_pro=2))
    file = await file_with(service, good)
    (left,) = file["left_out"]
    assert (left["invoice_number"], left["code"]) == (unreadable.invoice.number, "message-parked")
    assert "due_on" in left["reason"]
