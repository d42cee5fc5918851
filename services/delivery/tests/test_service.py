"""Documents and mails: the whole service through both doors, on real parts."""

import base64
import io
import re
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from uuid import UUID, uuid4

import pikepdf
from kontor_chassis.testing import Publish
from kontor_contracts.billing.invoice import InvoiceGenerated, Recipient, Totals
from kontor_contracts.customers.organisation import OrganisationLogoChanged
from kontor_contracts.customers.party import DeliveryMethod
from kontor_contracts.delivery.delivery import (
    Channel,
    DeliveryFailed,
    DocumentIssued,
    InvoiceDelivered,
)
from kontor_contracts.topics import BILLING_INVOICE
from kontor_delivery.testing.clock import MovedClock
from kontor_delivery.testing.facts import GROSS, NET, VAT, a_fact, a_recipient
from kontor_delivery.testing.service import Service
from kontor_local.smtp_verdicts import Rule, Verdict
from kontor_local.testing import SmtpSink, eventually
from PIL import Image
from pypdf import PdfReader

#: Rendering starts with compiling the rules.
PATIENCE = 60
NO_FIGURES = {"done": 0, "failed": 0, "waiting": 0}
ONE_DONE, ONE_FAILED = NO_FIGURES | {"done": 1}, NO_FIGURES | {"failed": 1}


async def settled(service: Service, run_id: UUID) -> dict[str, dict[str, int]]:
    async def nothing_waits() -> dict[str, dict[str, int]] | None:
        found = await service.summary(run_id)
        recorded = found["documents"] != NO_FIGURES and found["mails"] != NO_FIGURES
        waits = any(figures["waiting"] for figures in found.values())
        return found if recorded and not waits else None

    answer = await eventually(nothing_waits, timeout=PATIENCE)
    assert answer
    return answer


def a_mailed_fact(*recipients: Recipient, **changes: object) -> InvoiceGenerated:
    return a_fact(*recipients, run_id=uuid4(), **changes)


def run_of(fact: InvoiceGenerated) -> UUID:
    assert fact.invoice.run_id
    return fact.invoice.run_id


def mails_about(sink: SmtpSink, fact: InvoiceGenerated) -> list[EmailMessage]:
    read = [message_from_bytes(mail.read_bytes(), policy=policy.default) for mail in sink.mails()]
    return [one for one in read if fact.invoice.number in one["Subject"]]


async def test_an_invoice_is_issued_and_mailed_to_all_its_recipients(
    service: Service, smtp_sink: SmtpSink, publish: Publish
) -> None:
    fact = a_mailed_fact(a_recipient("one@example.org"), a_recipient("two@example.org"))
    await publish(fact)
    summary = await settled(service, run_of(fact))
    assert (summary["documents"], summary["mails"]) == (ONE_DONE, ONE_DONE)
    (mail,) = mails_about(smtp_sink, fact)
    assert [one.addr_spec for one in mail["To"].addresses] == ["one@example.org", "two@example.org"]
    (attached,) = mail.iter_attachments()
    kept = await service.get(f"/documents/{fact.invoice.id}/content")
    assert attached.get_payload(decode=True) == kept.content


async def test_the_document_carries_its_e_invoice(service: Service, publish: Publish) -> None:
    fact = a_mailed_fact(a_recipient())
    await publish(fact)
    await settled(service, run_of(fact))
    pdf = await service.get(f"/documents/{fact.invoice.id}/content")
    xml = await service.get(f"/documents/{fact.invoice.id}/xml")
    with pikepdf.open(io.BytesIO(pdf.content)) as document:
        assert document.attachments["factur-x.xml"].get_file().read_bytes() == xml.content
    (listed,) = (await service.get("/documents", run_id=str(run_of(fact)))).json()["items"]
    assert listed["size"] == len(pdf.content)


def a_logo(version: int, image: bytes) -> OrganisationLogoChanged:
    return OrganisationLogoChanged(
        version=version, media_type="image/png", image=base64.b64encode(image)
    )


async def printed_pictures(service: Service, publish: Publish) -> int:
    fact = a_mailed_fact(a_recipient(), collections=())
    await publish(fact)
    await settled(service, run_of(fact))
    pdf = await service.get(f"/documents/{fact.invoice.id}/content")
    return len(PdfReader(io.BytesIO(pdf.content)).pages[0].images)


async def test_the_own_logo_is_printed_and_a_broken_one_stops_nothing(
    service: Service, publish: Publish
) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (60, 20)).save(picture, "PNG")
    await publish(a_logo(2, picture.getvalue()))

    async def printed() -> bool:
        return await printed_pictures(service, publish) == 1

    assert await eventually(printed, timeout=PATIENCE)
    await publish(a_logo(3, b"broken"))

    async def left_out() -> bool:
        return await printed_pictures(service, publish) == 0

    assert await eventually(left_out, timeout=PATIENCE)


async def test_the_story_of_a_delivery_is_published(
    service: Service, smtp_sink: SmtpSink, publish: Publish
) -> None:
    fact = a_mailed_fact(a_recipient("story@example.org"))
    await publish(fact)
    await settled(service, run_of(fact))

    async def both() -> bool:
        assert len(await service.told_of(DocumentIssued, fact.invoice.id)) == 1
        deliveries = await service.told_of(InvoiceDelivered, fact.invoice.id)
        return [one.to for one in deliveries] == [("story@example.org",)]

    await eventually(both)
    assert len(smtp_sink.mails()) == 1


async def test_the_same_fact_again_changes_nothing(
    service: Service, smtp_sink: SmtpSink, publish: Publish
) -> None:
    fact, later = a_mailed_fact(a_recipient()), a_mailed_fact(a_recipient())
    later = later.model_copy(
        update={"invoice": later.invoice.model_copy(update={"party_id": fact.invoice.party_id})}
    )
    await publish(fact, fact, later)
    await settled(service, run_of(later))
    summary = await settled(service, run_of(fact))
    assert (summary["documents"], summary["mails"]) == (ONE_DONE, ONE_DONE)
    assert len(mails_about(smtp_sink, fact)) == 1


async def test_a_notice_carries_a_link_that_opens_the_document_until_it_is_revoked(
    service: Service, smtp_sink: SmtpSink, publish: Publish
) -> None:
    fact = a_mailed_fact(a_recipient(), method=DeliveryMethod.EMAIL_NOTICE)
    await publish(fact)
    await settled(service, run_of(fact))
    (mail,) = mails_about(smtp_sink, fact)
    assert not list(mail.iter_attachments())
    body = mail.get_body(("plain",))
    assert body
    link = re.search(r"http\S+(/linked/\S+)", body.get_content())
    assert link
    opened = await service.get(link[1], signed_in=False)
    assert opened.content.startswith(b"%PDF-")
    revoked = await service.delete(f"/documents/{fact.invoice.id}/links")
    assert revoked.json() == {"revoked": 1}
    assert (await service.get(link[1], signed_in=False)).status_code == 404


async def test_a_mail_refused_for_good_fails_with_the_servers_words(
    service: Service, smtp_sink: SmtpSink, publish: Publish
) -> None:
    smtp_sink.obey(Rule(recipient="gone@*", verdict=Verdict.REFUSE, reply="550 5.1.1 Moved away"))
    fact = a_mailed_fact(a_recipient("gone@example.org"))
    await publish(fact)
    assert (await settled(service, run_of(fact)))["mails"] == ONE_FAILED
    line = await service.delivery(run_of(fact), "email")
    assert "550 5.1.1 Moved away" in line["reason"]

    async def told() -> bool:
        failures = await service.told_of(DeliveryFailed, fact.invoice.id)
        assert [one.channel for one in failures] == [Channel.EMAIL]
        return "Moved away" in failures[0].reason

    await eventually(told)


async def is_put_off(service: Service, fact: InvoiceGenerated) -> None:
    async def put_off() -> bool:
        mail = await service.delivery(run_of(fact), "email")
        return mail.get("code") == "refused-for-now"

    await eventually(put_off, timeout=PATIENCE)


async def test_a_mail_refused_for_now_arrives_later_and_once(
    service: Service, smtp_sink: SmtpSink, publish: Publish, moved_clock: MovedClock
) -> None:
    reply = "451 4.7.1 Come back later"
    smtp_sink.obey(Rule(recipient="grey@*", verdict=Verdict.REFUSE, reply=reply, times=1))
    fact = a_mailed_fact(a_recipient("grey@example.org"))
    await publish(fact)
    await is_put_off(service, fact)
    moved_clock.forward(timedelta(minutes=1))
    assert (await settled(service, run_of(fact)))["mails"] == ONE_DONE
    assert len(mails_about(smtp_sink, fact)) == 1


async def test_one_refused_recipient_does_not_keep_the_mail_from_the_others(
    service: Service, smtp_sink: SmtpSink, publish: Publish
) -> None:
    smtp_sink.obey(Rule(recipient="gone@*", verdict=Verdict.REFUSE))
    fact = a_mailed_fact(a_recipient("gone@example.org"), a_recipient("here@example.org"))
    await publish(fact)
    assert (await settled(service, run_of(fact)))["mails"] == ONE_DONE
    line = await service.delivery(run_of(fact), "email")
    assert line["to"] == ["here@example.org"]
    assert "gone@example.org: 550" in line["reason"]


async def test_a_conversation_cut_before_the_mail_was_kept_is_repeated(
    service: Service, smtp_sink: SmtpSink, publish: Publish, moved_clock: MovedClock
) -> None:
    smtp_sink.obey(Rule(recipient="cut@*", verdict=Verdict.CUT, times=1))
    fact = a_mailed_fact(a_recipient("cut@example.org"))
    await publish(fact)
    await is_put_off(service, fact)
    moved_clock.forward(timedelta(minutes=1))
    assert (await settled(service, run_of(fact)))["mails"] == ONE_DONE
    assert len(mails_about(smtp_sink, fact)) == 1


async def test_an_invoice_that_breaks_its_rules_stops_alone_with_its_mail(
    service: Service, smtp_sink: SmtpSink, publish: Publish
) -> None:
    wrong = Totals(net=NET, vat=VAT, gross=GROSS + 1, payable=GROSS + 1)
    bad, good = a_mailed_fact(a_recipient(), totals=wrong), a_mailed_fact(a_recipient())
    await publish(bad, good)
    assert (await settled(service, run_of(good)))["mails"] == ONE_DONE
    summary = await settled(service, run_of(bad))
    assert (summary["documents"], summary["mails"]) == (ONE_FAILED, ONE_FAILED)
    line = await service.delivery(run_of(bad), "document")
    assert (line["code"], line["state"]) == ("einvoice-rule", "failed")
    assert "BR-CO-" in line["reason"]
    assert mails_about(smtp_sink, bad) == []


async def test_a_message_that_is_no_fact_is_parked_and_the_next_is_handled(
    service: Service, smtp_sink: SmtpSink, publish: Publish, publish_raw: Publish
) -> None:
    headers = [
        ("ce_id", uuid4().hex.encode()),
        ("ce_type", b"invoice-generated"),
        ("ce_source", b"kontor/billing"),
        ("ce_time", b"2026-11-02T09:00:00+00:00"),
    ]
    await publish_raw(BILLING_INVOICE, b"somebody", headers, b"not json")
    fact = a_mailed_fact(a_recipient())
    await publish(fact)
    assert (await settled(service, run_of(fact)))["mails"] == ONE_DONE
    assert len(mails_about(smtp_sink, fact)) == 1


async def test_lists_need_a_token_and_tell_what_is_wrong_with_a_question(service: Service) -> None:
    assert (await service.get("/deliveries", signed_in=False)).status_code == 401
    assert (await service.get("/deliveries", state="lost")).status_code == 422
    assert (await service.get("/deliveries", cursor="?")).status_code == 422
    assert (await service.get(f"/documents/{uuid4()}/content")).status_code == 404
    assert (await service.get("/linked/guess", signed_in=False)).status_code == 404
