"""Billing workers killed again and again: each invoice is issued once, each number given once."""

import asyncio
import contextlib
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from random import Random

import pytest
from kontor_billing.app import Parts, connected
from kontor_billing.model.run import Run
from kontor_billing.settings import BillingSettings
from kontor_billing.testing.records import a_folder, a_party
from kontor_billing.testing.seeding import Records, store
from kontor_billing.usecases.runs import start_run
from kontor_chassis.settings import ServiceSettings
from kontor_local.child import Child
from kontor_local.mongod import TRANSACTION_SECONDS
from kontor_local.program import Program
from kontor_local.testing import eventually
from kontor_local.testing.faults.killing import Killer, Work

INVOICES = 2000
SLICE = 500
WORKERS = ("billing-worker-1", "billing-worker-2")
ROUNDS, CHUNKS_A_ROUND = 5, 60
PATIENCE = 120


@pytest.fixture
def settings(settings_for: Callable[..., ServiceSettings]) -> ServiceSettings:
    return settings_for(BillingSettings, chunk_parties=4)


@pytest.fixture
async def billing(settings: BillingSettings) -> AsyncIterator[Parts]:
    """With customers of one folder each, all to be billed."""
    async with connected(settings) as parts:
        parties = [a_party(number=f"K-{index:06}") for index in range(INVOICES)]
        folders = [a_folder(party_id=party.id) for party in parties]
        for few in (slice(start, start + SLICE) for start in range(0, INVOICES, SLICE)):
            await store(parts.billing, Records(parties=parties[few], folders=folders[few]))
        await end_transactions_after(parts, seconds=1)
        yield parts
        await end_transactions_after(parts, TRANSACTION_SECONDS)


async def end_transactions_after(parts: Parts, seconds: int) -> None:
    """What a killed worker holds keeps all others waiting for so long."""
    await parts.client.admin.command("setParameter", 1, transactionLifetimeLimitSeconds=seconds)


@contextlib.asynccontextmanager
async def workers(settings: BillingSettings, directory: Path) -> AsyncIterator[dict[str, Child]]:
    """Two worker processes, killed at the end of the block if they live."""
    children = {name: Child(program(settings, name), directory) for name in WORKERS}
    try:
        await asyncio.gather(*(child.start() for child in children.values()))
        yield children
    finally:
        await asyncio.gather(*(child.kill() for child in children.values()))


def program(settings: BillingSettings, name: str) -> Program:
    return Program(
        name=name,
        command=(sys.executable, "-m", "kontor_billing", "worker"),
        environment={
            "KONTOR_MONGO_URL": settings.mongo_url,
            "KONTOR_DATABASE_PREFIX": settings.database_prefix,
            "KONTOR_KAFKA_BOOTSTRAP": settings.kafka_bootstrap,
            "KONTOR_TOPIC_PREFIX": settings.topic_prefix,
            "KONTOR_CHUNK_PARTIES": str(settings.chunk_parties),
            "KONTOR_CHUNK_LEASE": "PT2S",
        },
    )


async def next_chunks(parts: Parts, run: Run) -> Work:
    """What workers yet to be started will do."""
    chunks = parts.database["chunks"]
    before = await parts.billing.chunks.count_done(run.id)
    dead = await chunks.distinct("lease_owner")

    async def done() -> int:
        return await parts.billing.chunks.count_done(run.id) - before

    async def in_hand() -> bool:
        held = {"state": "open", "lease_owner": {"$exists": True, "$nin": dead}}
        return await chunks.find_one(held) is not None

    return Work(WORKERS, CHUNKS_A_ROUND, done, in_hand)


async def completed(parts: Parts, run: Run) -> Run:
    async def is_completed() -> Run | None:
        now = await parts.billing.runs.get(run.id)
        return now if now and now.totals else None

    found = await eventually(is_completed, timeout=PATIENCE)
    assert found
    return found


async def test_workers_killed_again_and_again_issue_each_invoice_once_and_leave_no_number_out(
    billing: Parts, settings: BillingSettings, tmp_path: Path, dice_of: Callable[[str], Random]
) -> None:
    run = await start_run(billing.billing, "2026-10", issued_on=None, again=False, once=None)
    dice = dice_of("billing again and again")
    for _ in range(ROUNDS):
        work = await next_chunks(billing, run)
        async with workers(settings, tmp_path) as started:
            await Killer(started.__getitem__).kill_at_work(work, dice)

    async with workers(settings, tmp_path):
        run = await completed(billing, run)

    assert run.totals
    assert run.totals.invoices == INVOICES
    invoices = await billing.billing.invoices.page(run.id, after="", limit=2 * INVOICES)
    numbers = [int(one.invoice.number.rpartition("-")[2]) for one in invoices]
    assert numbers == list(range(1, INVOICES + 1))
    assert len({one.invoice.party_id for one in invoices}) == INVOICES
    published = await billing.database["outbox"].distinct("subject", {"type": "invoice-generated"})
    assert len(published) == INVOICES
    assert await billing.database["collections"].count_documents({}) == INVOICES
