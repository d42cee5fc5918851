"""An invoice's story, what of a run has not arrived, and the same document once more."""

from collections.abc import AsyncIterator
from datetime import timedelta
from email import message_from_bytes, policy
from uuid import UUID, uuid4

import pytest
from kontor_chassis.testing import Publish, in_background
from kontor_chassis.tokens import KeyRing
from kontor_contracts.billing.invoice import InvoiceGenerated
from kontor_contracts.customers.party import (
    Bounce,
    Contact,
    CustomerRegistered,
    ElectronicAddress,
    Lifecycle,
    Party,
    RecipientRole,
)
from kontor_delivery import app
from kontor_delivery.model.einvoice.profile import XRECHNUNG_3
from kontor_delivery.settings import DeliverySettings
from kontor_delivery.testing.clock import MovedClock
from kontor_delivery.testing.facts import MOMENT, PUBLIC_BODY, a_fact, a_recipient
from kontor_delivery.testing.service import Answer, Service
from kontor_local.smtp_verdicts import Rule, Verdict
from kontor_local.testing import SmtpSink, eventually

PATIENCE = 60
GONE = Rule(recipient="gone@*", verdict=Verdict.REFUSE, reply="550 5.1.1 Gone")


@pytest.fixture(scope="module")
async def parts(delivery_settings: DeliverySettings) -> AsyncIterator[app.Parts]:
    """Only the processes that mails need."""
    async with app.connected(delivery_settings) as parts:
        processes = (app.replicas, app.documents, app.email)
        async with in_background(*(task for one in processes for task in one(parts))):
            yield parts
        await parts.client.drop_database(parts.database)


@pytest.fixture(scope="module")
async def service(parts: app.Parts, key_ring: KeyRing) -> Service:
    return Service(parts.settings, app.http(parts), key_ring)


async def story(service: Service, invoice_id: UUID) -> list[Answer]:
    answer = await service.get(f"/invoices/{invoice_id}/deliveries")
    return list(answer.json()["items"]) if answer.status_code == 200 else []


async def mails(service: Service, invoice_id: UUID, state: str) -> list[Answer]:
    told = await story(service, invoice_id)
    return [one for one in told if one["channel"] == "email" and one["state"] == state]


def a_customer(party_id: UUID, email: str, *, bounced: str = "") -> CustomerRegistered:
    """Who gets invoices today; mail to `bounced`, if any, is known to come back."""
    named = {email: None, bounced: Bounce(at=MOMENT, status="5.1.1", reason="No such user")}
    contacts = tuple(
        Contact(
            id=uuid4(), name="Today", email=one, invoice_recipient=RecipientRole.TO, bounced=mark
        )
        for one, mark in named.items()
        if one
    )
    return CustomerRegistered(
        party=Party(
            id=party_id, version=1, number="K-000001", lifecycle=Lifecycle.CUSTOMER,
            name="Muster GmbH", contacts=contacts,
        )
    )  # fmt: skip


async def failed_mail(service: Service, publish: Publish, fact: InvoiceGenerated) -> Answer:
    """Of an invoice, once the server has refused it for good."""
    await publish(fact)

    async def failed() -> list[Answer]:
        return await mails(service, fact.invoice.id, "failed")

    (mail,) = await eventually(failed, timeout=PATIENCE)
    return mail


async def sent_mail(service: Service, invoice_id: UUID) -> Answer:
    async def sent() -> list[Answer]:
        return await mails(service, invoice_id, "sent")

    (mail,) = await eventually(sent, timeout=PATIENCE)
    return mail


async def test_a_refused_invoice_is_reported_and_not_sent_again_unmarked_or_to_nobody(
    service: Service, smtp_sink: SmtpSink, publish: Publish
) -> None:
    smtp_sink.obey(GONE)
    fact = a_fact(a_recipient("gone@example.org"), run_id=uuid4())
    invoice = fact.invoice
    mail = await failed_mail(service, publish, fact)
    assert [one["state"] for one in mail["story"]] == ["awaiting-document", "queued", "failed"]
    (worst,) = (await service.get(f"/runs/{invoice.run_id}/undelivered")).json()["items"]
    assert (worst["invoice_number"], worst["severity"]) == (invoice.number, "unreached")

    path = f"/invoices/{invoice.id}/mails"
    unmarked = await service.send("POST", path, {})
    assert (unmarked.status_code, unmarked.json()["fields"][0]["field"]) == (
        422,
        "header.Idempotency-Key",
    )
    assert (await service.send("POST", path, {}, Idempotency_Key="early")).status_code == 409


async def test_a_refused_invoice_is_sent_again_to_todays_contacts_with_the_same_document(
    service: Service, smtp_sink: SmtpSink, publish: Publish
) -> None:
    smtp_sink.obey(GONE)
    fact = a_fact(a_recipient("gone@example.org"), run_id=uuid4())
    invoice = fact.invoice
    await failed_mail(service, publish, fact)
    await publish(a_customer(invoice.party_id, "today@example.org", bounced="dead@example.org"))

    async def accepted() -> bool:
        path = f"/invoices/{invoice.id}/mails"
        again = await service.send("POST", path, {}, Idempotency_Key="again-1")
        if again.status_code == 202:
            assert again.json()["to"] == ["today@example.org"]
            assert again.json()["reason"].startswith("dead@example.org: mail came back on 2026-")
        return again.status_code == 202

    await eventually(accepted, timeout=PATIENCE)
    assert await accepted(), "the same key is the same mail"
    again = await sent_mail(service, invoice.id)
    assert again["to"] == ["today@example.org"]
    assert "dead@example.org" in again["reason"]
    assert [one["state"] for one in again["recipients"]] == ["accepted", "dropped"]
    (file,) = smtp_sink.mails()
    (attached,) = message_from_bytes(file.read_bytes(), policy=policy.default).iter_attachments()
    kept = await service.get(f"/documents/{invoice.id}/content")
    assert attached.get_payload(decode=True) == kept.content
    ubl = await service.get(f"/documents/{invoice.id}/ubl")
    assert b"urn:oasis:names:specification:ubl:schema:xsd:Invoice-2" in ubl.content


async def test_who_is_no_active_contact_any_more_when_a_queued_mail_is_sent_gets_nothing(
    parts: app.Parts,
    service: Service,
    smtp_sink: SmtpSink,
    publish: Publish,
    moved_clock: MovedClock,
) -> None:
    smtp_sink.obey(Rule(recipient="*", verdict=Verdict.REFUSE, reply="451 4.3.0 Busy"))
    stays, left = a_recipient("stays@example.org"), a_recipient("left@example.org")
    both = a_fact(stays, left)
    alone = a_fact(left, party_id=both.invoice.party_id)
    await publish(both, alone)

    async def are_put_off() -> bool:
        found = [await mails(service, one.invoice.id, "queued") for one in (both, alone)]
        return all(one and "Busy" in one[0]["reason"] for one in found)

    await eventually(are_put_off, timeout=PATIENCE)
    customer = a_customer(both.invoice.party_id, stays.email)
    contact = Contact(id=left.contact_id, name="Left", email=left.email, active=False)
    party = customer.party.model_copy(update={"contacts": (*customer.party.contacts, contact)})
    await publish(CustomerRegistered(party=party))

    async def is_known() -> bool:
        return bool(await parts.means.store.replicas.inactive([party.id]))

    await eventually(is_known, timeout=PATIENCE)
    smtp_sink.obey()
    moved_clock.forward(timedelta(hours=1))
    mail = await sent_mail(service, both.invoice.id)
    assert [one["state"] for one in mail["recipients"]] == ["accepted", "dropped"]
    (failed,) = await eventually(lambda: mails(service, alone.invoice.id, "failed"))
    assert "left@example.org: no longer an active contact" in failed["reason"]
    (file,) = smtp_sink.mails()
    assert message_from_bytes(file.read_bytes()).get_all("Delivered-To") == [stays.email]


async def issued(service: Service, publish: Publish, fact: InvoiceGenerated) -> str:
    """The path of the document, once it is there."""
    path = f"/documents/{fact.invoice.id}"
    await publish(fact)

    async def is_there() -> bool:
        return (await service.get(f"{path}/xml")).status_code == 200

    await eventually(is_there, timeout=PATIENCE)
    return path


async def test_a_text_is_looked_at_saved_used_and_taken_back(
    service: Service, smtp_sink: SmtpSink, publish: Publish
) -> None:
    path = "/mail-templates/email-attachment/de"
    own = {"text": "Post von {{ seller }}\n\nMoin! {{ number }} liegt bei."}
    looked_at = await service.send("POST", f"{path}/preview", own, role="support")
    assert looked_at.json()["text"] == "Moin! 2026-000123 liegt bei.\n"

    broken = await service.send("PUT", path, {"text": "Post\n\n{{ nummer }}"}, If_Match='"0"')
    assert (broken.status_code, broken.json()["code"]) == (422, "template-broken")
    assert broken.json()["fields"][0]["message"].startswith("Line 3: there is no nummer")
    assert (await service.send("PUT", path, own)).status_code == 412
    saved = await service.send("PUT", path, own, If_Match='"0"')
    assert (saved.status_code, saved.headers["etag"], saved.json()["own"]) == (200, '"1"', True)

    await issued(service, publish, fact := a_fact(a_recipient("own@example.org")))
    await sent_mail(service, fact.invoice.id)
    (file,) = smtp_sink.mails()
    read = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert read["Subject"] == "Post von Nordlicht Netze GmbH"

    back = await service.send("PUT", path, {"text": ""}, If_Match='"1"')
    assert (back.json()["own"], back.json()["text"][:8]) == (False, "Rechnung")
    listed = (await service.get("/mail-templates")).json()["items"]
    assert len(listed) == 6
    assert (await service.send("PUT", path, own, role="support", If_Match='"2"')).status_code == 403


async def test_an_invoice_is_downloaded_as_xrechnung_or_everything_is_named_that_it_lacks(
    service: Service, publish: Publish
) -> None:
    lacking = await issued(service, publish, a_fact(a_recipient()))
    refused = await service.get(f"{lacking}/xrechnung")
    assert (refused.status_code, refused.json()["code"]) == (409, "xrechnung-incomplete")
    assert {one["field"] for one in refused.json()["fields"]} == {
        "buyer_reference", "buyer.electronic_address",
    }  # fmt: skip

    leitweg = "04011000-1234512345-06"
    address = ElectronicAddress(scheme="0204", id=leitweg)
    body = PUBLIC_BODY.model_copy(update={"electronic_address": address})
    complete = a_fact(a_recipient(), buyer=body, buyer_reference=leitweg)
    path = await issued(service, publish, complete)
    for syntax in ("ubl", "cii"):
        answer = await service.get(f"{path}/xrechnung", syntax=syntax)
        assert answer.status_code == 200
        assert XRECHNUNG_3.encode() in answer.content
