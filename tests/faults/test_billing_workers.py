"""Billing workers killed again and again: each invoice is issued once, each number given once."""

import asyncio
import contextlib
import os
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
from kontor_local.child import Child, running
from kontor_local.mongod import TRANSACTION_SECONDS
from kontor_local.ports import free_ports
from kontor_local.probes import healthy
from kontor_local.program import Program
from kontor_local.testing import eventually
from kontor_local.testing.faults.killing import Killer, Work

#: The suite issues fewer; `KONTOR_FAULT_INVOICES=10000` is the full measure.
INVOICES = int(os.environ.get("KONTOR_FAULT_INVOICES", "1000"))
SLICE = 500
WORKERS = tuple(f"billing-worker-{number}" for number in range(1, 9))
CHUNK_PARTIES = 10
CHUNKS = INVOICES // CHUNK_PARTIES
KILLS, KILLED_AT_ONCE = max(3, INVOICES // 1000), 4
PATIENCE = 120
PORT = "KONTOR_HTTP_PORT"


@pytest.fixture
def settings(settings_for: Callable[..., ServiceSettings]) -> ServiceSettings:
    return settings_for(BillingSettings, chunk_parties=CHUNK_PARTIES)


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
    """Eight worker processes, all ready for the first chunk."""
    async with contextlib.AsyncExitStack() as stack:
        programs = [program(settings, name) for name in WORKERS]
        children = await asyncio.gather(
            *(stack.enter_async_context(running(one, directory)) for one in programs)
        )
        yield {child.program.name: child for child in children}


async def started_again(child: Child) -> None:
    await child.wait()
    await child.start()


def program(settings: BillingSettings, name: str) -> Program:
    ports = free_ports([PORT])
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
            PORT: str(ports[PORT]),
        },
        ports=ports,
        ready=healthy(ports[PORT]),
    )


async def next_chunks(parts: Parts, run: Run, victims: tuple[str, ...]) -> Work:
    """A share of what is still to be done; the victims die while somebody's transaction is open."""
    before = await parts.billing.chunks.count_done(run.id)

    async def done() -> int:
        return await parts.billing.chunks.count_done(run.id) - before

    async def amid_transaction() -> bool:
        sessions = {"$currentOp": {"allUsers": True, "idleSessions": True}}
        with_transaction = {"$match": {"transaction": {"$exists": True}}}
        found = await parts.client.admin.aggregate([sessions, with_transaction])
        return bool(await found.to_list())

    return Work(WORKERS, CHUNKS // KILLS, done, amid_transaction, victims)


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
    dice = dice_of("billing again and again")
    async with workers(settings, tmp_path) as started:
        run = await start_run(billing.billing, "2026-10", issued_on=None, again=False, once=None)
        killer = Killer(started.__getitem__)
        for _ in range(KILLS):
            victims = tuple(dice.sample(WORKERS, KILLED_AT_ONCE))
            await killer.kill_at_work(await next_chunks(billing, run, victims), dice)
            await asyncio.gather(*(started_again(started[name]) for name in victims))
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
