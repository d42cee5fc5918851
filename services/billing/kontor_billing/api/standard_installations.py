"""Routes of standard installations."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Response
from kontor_chassis.http import Page, etag, if_match
from kontor_contracts.billing.installation import Installation

from kontor_billing.api.callers import Reader, Seller
from kontor_billing.model.standard_installations import InstallationFields
from kontor_billing.usecases import standard_installations
from kontor_billing.usecases.billing import Billing

Key = Annotated[str, Path(pattern=r"^[a-z][a-z0-9-]{0,39}$")]
Seen = Annotated[int | None, Depends(if_match)]


def router(billing: Billing) -> APIRouter:
    routes = APIRouter(tags=["standard installations"])

    @routes.get("/standard-installations")
    async def list_installations(_caller: Reader) -> Page[Installation]:
        """All templates, by key."""
        return Page(items=await standard_installations.installations(billing))

    @routes.put("/standard-installations/{key}")
    async def put_installation(
        key: Key, fields: InstallationFields, _caller: Seller, seen: Seen, response: Response
    ) -> Installation:
        """Make or change a template. What has started already stays as it was."""
        template = await standard_installations.put_installation(billing, key, fields, seen=seen)
        response.headers.update(etag(template.version))
        return template

    return routes
