"""Builds and connects each process of tasks."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from fastapi import FastAPI
from kontor_chassis.consumer import Consumer
from kontor_chassis.http import Probe, create_app, operations
from kontor_chassis.leases import Leases
from kontor_chassis.measuring import Measuring
from kontor_chassis.mongo import Client, Database, connect, open_database
from kontor_chassis.process import Task, run_process
from kontor_chassis.relay import Relay
from kontor_chassis.settings import ServiceSettings
from kontor_chassis.tokens import replicate_signing_keys, replicated_keys
from kontor_chassis.topic_admin import ensure_topics
from kontor_chassis.transaction import Transactions, ensure_indexes

from kontor_tasks import api, clockwork, subscribers
from kontor_tasks.model.kinds import Kind
from kontor_tasks.model.rules import Rule
from kontor_tasks.store import (
    Actions,
    Attachments,
    Comments,
    Configured,
    Feeds,
    History,
    Installations,
    Replicas,
    Tickets,
)
from kontor_tasks.usecases.desk import Desk

SERVICE = "tasks"


@dataclass(frozen=True)
class Parts:
    """What every process of tasks stands on."""

    settings: ServiceSettings
    client: Client
    database: Database
    transactions: Transactions
    desk: Desk


@asynccontextmanager
async def connected(settings: ServiceSettings) -> AsyncIterator[Parts]:
    """The database with its indexes, the topics; closed at the end."""
    async with connect(settings) as client:
        parts = parts_of(settings, client)
        await ensure_indexes(parts.database)
        await _ensure_collections(parts.desk)
        await ensure_topics(settings)
        yield parts


def parts_of(settings: ServiceSettings, client: Client) -> Parts:
    """All built, nothing asked of the database yet."""
    database = open_database(client, settings, SERVICE)
    transactions = Transactions(client, database, service=SERVICE)
    return Parts(settings, client, database, transactions, _desk(database, transactions))


def _desk(database: Database, transactions: Transactions) -> Desk:
    return Desk(
        transactions=transactions,
        actions=Actions(database),
        comments=Comments(database),
        history=History(database),
        replicas=Replicas(database),
        kinds=Configured(database["kinds"], Kind),
        rules=Configured(database["rules"], Rule),
        installations=Installations(database),
        feeds=Feeds(database),
        tickets=Tickets(database),
        attachments=Attachments(database),
    )


async def _ensure_collections(desk: Desk) -> None:
    await desk.actions.ensure_indexes()
    await desk.comments.ensure_indexes()
    await desk.history.ensure_indexes()
    await desk.replicas.ensure_indexes()
    await desk.kinds.ensure_collection()
    await desk.rules.ensure_collection()
    await desk.installations.ensure_indexes()
    await desk.feeds.ensure_indexes()
    await desk.tickets.ensure_indexes()
    await desk.attachments.ensure_indexes()


def http(parts: Parts) -> FastAPI:
    probes = [Probe("mongodb", lambda: parts.client.admin.command("ping"))]
    app = create_app("Kontor tasks", keys=replicated_keys(parts.database), probes=probes)
    app.include_router(api.router(parts.desk))
    app.include_router(operations.router(parts.database, service=SERVICE))
    return app


def described() -> FastAPI:
    """The API for its description: connected to nothing."""
    settings = ServiceSettings()
    return http(parts_of(settings, connect(settings)))


def reactions(parts: Parts) -> list[Task]:
    """To facts and to the clock."""
    consumer = Consumer(parts.settings, parts.transactions, parts.database)
    subscribers.subscribe(consumer, parts.desk)
    replicate_signing_keys(consumer, parts.database, group=SERVICE)
    return [consumer.run, clockwork.task(parts.desk, Leases(parts.database))]


def relay(parts: Parts) -> list[Task]:
    """Publishes, and measures what waits."""
    measuring = Measuring(parts.settings, parts.database, service=SERVICE)
    return [Relay(parts.client, parts.database, parts.settings).run, measuring.run]


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
