"""Invoices issued by a real run, without Kafka."""

from dataclasses import replace

from kontor_contracts.billing.invoice import Invoice

from kontor_billing.testing.records import ISSUED_ON
from kontor_billing.testing.seeding import Records, store
from kontor_billing.usecases.billing import Billing, Upstream
from kontor_billing.usecases.chunks import bill_next_chunk
from kontor_billing.usecases.runs import begin_waiting_run, start_run


async def _ends() -> dict[str, int]:
    return {}


async def _passed(_offsets: dict[str, int]) -> bool:
    return True


def without_kafka(billing: Billing) -> Billing:
    """Its replica is whatever a test has stored."""
    return replace(billing, upstream=Upstream(_ends, _passed))


async def issued(
    billing: Billing,
    records: Records | None = None,
    *,
    again: bool = False,
    month: str = "2026-10",
    batch: str = "",
) -> list[Invoice]:
    """What a run issues of `records` and what was stored before."""
    if records:
        await store(billing, records)
    run = await start_run(billing, month, issued_on=ISSUED_ON, again=again, once=None, batch=batch)
    await begin_waiting_run(billing)
    while await bill_next_chunk(billing):
        pass
    facts = await billing.invoices.page(run.id, after="", limit=10_000)
    return [fact.invoice for fact in facts]
