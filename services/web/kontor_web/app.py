"""Builds and connects the process of the pages."""

import logging
from pathlib import Path

import httpx
from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from kontor_chassis import logs, tracing
from kontor_chassis.http import create_app
from kontor_chassis.process import run_process
from starlette.middleware.gzip import GZipMiddleware

from kontor_web import failures, guards, pages
from kontor_web.access import Access
from kontor_web.rendering import Renderer
from kontor_web.services import Services
from kontor_web.settings import WebSettings
from kontor_web.zones import Zones

SERVICE = "web"
PROCESSES = ("pages",)
STATIC = Path(__file__).parent / "static"
TIMEOUT = httpx.Timeout(30, connect=5)


def http(settings: WebSettings, client: httpx.AsyncClient) -> FastAPI:
    """All pages, over services that `client` reaches."""
    app = create_app("Kontor")
    services = Services(client, settings)
    app.state.settings = settings
    app.state.services = services
    app.state.access = Access(services)
    app.state.zones = Zones(services)
    app.state.renderer = Renderer()
    failures.install(app)
    guards.install(app)
    app.add_middleware(GZipMiddleware, minimum_size=1_000)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    app.include_router(pages.router())
    return app


async def run(process: str) -> None:
    settings = WebSettings()
    name = f"{SERVICE}-{process}"
    logs.configure(settings.log_level, service=name)
    logging.getLogger("httpx").setLevel(logging.WARNING)
    hooks = {"request": [_in_our_trace]}
    async with httpx.AsyncClient(timeout=TIMEOUT, event_hooks=hooks) as client:
        await run_process(settings, name=name, http=http(settings, client))


async def _in_our_trace(request: httpx.Request) -> None:
    """What a service does for a page goes on under the trace of the page's request."""
    if trace := tracing.current():
        request.headers["traceparent"] = trace
