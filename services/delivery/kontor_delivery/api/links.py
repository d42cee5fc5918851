"""Links that open one document without signing in."""

from uuid import UUID

from fastapi import APIRouter, Depends, Response
from kontor_chassis.clock import now
from kontor_chassis.http import require
from kontor_chassis.http.access import STAFF

from kontor_delivery.api.content import PDF, bytes_of, content
from kontor_delivery.api.views import Revoked
from kontor_delivery.usecases import reading
from kontor_delivery.usecases.means import Means


def router(means: Means) -> APIRouter:
    routes = APIRouter(tags=["links"])

    @routes.get("/linked/{token}", response_class=Response, responses=bytes_of(PDF))
    async def open_link(token: str) -> Response:
        """The document of a notice, for whoever has the link: until it expires or is revoked."""
        document = await reading.open_link(means, token, now())
        body = await means.contents.get(document.pdf)
        return content(body, media_type=PDF, name=f"{document.invoice_number}.pdf", inline=True)

    @routes.delete("/documents/{invoice_id}/links", dependencies=[Depends(require(*STAFF))])
    async def revoke_links(invoice_id: UUID) -> Revoked:
        """End every link to this document that a notice carried."""
        return Revoked(revoked=await reading.revoke_links(means, invoice_id, now()))

    return routes
