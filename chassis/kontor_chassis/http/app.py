"""The FastAPI application of a service, with what every service answers."""

import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from http import HTTPStatus

from fastapi import FastAPI, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kontor_chassis import tracing
from kontor_chassis.http import description, problems
from kontor_chassis.http.bodies import BoundedBodies
from kontor_chassis.http.description import PROBLEMS
from kontor_chassis.metrics import REQUEST_SECONDS
from kontor_chassis.outages import is_outage
from kontor_chassis.tokens import KeyRing

VERSION = "0.1.0"


@dataclass(frozen=True)
class Probe:
    """A part that must answer before the process is ready; `check` raises when it does not."""

    name: str
    check: Callable[[], Awaitable[object]]


def create_app(title: str, *, keys: KeyRing | None = None, probes: Sequence[Probe] = ()) -> FastAPI:
    """An application with problem details, health, metrics and trace; routes come from the caller.

    `keys` verifies access tokens; a worker's application without routes needs none.
    """
    app = FastAPI(
        title=title,
        version=VERSION,
        responses=PROBLEMS,
    )
    app.state.keys = keys
    problems.install(app)
    description.install(app)
    app.add_middleware(BoundedBodies)
    app.add_middleware(_TraceAndMeasure)
    _add_health(app, probes)
    return app


class _TraceAndMeasure:
    """Each request within its caller's trace, and counted by its route and status."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started, status = time.perf_counter(), HTTPStatus.INTERNAL_SERVER_ERROR.value

        async def send_noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        with tracing.continued(Headers(scope=scope).get("traceparent")):
            await self._app(scope, receive, send_noting)
        path = getattr(scope.get("route"), "path", "unmatched")
        elapsed = time.perf_counter() - started
        REQUEST_SECONDS.labels(scope["method"], path, str(status)).observe(elapsed)


def _add_health(app: FastAPI, probes: Sequence[Probe]) -> None:
    @app.get("/health/live", include_in_schema=False)
    async def live() -> dict[str, str]:
        return {"status": "up"}

    @app.get("/health/ready", include_in_schema=False)
    async def ready() -> JSONResponse:
        failing = [probe.name for probe in probes if not await _answers(probe)]
        status = "waiting" if failing else "ready"
        return JSONResponse({"status": status, "failing": failing}, 503 if failing else 200)

    @app.get("/metrics", include_in_schema=False)
    async def metrics() -> Response:
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


async def _answers(probe: Probe) -> bool:
    try:
        await probe.check()
    except Exception as error:
        if is_outage(error):
            return False
        raise
    return True
