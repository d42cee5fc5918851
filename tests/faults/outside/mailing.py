"""Runs whose invoices go by mail, and what the mail server has of them."""

from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import timedelta
from email import message_from_bytes
from uuid import UUID, uuid4

from kontor_contracts.billing.invoice import InvoiceGenerated
from kontor_delivery.testing.clock import MovedClock
from kontor_delivery.testing.facts import (
    a_fact,
    a_recipient,
)
from kontor_delivery.testing.partner import Partner, listening
from kontor_delivery.testing.service import Answer, Service
from kontor_local.testing import SmtpSink, eventually

PATIENCE = 60
MANY = 4
Started = Callable[[], AbstractAsyncContextManager[SmtpSink]]


def mailed_invoices(count: int, *names: str) -> tuple[UUID, list[InvoiceGenerated]]:
    """A run, and its invoices to so many recipients each."""
    run_id = uuid4()
    return run_id, [
        a_fact(*(a_recipient(f"{name}-{number}@example.org") for name in names), run_id=run_id)
        for number in range(count)
    ]


async def mails_of(service: Service, run_id: UUID) -> list[Answer]:
    answer = await service.get("/deliveries", run_id=str(run_id), channel="email")
    return list(answer.raise_for_status().json()["items"])


async def are_done(
    service: Service, run_id: UUID, count: int, *, clock: MovedClock | None = None
) -> None:
    """All mails of the run are sent; with a clock, patience with the server takes no time."""

    async def all_sent() -> bool:
        if clock:
            clock.forward(timedelta(minutes=1))
        return (await service.summary(run_id))["mails"]["done"] == count

    await eventually(all_sent, timeout=PATIENCE)


def copies(sink: SmtpSink) -> Counter[tuple[str, str]]:
    """How often each recipient got each mail."""
    read = [message_from_bytes(one.read_bytes()) for one in sink.mails()]
    return Counter(
        (str(mail["Message-ID"]), str(to)) for mail in read for to in mail.get_all("Delivered-To")
    )


def once_each(facts: Sequence[InvoiceGenerated]) -> list[str]:
    return sorted(one.email for fact in facts for one in fact.delivery.recipients)


def to_whom(found: Counter[tuple[str, str]]) -> list[str]:
    return sorted(to for _, to in found.elements())


@asynccontextmanager
async def an_endpoint(service: Service, partner: Partner) -> AsyncIterator[Answer]:
    """The partner listens, and gets invoices while the block lasts."""
    async with listening(partner):
        wishes = {"name": "Partner", "url": partner.url, "facts": ["invoice-generated"]}
        opened = await service.send("POST", "/webhook-endpoints", wishes, role="integration")
        assert opened.status_code == 201
        yield dict(opened.json())
        await service.send("DELETE", f"/webhook-endpoints/{opened.json()['id']}")
