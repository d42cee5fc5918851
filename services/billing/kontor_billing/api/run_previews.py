"""The route that says what a run would do."""

from decimal import Decimal
from typing import Annotated

from fastapi import APIRouter, Query
from kontor_chassis.http.paging import read_cursor, write_cursor
from kontor_contracts.values import Percent
from pydantic import Field

from kontor_billing.api.callers import Reader
from kontor_billing.api.runs import Billed
from kontor_billing.model.preview import Preview
from kontor_billing.model.run import Asking
from kontor_billing.usecases import previews
from kontor_billing.usecases.billing import Billing

Limit = Annotated[int, Query(ge=1, le=500)]
Cursor = Annotated[str, Query(max_length=2000)]


class PreviewRequest(Billed):
    #: A change against the month before by more than that is marked.
    notable_percent: Annotated[Percent, Field(ge=0)] = Decimal(20)


def router(billing: Billing) -> APIRouter:
    routes = APIRouter(tags=["runs"])

    @routes.post("/run-previews")
    async def preview_run(
        request: PreviewRequest, _caller: Reader, limit: Limit = 200, cursor: Cursor = ""
    ) -> Preview:
        """What a run would issue and leave out now, by account number; nothing is written.

        Each page decides for `limit` customers; one without anything to bill is a shorter page.
        """
        preview, following = await previews.preview_run(
            billing,
            Asking(request.period, request.batch, request.issued_on),
            notable_percent=request.notable_percent,
            after=read_cursor(cursor),
            limit=limit,
        )
        following = write_cursor(following) if following else None
        return preview.model_copy(update={"next_cursor": following})

    return routes
