"""Builds and connects each process of delivery."""

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from fastapi import FastAPI
from kontor_chassis.backup.folder import Folder
from kontor_chassis.backup.lost import read_lost, saved_facts
from kontor_chassis.consumer import Consumer
from kontor_chassis.http import Probe, create_app, operations
from kontor_chassis.leases import Leases
from kontor_chassis.logs import log
from kontor_chassis.measuring import Measuring
from kontor_chassis.mongo import Client, Database, connect, open_database
from kontor_chassis.periodic import every
from kontor_chassis.process import Task, run_process
from kontor_chassis.relay import Relay
from kontor_chassis.tokens import replicate_signing_keys, replicated_keys
from kontor_chassis.topic_admin import ensure_topics
from kontor_chassis.transaction import Transactions, ensure_indexes
from kontor_chassis.worker import work_loop
from kontor_contracts.delivery.delivery import Channel
from kontor_contracts.topics import BILLING_INVOICE

from kontor_delivery import api, subscribers
from kontor_delivery.gateways.contents import Contents
from kontor_delivery.gateways.mail_server import MailServer
from kontor_delivery.settings import DeliverySettings
from kontor_delivery.store import Store
from kontor_delivery.usecases.bounces import MaildirWatch
from kontor_delivery.usecases.closing import close_at_set_hour
from kontor_delivery.usecases.exports import ExportEntries, Exports
from kontor_delivery.usecases.filing import Filing
from kontor_delivery.usecases.mails import MailWorker
from kontor_delivery.usecases.means import Means
from kontor_delivery.usecases.measuring import measure_deliveries
from kontor_delivery.usecases.reconciling import delivered, reconcile

SERVICE = "delivery"
Step = Callable[[], Awaitable[bool]]


@dataclass(frozen=True)
class Parts:
    """What every process of delivery stands on."""

    settings: DeliverySettings
    client: Client
    database: Database
    transactions: Transactions
    means: Means

    def consumer(self) -> Consumer:
        return Consumer(self.settings, self.transactions, self.database)


@asynccontextmanager
async def connected(settings: DeliverySettings) -> AsyncIterator[Parts]:
    """The database with its indexes, the topics; closed at the end."""
    async with connect(settings) as client:
        parts = parts_of(settings, client)
        await ensure_indexes(parts.database)
        await parts.means.store.ensure_indexes()
        await ensure_topics(settings)
        yield parts


def parts_of(settings: DeliverySettings, client: Client) -> Parts:
    """All built, nothing asked of the database yet."""
    database = open_database(client, settings, SERVICE)
    transactions = Transactions(client, database, service=SERVICE)
    means = Means(settings, Store(database), transactions, Contents(database))
    return Parts(settings, client, database, transactions, means)


def http(parts: Parts) -> FastAPI:
    probes = [Probe("mongodb", lambda: parts.client.admin.command("ping"))]
    app = create_app("Kontor delivery", keys=replicated_keys(parts.database), probes=probes)
    app.include_router(api.router(parts.means))
    app.include_router(operations.router(parts.database, service=SERVICE))
    return app


def described() -> FastAPI:
    """The API for its description: connected to nothing."""
    settings = DeliverySettings()
    return http(parts_of(settings, connect(settings)))


def replicas(parts: Parts) -> list[Task]:
    consumer = parts.consumer()
    subscribers.subscribe_replicas(consumer, parts.means)
    replicate_signing_keys(consumer, parts.database, group=SERVICE)
    return [consumer.run]


def documents(parts: Parts) -> list[Task]:
    from kontor_delivery.gateways.einvoice_gate import EInvoiceGate  # noqa: PLC0415
    from kontor_delivery.usecases.documents import DocumentWorker  # noqa: PLC0415

    consumer, gate = parts.consumer(), EInvoiceGate()
    subscribers.subscribe_documents(consumer, parts.means)
    slots = range(parts.settings.document_slots)
    workers = [DocumentWorker(parts.means, gate) for _ in slots]
    return [consumer.run, *(_loop(worker.step) for worker in workers)]


def email(parts: Parts) -> list[Task]:
    consumer, server = parts.consumer(), MailServer(parts.settings)
    subscribers.subscribe_mails(consumer, parts.means)
    sending = _loop(MailWorker(parts.means, server).step, finally_=server.close)
    directory = parts.settings.bounce_maildir
    watch = [_loop(MaildirWatch(parts.means, directory).step)] if directory else []
    return [consumer.run, sending, *watch]


def chorus_pro(parts: Parts) -> list[Task]:
    from kontor_delivery.gateways.einvoice_gate import EInvoiceGate  # noqa: PLC0415
    from kontor_delivery.usecases.archives import ArchiveEntries, Archives  # noqa: PLC0415

    consumer, gate = parts.consumer(), EInvoiceGate()
    subscribers.subscribe_archives(consumer, parts.means)
    entries = ArchiveEntries(parts.means, gate)
    filing = Filing(parts.means, Archives(parts.means))
    closing = _at_set_hour(parts, Channel.CHORUS_PRO)
    deposits = [_depositing(parts)] if parts.settings.chorus_deposit == "api" else []
    return [consumer.run, _loop(entries.step), _loop(filing.step), closing, *deposits]


def _depositing(parts: Parts) -> Task:
    from kontor_delivery.gateways.chorus_pro import ChorusPro  # noqa: PLC0415
    from kontor_delivery.usecases.chorus.depositing import Depositing  # noqa: PLC0415

    async def deposit(stopping: asyncio.Event) -> None:
        chorus = ChorusPro(parts.settings)
        try:
            await work_loop(Depositing(parts.means, chorus).step, stopping=stopping)
        finally:
            await chorus.close()

    return deposit


def gocardless(parts: Parts) -> list[Task]:
    consumer = parts.consumer()
    subscribers.subscribe_exports(consumer, parts.means)
    entries, filing = ExportEntries(parts.means), Filing(parts.means, Exports(parts.means))
    closing = _at_set_hour(parts, Channel.GOCARDLESS)
    by_api = _gocardless_by_api(parts)
    return [consumer.run, _loop(entries.step), _loop(filing.step), closing, *by_api]


def _gocardless_by_api(parts: Parts) -> list[Task]:
    """Without a token collections by API wait, and say so."""
    from kontor_delivery.gateways.gocardless import GoCardless  # noqa: PLC0415
    from kontor_delivery.usecases.gocardless.collecting import Collecting  # noqa: PLC0415
    from kontor_delivery.usecases.gocardless.door import catch_up  # noqa: PLC0415
    from kontor_delivery.usecases.gocardless.listening import Listening  # noqa: PLC0415
    from kontor_delivery.usecases.gocardless.unseen import Unseen  # noqa: PLC0415

    if not parts.settings.gocardless_token.get_secret_value():
        log.warning("gocardless-token-missing", effect="collections by API wait")
        return []
    provider = GoCardless(parts.settings)
    slots = range(parts.settings.gocardless_slots)
    workers = [Collecting(parts.means, provider) for _ in slots]
    catching_up = every(
        parts.settings.gocardless_catch_up_seconds,
        partial(catch_up, parts.means, provider),
        name="gocardless-events",
        leases=Leases(parts.database),
    )
    listening = _loop(Listening(parts.means, provider).step, finally_=provider.close)
    unseen = _loop(Unseen(parts.means).step)
    return [*(_loop(worker.step) for worker in workers), listening, unseen, catching_up]


def webhooks(parts: Parts) -> list[Task]:
    from kontor_delivery.gateways.webhook_sender import WebhookSender  # noqa: PLC0415
    from kontor_delivery.usecases.webhooks.worker import WebhookWorker  # noqa: PLC0415

    consumer = parts.consumer()
    subscribers.subscribe_webhooks(consumer, parts.means)

    async def send(stopping: asyncio.Event) -> None:
        async with WebhookSender(parts.settings) as sender:
            await WebhookWorker(parts.means, sender).run(stopping)

    return [consumer.run, send]


def relay(parts: Parts) -> list[Task]:
    """Publishes, and measures what waits."""
    measuring = Measuring(
        parts.settings,
        parts.database,
        service=SERVICE,
        more=[partial(measure_deliveries, parts.means)],
    )
    return [Relay(parts.client, parts.database, parts.settings).run, measuring.run]


#: The processes without an HTTP interface of their own. Those that render or check e-invoices
#: import their use case late, so that the others need not carry WeasyPrint and Saxon.
WORKERS: dict[str, Callable[[Parts], list[Task]]] = {
    "relay": relay,
    "subscribers": replicas,
    "documents": documents,
    "email": email,
    "chorus-pro": chorus_pro,
    "gocardless": gocardless,
    "webhooks": webhooks,
}
PROCESSES = ("api", *WORKERS)
#: No process that stays: done once after a restore, before any other starts.
RECONCILE = "reconcile"


async def run(process: str) -> None:
    settings = DeliverySettings()
    async with connected(settings) as parts:
        name = f"{SERVICE}-{process}"
        if process == "api":
            await run_process(settings, name=name, http=http(parts))
        else:
            await run_process(settings, name=name, tasks=WORKERS[process](parts))


async def reconcile_with(file: Path | None) -> None:
    """Take back what the file of lost facts tells, of invoices of the back-up beside it too."""
    lost = read_lost(file)
    saved = saved_facts(Folder(file.parent), BILLING_INVOICE, delivered(lost)) if file else ()
    async with connected(DeliverySettings()) as parts:
        done = await reconcile(parts.means, [*saved, *lost])
    sys.stdout.write(f"{done.settled} deliveries had left before the restore\n")


def _at_set_hour(parts: Parts, channel: Channel) -> Task:
    return every(
        parts.settings.closing_look_seconds,
        partial(close_at_set_hour, parts.means, channel),
        name=f"closing/{channel}",
        leases=Leases(parts.database),
    )


def _loop(step: Step, *, finally_: Callable[[], None] = lambda: None) -> Task:
    async def loop(stopping: asyncio.Event) -> None:
        try:
            await work_loop(step, stopping=stopping)
        finally:
            finally_()

    return loop
