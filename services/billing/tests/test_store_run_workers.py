"""Workers of a run on a real database: side by side, killed, overtaken by changes."""

import asyncio
import gc
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from kontor_billing.app import Parts, billing_of
from kontor_billing.model.folders import BilledFolder
from kontor_billing.model.run import RunState
from kontor_billing.settings import BillingSettings
from kontor_billing.store.runs import LeaseLostError
from kontor_billing.testing.issuing import without_kafka
from kontor_billing.testing.records import ISSUED_ON, a_line
from kontor_billing.testing.seeding import store
from kontor_billing.usecases.billing import Billing
from kontor_billing.usecases.chunks import ChunkWriting
from kontor_billing.usecases.deciding import context_of, decide_all
from kontor_billing.usecases.runs import complete_finished_runs
from kontor_chassis.transaction import Transaction
from kontor_contracts.billing.folder import Folder
from kontor_contracts.billing.invoice import InvoiceGenerated
from kontor_local.testing import eventually

from .runs import all_chunks, begun, customers, numbers


@pytest.fixture
def billing(parts: Parts) -> Billing:
    """Without Kafka: the replica is whatever the test has stored."""
    return without_kafka(parts.billing)


def other_worker(parts: Parts, *, lease: timedelta = timedelta(minutes=1)) -> Billing:
    """The same records as another process sees them, with leases of its own."""
    settings = BillingSettings(**parts.settings.model_dump() | {"chunk_lease": lease})
    built = billing_of(settings, parts.database, parts.transactions)
    return without_kafka(built)


#: A worker that ends while it connects leaves its socket to the collector: here, to this process.
@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")
async def test_numbers_are_consecutive_with_workers_side_by_side_some_of_them_killed(
    billing: Billing, parts: Parts
) -> None:
    await store(billing, customers(60))
    run = await begun(billing)
    workers = [other_worker(parts, lease=timedelta(seconds=1)) for _ in range(6)]
    tasks = [asyncio.create_task(all_chunks(worker)) for worker in workers]
    for task in tasks[:3]:
        await asyncio.sleep(0.02)
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    del task, tasks
    gc.collect()

    async def is_completed() -> bool:
        await all_chunks(billing)
        found = await billing.runs.get(run.id)
        return found is not None and found.state is RunState.COMPLETED

    await eventually(is_completed, timeout=20)
    assert await numbers(parts.database) == [f"2026-{number:06}" for number in range(1, 61)]
    outbox = parts.database["outbox"]
    assert len(await outbox.distinct("subject", {"type": "invoice-generated"})) == 60
    assert await outbox.count_documents({"type": "invoice-generated"}) == 60
    assert await outbox.count_documents({"type": "billing-run-completed"}) == 1


async def test_a_worker_that_lost_its_lease_changes_nothing(billing: Billing, parts: Parts) -> None:
    await store(billing, customers(3))
    run = await begun(billing)
    slow = other_worker(parts, lease=timedelta(0))
    chunk = await slow.chunks.claim()
    assert chunk
    context = await context_of(slow, run.id, run.period, ISSUED_ON)
    decisions = await decide_all(slow, context, chunk.party_ids)
    await all_chunks(billing)
    with pytest.raises(Exception) as lost:  # noqa: PT011  # folders or lease, whichever is seen first
        await slow.transactions.run(ChunkWriting(slow, context, chunk, decisions).write)
    assert type(lost.value).__name__ in {"FoldersChangedError", LeaseLostError.__name__}
    assert await numbers(parts.database) == [f"2026-{number:06}" for number in range(1, 4)]


async def test_a_folder_that_changes_between_reading_and_writing_is_decided_again(
    billing: Billing, parts: Parts
) -> None:
    records = customers(1)
    await store(billing, records)
    await begun(billing)
    (folder,) = records.folders
    dearer = Folder.model_validate(
        folder.model_dump() | {"version": 2, "lines": (a_line(unit_price=Decimal(100)),)}
    )
    decided = 0

    async def change_first(*args: object) -> object:
        nonlocal decided
        decided += 1
        found = await parts.billing.replicas.payments(*args)  # type: ignore[arg-type]
        if decided == 1:
            await save(billing, BilledFolder(folder, {}), BilledFolder(dearer, {}))
        return found

    replicas = _Wrapped(billing.replicas, payments=change_first)
    await all_chunks(replace(billing, replicas=replicas))  # type: ignore[arg-type]
    (row,) = [one async for one in parts.database["invoices"].find()]
    issued = InvoiceGenerated.model_validate_json(row["body"])
    assert decided == 2
    assert issued.invoice.totals.net == Decimal("100.00")


class _Wrapped:
    """The object but for some of its methods."""

    def __init__(self, inner: object, **methods: object) -> None:
        self._inner, self._methods = inner, methods

    def __getattr__(self, name: str) -> object:
        return self._methods.get(name) or getattr(self._inner, name)


async def save(billing: Billing, before: BilledFolder, after: BilledFolder) -> None:
    async def work(tx: Transaction) -> None:
        await billing.folders.save_all([(before, after)], tx)

    await billing.transactions.run(work)


async def test_the_sweep_completes_a_run_whose_last_worker_died_before_it_could(
    billing: Billing, parts: Parts
) -> None:
    await store(billing, customers(1))
    run = await begun(billing)
    chunk = await billing.chunks.claim()
    assert chunk
    context = await context_of(billing, run.id, run.period, ISSUED_ON)
    decisions = await decide_all(billing, context, chunk.party_ids)
    await billing.transactions.run(ChunkWriting(billing, context, chunk, decisions).write)
    await asyncio.gather(*(complete_finished_runs(billing) for _ in range(4)))
    found = await billing.runs.get(run.id)
    assert found
    assert found.state is RunState.COMPLETED
    assert await parts.database["outbox"].count_documents({"type": "billing-run-completed"}) == 1
