"""Routes of what is in a debit file."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import StreamingResponse
from kontor_chassis.http import Page
from kontor_chassis.http.paging import next_cursor, read_id_cursor

from kontor_billing.api.callers import Accountant
from kontor_billing.model.debit.presentation import DebitItem
from kontor_billing.usecases import debit_files
from kontor_billing.usecases.billing import Billing

Limit = Annotated[int, Query(ge=1, le=1000)]
Cursor = Annotated[str, Query(max_length=2000)]


def router(billing: Billing) -> APIRouter:
    routes = APIRouter(tags=["debit files"])

    @routes.get("/debit-files/{file_id}/items")
    async def list_items(
        file_id: UUID, _caller: Accountant, limit: Limit = 100, cursor: Cursor = ""
    ) -> Page[DebitItem]:
        """Every open item of the debit run: in the file, or left out with the field to mend."""
        after = read_id_cursor(cursor)
        found = await debit_files.items(billing, file_id, after=after, limit=limit)
        following = next_cursor(found, limit, lambda one: one.collection_id)
        return Page(items=found, next_cursor=following)

    @routes.get("/debit-files/{file_id}/content", response_class=StreamingResponse)
    async def read_content(file_id: UUID, _caller: Accountant) -> StreamingResponse:
        """The bytes as they were kept when the file was made."""
        file, pieces = await debit_files.content(billing, file_id)
        name = f'attachment; filename="{file.message_id}.xml"'
        return StreamingResponse(
            pieces, media_type="application/xml", headers={"Content-Disposition": name}
        )

    return routes
