"""Builds and connects the process of the pages."""

import asyncio
import logging
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import httpx
from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from kontor_chassis import logs, tracing
from kontor_chassis.consumer import Consumer
from kontor_chassis.http import create_app, operations
from kontor_chassis.logs import log
from kontor_chassis.measuring import Measuring
from kontor_chassis.mongo import Client, Database, connect, open_database
from kontor_chassis.process import Task, run_process
from kontor_chassis.tokens import replicate_signing_keys, replicated_keys
from kontor_chassis.topic_admin import ensure_topics
from kontor_chassis.transaction import Transactions, ensure_indexes
from kontor_chassis.worker import work_loop
from starlette.middleware.gzip import GZipMiddleware

from kontor_web import failures, guards, pages, portal
from kontor_web.access import Access
from kontor_web.held_forms import HeldForms
from kontor_web.portal.access import PortalAccess
from kontor_web.rendering import Renderer
from kontor_web.services import Services
from kontor_web.settings import WebSettings
from kontor_web.timeline.live import Live
from kontor_web.timeline.rebuilding import rebuild
from kontor_web.timeline.store import Timeline
from kontor_web.timeline.subscribers import GROUP, subscribe
from kontor_web.zones import Zones

SERVICE = "web"
#: `rebuild` is no process that stays: it builds the timeline anew beside the pages, and ends.
PROCESSES = ("pages", "rebuild")
STATIC = Path(__file__).parent / "static"
TIMEOUT = httpx.Timeout(30, connect=5)


@dataclass(frozen=True)
class Parts:
    """What the timeline stands on; the pages themselves stand on the services alone."""

    settings: WebSettings
    client: Client
    database: Database
    transactions: Transactions
    timeline: Timeline
    live: Live

    def consumer(self) -> Consumer:
        consumer = Consumer(self.settings, self.transactions, self.database)
        subscribe(consumer, self.timeline)
        replicate_signing_keys(consumer, self.database, group=SERVICE)
        anew = partial(rebuild, self.settings, self.client, self.database)
        consumer.projects(GROUP, anew)
        return consumer


def parts_of(settings: WebSettings, client: Client) -> Parts:
    """All built, nothing asked of the database yet."""
    database = open_database(client, settings, SERVICE)
    transactions = Transactions(client, database, service=SERVICE)
    return Parts(settings, client, database, transactions, Timeline(database), Live())


async def prepare(parts: Parts) -> None:
    """What has to be there before the first fact comes."""
    await ensure_topics(parts.settings)
    await ensure_indexes(parts.database)
    await parts.timeline.ensure_indexes()


async def keep_timeline(parts: Parts, stopping: asyncio.Event) -> None:
    """Without broker or database the pages go on: the timeline catches up when they are back."""

    async def step() -> bool:
        await prepare(parts)
        await parts.consumer().run(stopping)
        return False

    await work_loop(step, stopping=stopping)


def http(parts: Parts, client: httpx.AsyncClient) -> FastAPI:
    """All pages, over services that `client` reaches."""
    settings = parts.settings
    app = create_app("Kontor", keys=replicated_keys(parts.database))
    app.state.timeline = parts.timeline
    app.state.live = parts.live
    services = Services(client, settings)
    app.state.settings = settings
    app.state.services = services
    app.state.access = Access(services)
    app.state.zones = Zones(services)
    app.state.portal_access = PortalAccess(services)
    app.state.renderer = Renderer()
    failures.install(app)
    guards.install(app)
    app.add_middleware(GZipMiddleware, minimum_size=1_000)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    shown = (pages.router(), portal.router())
    app.state.held_forms = HeldForms.of(shown)
    for one in shown:
        app.include_router(one)
    app.include_router(operations.router(parts.database, service=SERVICE))
    return app


async def run(process: str) -> None:
    settings = WebSettings()
    name = f"{SERVICE}-{process}"
    logs.configure(settings.log_level, service=name)
    logging.getLogger("httpx").setLevel(logging.WARNING)
    hooks = {"request": [_in_our_trace]}
    asking = httpx.AsyncClient(timeout=TIMEOUT, event_hooks=hooks)
    async with connect(settings) as database, asking as client:
        parts = parts_of(settings, database)
        if process == "rebuild":
            await prepare(parts)
            report = await rebuild(settings, database, parts.database)
            log.info("timeline-rebuilt", lines=report.looked_at, mended=report.mended)
        else:
            measuring = Measuring(settings, parts.database, service=SERVICE)
            tasks: list[Task] = [
                partial(keep_timeline, parts),
                partial(parts.live.follow, parts.timeline),
                measuring.run,
            ]
            await run_process(settings, name=name, http=http(parts, client), tasks=tasks)


async def _in_our_trace(request: httpx.Request) -> None:
    """What a service does for a page goes on under the trace of the page's request."""
    if trace := tracing.current():
        request.headers["traceparent"] = trace
