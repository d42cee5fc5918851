"""Routes of the lines of a folder, with their pauses and prices."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response
from kontor_chassis.http import etag, if_match, once
from kontor_chassis.transaction import Once
from kontor_contracts.billing.folder import Folder

from kontor_billing.api.callers import Seller
from kontor_billing.model.line_fields import LineFields
from kontor_billing.usecases import folder_changes
from kontor_billing.usecases.billing import Billing

Seen = Annotated[int | None, Depends(if_match)]
OnceFolder = Annotated[Once | None, Depends(once(Folder))]


def router(billing: Billing) -> APIRouter:
    routes = APIRouter(tags=["folders"])

    @routes.post("/folders/{folder_id}/lines", status_code=201)
    async def add_line(  # each is one thing of the request
        folder_id: UUID,
        fields: LineFields,
        _caller: Seller,
        seen: Seen,
        key: OnceFolder,
        response: Response,
    ) -> Folder:
        """Add a line to the folder; the answer is the folder with it as its last."""
        folder = await folder_changes.add_line(billing, folder_id, fields, seen=seen, once=key)
        response.headers.update(etag(folder.version))
        return folder

    @routes.put("/folders/{folder_id}/lines/{line_id}")
    async def put_line(  # each is one thing of the request
        folder_id: UUID,
        line_id: UUID,
        fields: LineFields,
        _caller: Seller,
        seen: Seen,
        response: Response,
    ) -> Folder:
        """Set a line: its end, pauses, prices ... What is billed of it stays billed as it was."""
        folder = await folder_changes.change_line(billing, folder_id, line_id, fields, seen=seen)
        response.headers.update(etag(folder.version))
        return folder

    return routes
