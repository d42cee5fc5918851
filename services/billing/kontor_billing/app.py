"""Builds and connects each process of billing."""

import asyncio
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from fastapi import FastAPI
from kontor_chassis.backup.lost import read_lost
from kontor_chassis.consumer import Consumer
from kontor_chassis.http import Probe, create_app, operations
from kontor_chassis.leases import Leases
from kontor_chassis.measuring import Measuring
from kontor_chassis.mongo import Client, Database, connect, open_database
from kontor_chassis.offsets import end_offsets, has_passed
from kontor_chassis.periodic import every
from kontor_chassis.process import Task, run_process
from kontor_chassis.relay import Relay
from kontor_chassis.tokens import replicate_signing_keys, replicated_keys
from kontor_chassis.topic_admin import ensure_topics
from kontor_chassis.transaction import Transactions, ensure_indexes
from kontor_chassis.worker import work_loop

from kontor_billing import api, subscribers
from kontor_billing.model.debit.terms import DebitTerms
from kontor_billing.model.run import ChunkSize
from kontor_billing.model.vat_rates import SEED
from kontor_billing.settings import SERVICE, BillingSettings
from kontor_billing.store.articles import Articles
from kontor_billing.store.bank_entries import BankEntries
from kontor_billing.store.batches import Batches
from kontor_billing.store.collections import Collections
from kontor_billing.store.counters import Counters
from kontor_billing.store.debit_files import DebitFiles
from kontor_billing.store.folders import Folders
from kontor_billing.store.incoming_payments import IncomingPayments
from kontor_billing.store.invoices import Invoices
from kontor_billing.store.mandate_uses import MandateUses
from kontor_billing.store.rates import Rates
from kontor_billing.store.receivables import Receivables
from kontor_billing.store.renewal_notices import RenewalNotices
from kontor_billing.store.replicas import Replicas
from kontor_billing.store.runs import Chunks, Runs
from kontor_billing.store.standard_installations import StandardInstallations
from kontor_billing.store.usage import UsageRecords
from kontor_billing.usecases.billing import Billing, Upstream
from kontor_billing.usecases.licences import tell_renewals
from kontor_billing.usecases.measuring import measure_runs
from kontor_billing.usecases.receivables import call_overdue
from kontor_billing.usecases.reconciling import reconcile
from kontor_billing.usecases.runs import complete_finished_runs, start_due_runs
from kontor_billing.worker import work

SWEEP_SECONDS = 5.0
OVERDUE_SECONDS = 60.0
CALENDAR_SECONDS = 60.0
RENEWALS_SECONDS = 3600.0


@dataclass(frozen=True)
class Parts:
    """What every process of billing stands on."""

    settings: BillingSettings
    client: Client
    database: Database
    transactions: Transactions
    billing: Billing


@asynccontextmanager
async def connected(settings: BillingSettings) -> AsyncIterator[Parts]:
    """The database with its indexes and VAT rates, the topics; closed at the end."""
    async with connect(settings) as client:
        parts = parts_of(settings, client)
        await ensure_indexes(parts.database)
        await ensure_collections(parts.billing)
        await ensure_topics(settings)
        yield parts


def parts_of(settings: BillingSettings, client: Client) -> Parts:
    """All built, nothing asked of the database yet."""
    database = open_database(client, settings, SERVICE)
    transactions = Transactions(client, database, service=SERVICE)
    billing = billing_of(settings, database, transactions)
    return Parts(settings, client, database, transactions, billing)


def billing_of(
    settings: BillingSettings, database: Database, transactions: Transactions
) -> Billing:
    return Billing(
        transactions=transactions,
        folders=Folders(database),
        replicas=Replicas(database),
        rates=Rates(database),
        articles=Articles(database),
        renewal_notices=RenewalNotices(database),
        batches=Batches(database),
        installations=StandardInstallations(database),
        runs=Runs(database, settings.chunk_lease),
        chunks=Chunks(database, settings.chunk_lease),
        invoices=Invoices(database),
        receivables=Receivables(database),
        collections=Collections(database),
        mandate_uses=MandateUses(database),
        bank_entries=BankEntries(database),
        incoming_payments=IncomingPayments(database),
        debit_files=DebitFiles(database, settings.file_lease),
        counters=Counters(database),
        usage=UsageRecords(database),
        upstream=Upstream(
            ends=partial(end_offsets, settings, subscribers.UPSTREAM),
            passed=partial(has_passed, settings, subscribers.GROUP),
        ),
        chunk_size=ChunkSize(parties=settings.chunk_parties, lines=settings.chunk_lines),
        bank_file_seconds=settings.bank_file_seconds,
        debit_terms=DebitTerms(
            version=settings.debit_version,
            policy=settings.debit_sequence,
            cutoff=settings.debit_cutoff,
        ),
    )


async def ensure_collections(billing: Billing) -> None:
    """Collections and indexes: a transaction cannot make them."""
    await billing.folders.ensure_indexes()
    await billing.replicas.ensure_indexes()
    await billing.articles.ensure_indexes()
    await billing.batches.ensure_indexes()
    await billing.installations.ensure_indexes()
    await billing.runs.ensure_indexes()
    await billing.chunks.ensure_indexes()
    await billing.invoices.ensure_indexes()
    await billing.receivables.ensure_indexes()
    await billing.collections.ensure_indexes()
    await billing.mandate_uses.ensure_indexes()
    await billing.bank_entries.ensure_indexes()
    await billing.incoming_payments.ensure_indexes()
    await billing.debit_files.ensure_indexes()
    await billing.counters.ensure_indexes()
    await billing.usage.ensure_indexes()
    await billing.rates.ensure_indexes()
    await billing.renewal_notices.ensure_indexes()
    await billing.rates.seed(SEED)


def http(parts: Parts) -> FastAPI:
    probes = [Probe("mongodb", lambda: parts.client.admin.command("ping"))]
    app = create_app("Kontor billing", keys=replicated_keys(parts.database), probes=probes)
    app.include_router(api.router(parts.billing))
    app.include_router(operations.router(parts.database, service=SERVICE))
    return app


def described() -> FastAPI:
    """The API for its description: connected to nothing."""
    settings = BillingSettings()
    return http(parts_of(settings, connect(settings)))


def relay(parts: Parts) -> list[Task]:
    """Publishes, and measures what waits."""
    measuring = Measuring(
        parts.settings, parts.database, service=SERVICE, more=[partial(measure_runs, parts.billing)]
    )
    return [Relay(parts.client, parts.database, parts.settings).run, measuring.run]


def replicas(parts: Parts) -> list[Task]:
    consumer = Consumer(parts.settings, parts.transactions, parts.database)
    subscribers.subscribe(consumer, parts.billing)
    replicate_signing_keys(consumer, parts.database, group=SERVICE)
    return [consumer.run]


def worker(parts: Parts) -> list[Task]:
    """Any number of these processes share the work."""

    async def bill(stopping: asyncio.Event) -> None:
        await work_loop(partial(work, parts.billing), stopping=stopping)

    billing, leases = parts.billing, Leases(parts.database)
    return [
        bill,
        every(
            SWEEP_SECONDS,
            partial(complete_finished_runs, billing),
            name="complete-runs",
            leases=leases,
        ),
        every(OVERDUE_SECONDS, partial(call_overdue, billing), name="overdue", leases=leases),
        every(
            CALENDAR_SECONDS, partial(start_due_runs, billing), name="start-due-runs", leases=leases
        ),
        every(RENEWALS_SECONDS, partial(tell_renewals, billing), name="renewals", leases=leases),
    ]


#: The processes without an HTTP interface of their own.
WORKERS: dict[str, Callable[[Parts], list[Task]]] = {
    "relay": relay,
    "subscribers": replicas,
    "worker": worker,
}
PROCESSES = ("api", *WORKERS)
#: No process that stays: done once after a restore, before any other starts.
RECONCILE = "reconcile"


async def run(process: str) -> None:
    settings = BillingSettings()
    async with connected(settings) as parts:
        name = f"{SERVICE}-{process}"
        if process == "api":
            await run_process(settings, name=name, http=http(parts))
        else:
            await run_process(settings, name=name, tasks=WORKERS[process](parts))


async def reconcile_with(file: Path | None) -> None:
    """Take back what the file of lost facts tells; prints what a person has to look at."""
    async with connected(BillingSettings()) as parts:
        done = await reconcile(parts.billing, read_lost(file))
    sys.stdout.writelines(f"adopted {number}\n" for number in done.adopted)
    sys.stdout.writelines(f"by hand: {words}\n" for words in done.by_hand)
