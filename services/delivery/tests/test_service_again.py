"""An invoice's story, what of a run has not arrived, and the same document once more."""

from collections.abc import AsyncIterator
from email import message_from_bytes, policy
from uuid import UUID, uuid4

import pytest
from kontor_chassis.testing import Publish, in_background
from kontor_chassis.tokens import KeyRing
from kontor_contracts.customers.party import (
    Contact,
    CustomerRegistered,
    Lifecycle,
    Party,
    RecipientRole,
)
from kontor_delivery import app
from kontor_delivery.settings import DeliverySettings
from kontor_delivery.testing.facts import a_fact, a_recipient
from kontor_delivery.testing.service import Answer, Service
from kontor_local.smtp_verdicts import Rule, Verdict
from kontor_local.testing import SmtpSink, eventually

PATIENCE = 60


@pytest.fixture(scope="module")
async def service(delivery_settings: DeliverySettings, key_ring: KeyRing) -> AsyncIterator[Service]:
    """Only the processes that mails need."""
    async with app.connected(delivery_settings) as parts:
        processes = (app.replicas, app.documents, app.email)
        async with in_background(*(task for one in processes for task in one(parts))):
            yield Service(delivery_settings, app.http(parts), key_ring)
        await parts.client.drop_database(parts.database)


async def story(service: Service, invoice_id: UUID) -> list[Answer]:
    answer = await service.get(f"/invoices/{invoice_id}/deliveries")
    return list(answer.json()["items"]) if answer.status_code == 200 else []


async def mails(service: Service, invoice_id: UUID, state: str) -> list[Answer]:
    told = await story(service, invoice_id)
    return [one for one in told if one["channel"] == "email" and one["state"] == state]


def a_customer(party_id: UUID, email: str) -> CustomerRegistered:
    contact = Contact(id=uuid4(), name="Today", email=email, invoice_recipient=RecipientRole.TO)
    return CustomerRegistered(
        party=Party(
            id=party_id, version=1, number="K-000001", lifecycle=Lifecycle.CUSTOMER,
            name="Muster GmbH", contacts=(contact,),
        )
    )  # fmt: skip


async def test_a_refused_invoice_is_reported_then_sent_again_to_todays_contacts(
    service: Service, smtp_sink: SmtpSink, publish: Publish
) -> None:
    smtp_sink.obey(Rule(recipient="gone@*", verdict=Verdict.REFUSE, reply="550 5.1.1 Gone"))
    fact = a_fact(a_recipient("gone@example.org"), run_id=uuid4())
    invoice = fact.invoice
    await publish(fact)

    async def failed() -> list[Answer]:
        return await mails(service, invoice.id, "failed")

    (mail,) = await eventually(failed, timeout=PATIENCE)
    assert [one["state"] for one in mail["story"]] == ["awaiting-document", "queued", "failed"]
    (worst,) = (await service.get(f"/runs/{invoice.run_id}/undelivered")).json()["items"]
    assert (worst["invoice_number"], worst["severity"]) == (invoice.number, "unreached")

    path = f"/invoices/{invoice.id}/mails"
    assert (await service.send("POST", path, {})).status_code == 409
    await publish(a_customer(invoice.party_id, "today@example.org"))

    async def accepted() -> bool:
        again = await service.send("POST", path, {}, Idempotency_Key="again-1")
        return again.status_code == 202

    await eventually(accepted, timeout=PATIENCE)
    assert await accepted(), "the same key is the same mail"

    async def sent() -> list[Answer]:
        return await mails(service, invoice.id, "sent")

    (again,) = await eventually(sent, timeout=PATIENCE)
    assert again["to"] == ["today@example.org"]
    (file,) = smtp_sink.mails()
    read = message_from_bytes(file.read_bytes(), policy=policy.default)
    kept = await service.get(f"/documents/{invoice.id}/content")
    (attached,) = read.iter_attachments()
    assert attached.get_payload(decode=True) == kept.content
    assert (await service.get(f"/runs/{invoice.run_id}/undelivered")).json()["items"] == []
    ubl = await service.get(f"/documents/{invoice.id}/ubl")
    assert b"urn:oasis:names:specification:ubl:schema:xsd:Invoice-2" in ubl.content
