"""Routes of standard installations: their progress."""

from uuid import UUID

from fastapi import APIRouter
from kontor_chassis.http import Page
from kontor_chassis.http.paging import next_cursor, read_id_cursor

from kontor_tasks.api.callers import Cursor, Limit, Worker
from kontor_tasks.model.installation_view import InstallationView
from kontor_tasks.usecases import installations
from kontor_tasks.usecases.desk import Desk


def router(desk: Desk) -> APIRouter:
    routes = APIRouter(tags=["standard installations"])

    @routes.get("/installations")
    async def list_installations(
        _caller: Worker, party_id: UUID | None = None, limit: Limit = 50, cursor: Cursor = None
    ) -> Page[InstallationView]:
        """Those that have started, with their progress."""
        after = read_id_cursor(cursor)
        found = await installations.listed(desk, party_id, after=after, limit=limit)
        return Page(items=found, next_cursor=next_cursor(found, limit, lambda one: one.id))

    @routes.get("/folders/{folder_id}/installation")
    async def read_progress(folder_id: UUID, _caller: Worker) -> InstallationView:
        """The progress of a folder's installation, phase by phase."""
        return await installations.progress(desk, folder_id)

    return routes
