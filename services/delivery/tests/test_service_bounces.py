"""Mails that come back, by HTTP and by maildir, and notices that somebody opens."""

import re
from collections.abc import AsyncIterator
from email import message_from_bytes, policy
from uuid import UUID, uuid4

import pytest
from kontor_chassis.testing import Publish, in_background
from kontor_chassis.tokens import KeyRing
from kontor_contracts.billing.invoice import InvoiceGenerated
from kontor_contracts.customers.party import DeliveryMethod
from kontor_contracts.delivery.delivery import DeliveryFailed, MailBounced
from kontor_delivery import app
from kontor_delivery.settings import DeliverySettings
from kontor_delivery.testing.bounces import a_dsn
from kontor_delivery.testing.facts import PUBLIC_BODY, a_fact, a_recipient
from kontor_delivery.testing.service import Service
from kontor_local.testing import SmtpSink, eventually

PATIENCE = 60


@pytest.fixture(scope="module")
async def service(delivery_settings: DeliverySettings, key_ring: KeyRing) -> AsyncIterator[Service]:
    """Only the processes that mails need."""
    async with app.connected(delivery_settings) as parts:
        processes = (app.documents, app.email, app.relay)
        async with in_background(*(task for one in processes for task in one(parts))):
            yield Service(delivery_settings, app.http(parts), key_ring)
        await parts.client.drop_database(parts.database)


def run_of(fact: InvoiceGenerated) -> UUID:
    assert fact.invoice.run_id
    return fact.invoice.run_id


async def reaches(service: Service, fact: InvoiceGenerated, state: str) -> None:
    async def reached() -> bool:
        return (await service.delivery(run_of(fact), "email")).get("state") == state

    await eventually(reached, timeout=PATIENCE)


async def sent(service: Service, sink: SmtpSink, fact: InvoiceGenerated) -> tuple[str, str]:
    """Message-ID and text of the mail."""
    await reaches(service, fact, "sent")
    (file,) = sink.mails()
    mail = message_from_bytes(file.read_bytes(), policy=policy.default)
    body = mail.get_body(("plain",))
    assert body
    return str(mail["Message-ID"]), body.get_content()


async def test_a_hard_bounce_is_told_once_and_the_fallback_serves_the_customer(
    service: Service, smtp_sink: SmtpSink, publish: Publish
) -> None:
    fact = a_fact(
        a_recipient("gone@example.org"), run_id=uuid4(), buyer=PUBLIC_BODY,
        fallback=DeliveryMethod.CHORUS_PRO,
    )  # fmt: skip
    await publish(fact)
    message_id, _ = await sent(service, smtp_sink, fact)
    report = a_dsn(message_id, "gone@example.org")
    for _ in range(2):
        assert (await service.hand_in("/bounces", report)).json() == {"matched": True}
    await reaches(service, fact, "bounced")

    async def told() -> bool:
        bounced = await service.told_of(MailBounced, fact.invoice.id)
        failed = await service.told_of(DeliveryFailed, fact.invoice.id)
        assert [one.status for one in bounced] == ["5.1.1"]
        return [one.code for one in failed] == ["bounced"]

    await eventually(told)
    listed = await service.get("/deliveries", channel="chorus-pro")
    (entry,) = listed.json()["items"]
    assert entry["invoice_id"] == str(fact.invoice.id)


async def test_the_maildir_is_watched_and_what_is_seen_is_moved(
    service: Service, smtp_sink: SmtpSink, publish: Publish
) -> None:
    fact = a_fact(a_recipient("gone@example.org"), run_id=uuid4())
    await publish(fact)
    message_id, _ = await sent(service, smtp_sink, fact)
    directory = service.settings.bounce_maildir
    assert directory
    (directory / "new" / "1.a").write_bytes(a_dsn(message_id, "gone@example.org"))
    (directory / "new" / "2.b").write_bytes(b"Subject: hello\n\nno report")
    await reaches(service, fact, "bounced")
    await eventually(lambda: not any((directory / "new").iterdir()))
    assert {one.name for one in (directory / "cur").iterdir()} == {"1.a:2,S", "2.b:2,FS"}


async def test_what_is_about_no_mail_of_ours_is_told_so(service: Service) -> None:
    report = a_dsn("<unknown@elsewhere.example>", "gone@example.org")
    assert (await service.hand_in("/bounces", report)).json() == {"matched": False}


async def test_a_notice_is_fetched_when_its_link_is_opened(
    service: Service, smtp_sink: SmtpSink, publish: Publish
) -> None:
    fact = a_fact(a_recipient(), method=DeliveryMethod.EMAIL_NOTICE, run_id=uuid4())
    await publish(fact)
    _, text = await sent(service, smtp_sink, fact)
    link = re.search(r"(/linked/\S+)", text)
    assert link
    assert (await service.get(link[1], signed_in=False)).status_code == 200
    await reaches(service, fact, "fetched")
