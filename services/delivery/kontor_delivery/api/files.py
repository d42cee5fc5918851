"""Chorus Pro archives and GoCardless files."""

from typing import Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Response
from kontor_chassis.http import Page, require
from kontor_chassis.http.access import STAFF
from kontor_contracts.delivery.delivery import Channel

from kontor_delivery.api.content import CSV, GZIP, bytes_of, content
from kontor_delivery.api.views import FileLine
from kontor_delivery.usecases import closing, reading
from kontor_delivery.usecases.means import Means

Kind = Literal[Channel.CHORUS_PRO, Channel.GOCARDLESS]


def router(means: Means) -> APIRouter:
    routes = APIRouter(tags=["files"], dependencies=[Depends(require(*STAFF))])

    @routes.get("/files")
    async def list_files(run_id: UUID | None = None, kind: Kind | None = None) -> Page[FileLine]:
        """Archives and export files with what they hold and what was left out, and why."""
        found = await reading.list_files(means, run_id, kind)
        return Page(items=[FileLine.of(one) for one in found])

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
