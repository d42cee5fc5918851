"""Archives and export files: closed by counting, with everything that belongs in them."""

import csv
import hashlib
import io
import tarfile
from functools import partial
from uuid import UUID, uuid4

from kontor_chassis.testing import Publish
from kontor_contracts.billing.invoice import Collection, CollectionWay, InvoiceGenerated, Payer
from kontor_contracts.customers.organisation import Organisation, OrganisationConfigured
from kontor_contracts.customers.party import DeliveryMethod
from kontor_contracts.customers.payment import (
    GoCardlessMandate,
    GoCardlessMandateState,
    PaymentDetails,
    PaymentDetailsChanged,
)
from kontor_contracts.delivery.delivery import (
    ArchiveCreated,
    Channel,
    DeliveryFailed,
    ExportCreated,
    InvoiceDelivered,
)
from kontor_delivery.testing.facts import (
    GROSS,
    PUBLIC_BODY,
    a_collection,
    a_completed_run,
    a_fact,
    a_recipient,
)
from kontor_delivery.testing.service import Answer, Service
from kontor_delivery.testing.traces import TRACE, traced
from kontor_local.testing import SmtpSink, eventually
from lxml import etree

PATIENCE = 60
CBC = "{urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2}"
ORGANISATION = OrganisationConfigured(
    organisation=Organisation(version=1, name="Nordlicht Netze", chorus_application_code="ABC123")
)


def a_chorus_fact(run_id: UUID, **changes: object) -> InvoiceGenerated:
    values = {"buyer": PUBLIC_BODY, "run_id": run_id} | changes
    return a_fact(method=DeliveryMethod.CHORUS_PRO, **values)


def a_debit(mandate: GoCardlessMandate | None) -> Collection:
    number = uuid4().hex[:12]
    return a_collection(
        way=CollectionWay.GOCARDLESS_FILE,
        reference=f"R-{number}-1-1",
        mandate_id=mandate.id if mandate else None,
        mandate_reference=mandate.reference if mandate else "",
    )


def an_export_fact(
    run_id: UUID,
    *collections: Collection,
    fallback: DeliveryMethod | None = None,
    payer: Payer | None = None,
) -> InvoiceGenerated:
    method = DeliveryMethod.GOCARDLESS_EXPORT
    recipient = a_recipient()
    changes: dict[str, object] = {"run_id": run_id, "collections": collections, "payer": payer}
    return a_fact(recipient, method=method, fallback=fallback, **changes)


def a_mandate(state: GoCardlessMandateState = GoCardlessMandateState.ACTIVE) -> GoCardlessMandate:
    return GoCardlessMandate(id=uuid4(), reference=f"MD{uuid4().hex[:8].upper()}", state=state)


def payment_of(fact: InvoiceGenerated, *mandates: GoCardlessMandate) -> PaymentDetailsChanged:
    payment = PaymentDetails(
        party_id=fact.invoice.debtor_id, version=1, gocardless_mandates=mandates
    )
    return PaymentDetailsChanged(payment=payment)


async def closed_file(service: Service, run_id: UUID) -> Answer:
    async def closed() -> Answer | None:
        found = await service.files(run_id)
        return found[0] if found and found[0]["state"] == "closed" else None

    file = await eventually(closed, timeout=PATIENCE)
    assert file
    return file


async def content(service: Service, file: Answer) -> bytes:
    answer = await service.get(f"/files/{file['id']}/content")
    assert hashlib.sha256(answer.content).hexdigest() == file["sha256"]
    return answer.content


async def test_an_archive_closes_when_the_runs_invoices_are_all_there(
    service: Service, publish: Publish
) -> None:
    run_id = uuid4()
    first, second = a_chorus_fact(run_id), a_chorus_fact(run_id)
    await publish(ORGANISATION, first)
    await publish(a_completed_run(run_id, chorus_pro=2), trace=TRACE)

    async def one_is_taken() -> bool:
        return (await service.delivery(run_id, "chorus-pro")).get("state") == "taken"

    await eventually(one_is_taken, timeout=PATIENCE)
    assert await service.files(run_id) == []
    await publish(second)
    file = await closed_file(service, run_id)
    with tarfile.open(fileobj=io.BytesIO(await content(service, file))) as archive:
        names = archive.getnames()
        members = [archive.extractfile(name) for name in names]
        numbers = [etree.parse(member).findtext(f"{CBC}ID") for member in members if member]
    assert numbers == [first.invoice.number, second.invoice.number]
    assert names == [f"{file['name']}_1.xml", f"{file['name']}_2.xml"]
    summary = await service.summary(run_id)
    assert summary["chorus-pro"] == {"files": 1, "done": 2, "failed": 0, "waiting": 0}
    told = f'"name":"{file["name"]}"'
    assert await eventually(partial(traced, service, told), timeout=PATIENCE) == TRACE


async def test_an_invoice_without_siret_stays_out_and_the_rest_goes(
    service: Service, publish: Publish
) -> None:
    run_id = uuid4()
    good = a_chorus_fact(run_id)
    bad = a_chorus_fact(run_id, buyer=PUBLIC_BODY.model_copy(update={"siret": ""}))
    await publish(ORGANISATION, good, bad, a_completed_run(run_id, chorus_pro=2))
    file = await closed_file(service, run_id)
    assert file["count"] == 1
    (left,) = file["left_out"]
    assert left["invoice_number"] == bad.invoice.number
    assert "buyer.siret" in left["reason"]

    async def told() -> bool:
        failures = await service.told_of(DeliveryFailed, bad.invoice.id)
        deliveries = await service.told_of(InvoiceDelivered, good.invoice.id)
        assert [one.code for one in failures] == ["chorus-data-missing"]
        return [one.to for one in deliveries] == [(file["name"],)]

    await eventually(told)


async def test_an_archive_says_what_it_holds(service: Service, publish: Publish) -> None:
    run_id = uuid4()
    await publish(ORGANISATION, a_chorus_fact(run_id), a_completed_run(run_id, chorus_pro=1))
    file = await closed_file(service, run_id)

    async def told() -> bool:
        archives = await service.told_of(ArchiveCreated, run_id)
        return [(one.name, one.sha256) for one in archives] == [(file["name"], file["sha256"])]

    await eventually(told)


async def test_a_run_without_invoices_of_the_channel_makes_no_file(
    service: Service, publish: Publish
) -> None:
    empty, other = uuid4(), uuid4()
    await publish(ORGANISATION, a_completed_run(empty), a_chorus_fact(other))
    await publish(a_completed_run(other, chorus_pro=1))
    await closed_file(service, other)
    assert await service.files(empty) == []


async def test_the_export_holds_collections_by_usable_mandates_of_whoever_pays(
    service: Service, publish: Publish
) -> None:
    run_id, mandate = uuid4(), a_mandate()
    ended = a_mandate(GoCardlessMandateState.CANCELLED)
    payer = Payer(party_id=uuid4(), number="K-9", name="Zentrale")
    good = an_export_fact(run_id, a_debit(mandate), payer=payer)
    bad = an_export_fact(run_id, a_debit(ended))
    await publish(payment_of(good, mandate), payment_of(bad, ended), good, bad)
    await publish(a_completed_run(run_id, gocardless_export=2))
    file = await closed_file(service, run_id)
    rows = list(csv.DictReader(io.StringIO((await content(service, file)).decode(), newline="")))
    (collection,) = good.invoice.collections
    assert [row["mandate.id"] for row in rows] == [mandate.reference]
    assert rows[0]["payment.metadata.invoice"] == collection.reference
    assert file["total"] == str(GROSS)
    (left,) = file["left_out"]
    assert left["code"] == "mandate-not-active"
    summary = await service.summary(run_id)
    assert summary["gocardless"] == {"files": 1, "done": 1, "failed": 1, "waiting": 0}


async def test_an_invoice_that_gocardless_cannot_collect_leaves_by_its_fallback(
    service: Service, smtp_sink: SmtpSink, publish: Publish
) -> None:
    run_id = uuid4()
    transfer = a_collection()
    fact = an_export_fact(run_id, transfer, fallback=DeliveryMethod.EMAIL_ATTACHMENT)
    await publish(fact, a_completed_run(run_id, gocardless_export=1))

    async def mailed() -> bool:
        return (await service.delivery(run_id, "email")).get("state") == "sent"

    await eventually(mailed, timeout=PATIENCE)
    assert len(smtp_sink.mails()) == 1
    line = await service.delivery(run_id, "gocardless")
    assert (line["state"], line["code"]) == ("left-out", "no-gocardless-collection")


async def test_what_gocardless_collects_is_exported_though_the_invoice_leaves_by_mail(
    service: Service, smtp_sink: SmtpSink, publish: Publish
) -> None:
    run_id, mandate = uuid4(), a_mandate()
    ended = a_mandate(GoCardlessMandateState.CANCELLED)
    good, bad = (
        a_fact(a_recipient(), run_id=run_id, collections=(a_debit(one),))
        for one in (mandate, ended)
    )
    await publish(payment_of(good, mandate), payment_of(bad, ended), good, bad)
    await publish(a_completed_run(run_id, email_attachment=2, gocardless_file=2))
    file = await closed_file(service, run_id)
    (left,) = file["left_out"]
    assert (file["count"], left["invoice_number"]) == (1, bad.invoice.number)

    async def both_are_mailed_once() -> bool:
        summary = await service.summary(run_id)
        return summary["mails"]["done"] == 2 == len(smtp_sink.mails())

    await eventually(both_are_mailed_once, timeout=PATIENCE)


async def test_an_invoice_waits_for_a_mandate_that_comes_after_it(
    service: Service, publish: Publish
) -> None:
    run_id, mandate = uuid4(), a_mandate()
    fact = an_export_fact(run_id, a_debit(mandate))
    await publish(fact, a_completed_run(run_id, gocardless_export=1))

    async def waits() -> bool:
        return "not reached" in (await service.delivery(run_id, "gocardless")).get("reason", "")

    await eventually(waits, timeout=PATIENCE)
    await publish(payment_of(fact, mandate))
    assert (await closed_file(service, run_id))["count"] == 1

    async def told() -> bool:
        exports = await service.told_of(ExportCreated, run_id)
        deliveries = await service.told_of(InvoiceDelivered, fact.invoice.id)
        assert [one.total for one in exports] == [GROSS]
        return [one.channel for one in deliveries] == [Channel.GOCARDLESS]

    await eventually(told)
