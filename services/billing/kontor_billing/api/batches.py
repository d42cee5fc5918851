"""Routes of batches."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Response
from kontor_chassis.http import Page, etag, if_match
from pydantic import ConfigDict

from kontor_billing.api.callers import Accountant, Reader
from kontor_billing.model.batches import Batch, BatchFields
from kontor_billing.usecases import batches
from kontor_billing.usecases.billing import Billing

Name = Annotated[str, Path(pattern=r"^[A-Za-z][A-Za-z0-9]{0,15}$")]
Seen = Annotated[int | None, Depends(if_match)]


class BatchRequest(BatchFields):
    model_config = ConfigDict(extra="forbid")


def router(billing: Billing) -> APIRouter:
    routes = APIRouter(tags=["batches"])

    @routes.get("/batches")
    async def list_batches(_caller: Reader) -> Page[Batch]:
        """All batches, by name."""
        return Page(items=await batches.batches(billing))

    @routes.put("/batches/{name}")
    async def put_batch(
        name: Name, request: BatchRequest, _caller: Accountant, seen: Seen, response: Response
    ) -> Batch:
        """Make or change a batch. Folders and customers name theirs; on its day it is billed."""
        batch = await batches.put_batch(billing, name, request, seen=seen)
        response.headers.update(etag(batch.version))
        return batch

    @routes.delete("/batches/{name}", status_code=204)
    async def remove_batch(name: Name, _caller: Accountant, seen: Seen) -> None:
        """Its runs stay; folders that name it are billed by runs without a batch."""
        await batches.remove_batch(billing, name, seen=seen)

    return routes
