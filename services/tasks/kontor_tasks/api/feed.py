"""Routes of the calendar feed."""

import hashlib
from typing import Annotated

from fastapi import APIRouter, Header, Path, Response

from kontor_tasks.api.callers import Worker, member_of
from kontor_tasks.model.feed import FeedState
from kontor_tasks.usecases import feed
from kontor_tasks.usecases.desk import Desk

MEDIA_TYPE = "text/calendar"
Token = Annotated[str, Path(max_length=200)]
IfNoneMatch = Annotated[str | None, Header()]


def router(desk: Desk) -> APIRouter:
    routes = APIRouter(tags=["calendar feed"])

    @routes.get("/feed")
    async def read_feed(caller: Worker) -> FeedState:
        """Whether the caller has a link; it was told when it was made."""
        return await feed.state(desk, member_of(caller))

    @routes.post("/feed", status_code=201)
    async def open_feed(caller: Worker) -> FeedState:
        """A new secret link to the caller's own actions; the one before is revoked."""
        return await feed.open_link(desk, member_of(caller))

    @routes.delete("/feed", status_code=204)
    async def revoke_feed(caller: Worker) -> None:
        """The link opens nothing any more."""
        await feed.revoke(desk, member_of(caller))

    @routes.get(
        "/feeds/{token}.ics",
        response_class=Response,
        responses={
            200: {"content": {MEDIA_TYPE: {}}, "description": "An iCalendar file"},
            304: {"description": "Nothing has changed since"},
        },
    )
    async def serve_feed(token: Token, if_none_match: IfNoneMatch = None) -> Response:
        """The calendar behind a secret link; 404 for any other."""
        content = await feed.read(desk, token)
        tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
        headers = {"ETag": tag, "Cache-Control": "private, max-age=300"}
        if if_none_match and tag in if_none_match:
            return Response(status_code=304, headers=headers)
        return Response(content, media_type=MEDIA_TYPE, headers=headers)

    return routes
