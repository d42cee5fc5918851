"""The calendar feed: a secret link per member that can be made anew and revoked."""

import hashlib
import secrets
from datetime import timedelta
from uuid import UUID

from kontor_chassis.clock import now
from kontor_contracts.errors import NotAllowedError, NotFoundError

from kontor_tasks.model.feed import KEPT_DAYS, Feed, FeedState, calendar_of
from kontor_tasks.usecases.desk import Desk

TOKEN_BYTES = 32


async def open_link(desk: Desk, member_id: UUID) -> FeedState:
    """A new link; the one before it opens nothing any more."""
    if await desk.replicas.member(member_id) is None:
        raise NotAllowedError("only a member of the team has a calendar")
    token = secrets.token_urlsafe(TOKEN_BYTES)
    feed = Feed(id=member_id, token_sha256=_digest(token), created_at=now())
    await desk.feeds.put(feed)
    return FeedState(active=True, created_at=feed.created_at, path=f"/feeds/{token}.ics")


async def revoke(desk: Desk, member_id: UUID) -> None:
    """The link opens nothing any more; there may be none."""
    await desk.feeds.remove(member_id)


async def state(desk: Desk, member_id: UUID) -> FeedState:
    """Whether there is a link, and since when."""
    feed = await desk.feeds.of(member_id)
    return FeedState(active=feed is not None, created_at=feed.created_at if feed else None)


async def read(desk: Desk, token: str) -> bytes:
    """The calendar behind the link; NotFoundError for any other, or when its member has left."""
    feed = await desk.feeds.with_token(_digest(token))
    member = await desk.replicas.member(feed.id) if feed else None
    if member is None or not member.active:
        raise NotFoundError("there is no such calendar")
    since = now() - timedelta(days=KEPT_DAYS)
    return calendar_of(await desk.actions.of_assignee(member.id, since), f"Kontor: {member.name}")


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
