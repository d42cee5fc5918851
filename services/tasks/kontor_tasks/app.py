"""Builds and connects each process of tasks."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from fastapi import FastAPI
from kontor_chassis.consumer import Consumer
from kontor_chassis.http import Probe, create_app, operations
from kontor_chassis.mongo import Client, Database, connect, open_database
from kontor_chassis.process import Task, run_process
from kontor_chassis.relay import Relay
from kontor_chassis.settings import ServiceSettings
from kontor_chassis.tokens import replicate_signing_keys, replicated_keys
from kontor_chassis.topic_admin import ensure_topics
from kontor_chassis.transaction import Transactions, ensure_indexes

from kontor_tasks import api, subscribers
from kontor_tasks.store import Store
from kontor_tasks.usecases import Tasks

SERVICE = "tasks"


@dataclass(frozen=True)
class Parts:
    """What every process of tasks stands on."""

    settings: ServiceSettings
    client: Client
    database: Database
    transactions: Transactions
    tasks: Tasks


@asynccontextmanager
async def connected(settings: ServiceSettings) -> AsyncIterator[Parts]:
    """The database with its indexes, the topics; closed at the end."""
    async with connect(settings) as client:
        database = open_database(client, settings, SERVICE)
        store = Store(database)
        await ensure_indexes(database)
        await store.ensure_indexes()
        await ensure_topics(settings)
        transactions = Transactions(client, database, service=SERVICE)
        yield Parts(settings, client, database, transactions, Tasks(store))


def http(parts: Parts) -> FastAPI:
    probes = [Probe("mongodb", lambda: parts.client.admin.command("ping"))]
    app = create_app("Kontor tasks", keys=replicated_keys(parts.database), probes=probes)
    app.include_router(api.router(parts.tasks))
    app.include_router(operations.router(parts.database))
    return app


def reactions(parts: Parts) -> list[Task]:
    consumer = Consumer(parts.settings, parts.transactions, parts.database)
    subscribers.subscribe(consumer, parts.tasks)
    replicate_signing_keys(consumer, parts.database, group=SERVICE)
    return [consumer.run]


def relay(parts: Parts) -> list[Task]:
    return [Relay(parts.client, parts.database, parts.settings).run]


#: The processes without an HTTP interface of their own.
WORKERS: dict[str, Callable[[Parts], list[Task]]] = {"relay": relay, "subscribers": reactions}
PROCESSES = ("api", *WORKERS)


async def run(process: str) -> None:
    settings = ServiceSettings()
    async with connected(settings) as parts:
        name = f"{SERVICE}-{process}"
        if process == "api":
            await run_process(settings, name=name, http=http(parts))
        else:
            await run_process(settings, name=name, tasks=WORKERS[process](parts))
