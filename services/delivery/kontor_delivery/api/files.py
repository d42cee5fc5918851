"""Chorus Pro archives and GoCardless files."""

from typing import Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Response
from kontor_chassis.http import Page, require
from kontor_chassis.http.access import STAFF
from kontor_chassis.http.paging import next_cursor, read_id_cursor
from kontor_contracts.delivery.delivery import Channel

from kontor_delivery.api.content import CSV, GZIP, bytes_of, content
from kontor_delivery.api.paging import Limit
from kontor_delivery.api.views import FileLine
from kontor_delivery.model.listing import FileFilter
from kontor_delivery.usecases import closing, reading
from kontor_delivery.usecases.means import Means

Kind = Literal[Channel.CHORUS_PRO, Channel.GOCARDLESS]


def router(means: Means) -> APIRouter:
    routes = APIRouter(tags=["files"], dependencies=[Depends(require(*STAFF))])

    @routes.get("/files")
    async def list_files(
        run_id: UUID | None = None,
        kind: Kind | None = None,
        cursor: str | None = None,
        limit: Limit = 100,
    ) -> Page[FileLine]:
        """Archives and export files, the newest first: what is in them, what is not, and why."""
        after = read_id_cursor(cursor)
        asked = FileFilter(run_id=run_id, kind=kind, after=after, limit=limit)
        found = await reading.list_files(means, asked)
        following = next_cursor(found, limit, lambda one: one.id)
        return Page(items=[FileLine.of(one) for one in found], next_cursor=following)

    @routes.post("/runs/{run_id}/files/{kind}/close", status_code=202)
    async def close_files(run_id: UUID, kind: Kind) -> None:
        """Close the run's files with what is there; what comes later goes into a day's file."""
        await closing.close_by_hand(means, run_id, kind)

    @routes.get("/files/{file_id}/content", response_class=Response, responses=bytes_of(GZIP, CSV))
    async def read_file(file_id: UUID) -> Response:
        """The kept bytes: the same at every call."""
        file = await reading.read_file(means, file_id)
        body = await means.contents.get(file.content)
        if file.kind is Channel.CHORUS_PRO:
            return content(body, media_type=GZIP, name=f"{file.name}.tar.gz")
        return content(body, media_type=CSV, name=file.name)

    return routes
