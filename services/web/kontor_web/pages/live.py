"""One stream per signed-in person: it says which block is stale, the block fetches itself."""

import asyncio
from collections.abc import AsyncIterator

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from kontor_web.access import SignedIn
from kontor_web.timeline.live import Live

routes = APIRouter()
#: Then the browser comes again by itself, if its session still lasts.
LONGEST_SECONDS = 600


@routes.get("/live")
async def listen(request: Request, _person: SignedIn) -> Response:
    live: Live = request.app.state.live
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(_told(live), media_type="text/event-stream", headers=headers)


async def _told(live: Live) -> AsyncIterator[str]:
    ends, stale = asyncio.get_running_loop().time() + LONGEST_SECONDS, live.stale()
    await anext(stale)
    yield "retry: 2000\nevent: listening\ndata: now\n\n"
    async for parties in stale:
        if asyncio.get_running_loop().time() > ends:
            return
        yield "".join(f"event: stale\ndata: timeline-{one}\n\n" for one in parties) or ": \n\n"
