"""Builds and connects each process of customers."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from fastapi import FastAPI
from kontor_chassis import logs
from kontor_chassis.backup.lost import read_lost
from kontor_chassis.consumer import Consumer
from kontor_chassis.http import Probe, create_app, operations
from kontor_chassis.leases import Leases
from kontor_chassis.logs import log
from kontor_chassis.measuring import Measuring
from kontor_chassis.mongo import Client, Database, connect, open_database
from kontor_chassis.periodic import every
from kontor_chassis.process import Task, run_process
from kontor_chassis.relay import Relay
from kontor_chassis.tokens import replicated_keys
from kontor_chassis.topic_admin import ensure_topics
from kontor_chassis.transaction import Transactions, ensure_indexes
from kontor_contracts.customers.party import Party

from kontor_customers import api, subscribers
from kontor_customers.gateways.mail import MailDoor
from kontor_customers.model.imports.directory import PartyOutline
from kontor_customers.settings import CustomersSettings
from kontor_customers.store import (
    AccountChanges,
    Counter,
    ErasedParties,
    ExpiryNotices,
    Finder,
    Folders,
    Functions,
    History,
    Letters,
    Logos,
    Notes,
    Organisations,
    Parties,
    PartyLookup,
    Payments,
    PortalAccounts,
    Sessions,
    SigningKeys,
    Team,
)
from kontor_customers.usecases import post, upkeep
from kontor_customers.usecases.books import Books
from kontor_customers.usecases.functions import ensure_functions
from kontor_customers.usecases.migration import migrate
from kontor_customers.usecases.reconciling import reconcile
from kontor_customers.usecases.sign_in import ensure_signing_key
from kontor_customers.usecases.team import ensure_first_admin

SERVICE = "customers"
PROCESSES = ("api", "relay", "subscribers")
#: No process that stays: what the subscribers do first, for whoever wants to wait for its end.
MIGRATE = "migrate"
#: Done once after a restore, before any process starts.
RECONCILE = "reconcile"
UPKEEP_SECONDS = 600


@dataclass(frozen=True)
class Parts:
    """What every process of customers stands on."""

    settings: CustomersSettings
    client: Client
    database: Database
    transactions: Transactions
    books: Books


@asynccontextmanager
async def connected(settings: CustomersSettings) -> AsyncIterator[Parts]:
    """The database with its indexes; closed at the end."""
    async with connect(settings) as client:
        parts = parts_of(settings, client)
        await ensure_indexes(parts.database)
        for ensuring in parts.books.ensuring():
            await ensuring
        await ensure_functions(parts.books)
        yield parts


def parts_of(settings: CustomersSettings, client: Client) -> Parts:
    """All built, nothing asked of the database yet."""
    database = open_database(client, settings, SERVICE)
    transactions = Transactions(client, database, service=SERVICE)
    return Parts(settings, client, database, transactions, _books(database, transactions))


def _books(database: Database, transactions: Transactions) -> Books:
    return Books(
        transactions=transactions,
        parties=Parties(database),
        lookup=PartyLookup(database, Party),
        outlines=PartyLookup(database, PartyOutline),
        finder=Finder(database),
        payments=Payments(database),
        expiry_notices=ExpiryNotices(database),
        account_changes=AccountChanges(database),
        notes=Notes(database),
        functions=Functions(database),
        folders=Folders(database),
        erased=ErasedParties(database),
        organisations=Organisations(database),
        logos=Logos(database),
        team=Team(database),
        history=History(database),
        account_numbers=Counter(database, "account-number"),
        mandate_references=Counter(database, "mandate-reference"),
        signing_keys=SigningKeys(database),
        sessions=Sessions(database),
        letters=Letters(database),
        portal_accounts=PortalAccounts(database),
    )


async def prepare_sign_in(parts: Parts) -> None:
    """The first start makes the signing key and the first admin."""
    await ensure_signing_key(parts.books)
    email = parts.settings.admin_email
    password = parts.settings.admin_password.get_secret_value()
    if email and password and await ensure_first_admin(parts.books, email, password):
        log.info("first-admin-made")


def http(parts: Parts) -> FastAPI:
    probes = [Probe("mongodb", lambda: parts.client.admin.command("ping"))]
    app = create_app("Kontor customers", keys=replicated_keys(parts.database), probes=probes)
    app.include_router(api.router(parts.books))
    app.include_router(operations.router(parts.database, service=SERVICE))
    return app


def described() -> FastAPI:
    """The API for its description: connected to nothing."""
    settings = CustomersSettings()
    return http(parts_of(settings, connect(settings)))


async def worker_tasks(parts: Parts, process: str) -> list[Task]:
    """What a process without routes does; unlike the API it cannot start without Kafka."""
    await ensure_topics(parts.settings)
    if process == "relay":
        measuring = Measuring(parts.settings, parts.database, service=SERVICE)
        return [Relay(parts.client, parts.database, parts.settings).run, measuring.run]
    consumer = Consumer(parts.settings, parts.transactions, parts.database)
    subscribers.subscribe(consumer, parts.books)
    mails = partial(post.run, parts.books, MailDoor(parts.settings))
    return [consumer.run, _upkeep(parts), mails, partial(migrate, parts.books)]


def _upkeep(parts: Parts) -> Task:
    """What falls due by itself: changed IBANs, and mandates that have slept too long."""
    return every(
        UPKEEP_SECONDS,
        partial(upkeep.run, parts.books, warning_days=parts.settings.mandate_warning_days),
        name="upkeep",
        leases=Leases(parts.database),
    )


async def run(process: str) -> None:
    settings = CustomersSettings()
    name = f"{SERVICE}-{process}"
    logs.configure(settings.log_level, service=name)
    async with connected(settings) as parts:
        if process == MIGRATE:
            await migrate(parts.books, asyncio.Event())
        elif process == "api":
            await prepare_sign_in(parts)
            await run_process(settings, name=name, http=http(parts))
        else:
            await run_process(settings, name=name, tasks=await worker_tasks(parts, process))


async def reconcile_with(file: Path | None) -> None:
    """Keep numbers from being given again; prints which parties have to be entered again."""
    async with connected(CustomersSettings()) as parts:
        missing = await reconcile(parts.books, read_lost(file))
    sys.stdout.writelines(f"by hand: {number}: enter it again\n" for number in missing)
