"""Routes of the own organisation."""

import asyncio

from fastapi import APIRouter, Request, Response
from kontor_chassis.http import Page, etag, limited_body
from kontor_chassis.http.paging import read_id_cursor
from kontor_contracts.customers.organisation import Organisation

from kontor_customers.api.callers import Accountant, Reader, SeenVersion, author_of
from kontor_customers.api.finding import Cursor, Limit, page_of
from kontor_customers.model.history import Entry
from kontor_customers.model.logo import LARGEST_FILE, MEDIA_TYPES
from kontor_customers.model.logo import read_logo as read_image
from kontor_customers.model.organisation import OrganisationFields
from kontor_customers.model.organisation_view import OrganisationView, view_of
from kontor_customers.usecases import organisation
from kontor_customers.usecases.books import Books

LOGO_CONTENT = {
    media_type: {"schema": {"type": "string", "format": "binary"}}
    for media_type in MEDIA_TYPES.values()
}


def router(books: Books) -> APIRouter:
    routes = APIRouter(tags=["own organisation"])

    @routes.get("/organisation")
    async def read_organisation(_caller: Reader, response: Response) -> OrganisationView:
        """The own organisation, with what direct debits still need of it."""
        return _tagged(response, await organisation.read(books))

    @routes.put("/organisation")
    async def configure_organisation(
        fields: OrganisationFields, caller: Accountant, seen: SeenVersion, response: Response
    ) -> OrganisationView:
        """Enter or replace it; If-Match is needed once it exists. An empty BIC is looked up."""
        configured = await organisation.configure(
            books, fields, seen=seen, author=author_of(caller)
        )
        return _tagged(response, configured)

    @routes.get(
        "/organisation/logo",
        response_class=Response,
        responses={200: {"content": LOGO_CONTENT, "description": "The image"}},
    )
    async def read_logo(_caller: Reader) -> Response:
        """The logo as it was sent."""
        logo = await organisation.logo(books)
        return Response(logo.image, media_type=logo.media_type)

    @routes.put(
        "/organisation/logo",
        openapi_extra={"requestBody": {"required": True, "content": LOGO_CONTENT}},
    )
    async def set_logo(
        request: Request, caller: Accountant, seen: SeenVersion, response: Response
    ) -> OrganisationView:
        """Set the logo: a PNG or JPEG of at most 256 kB; If-Match as for the organisation."""
        image = await limited_body(request, LARGEST_FILE)
        logo = await asyncio.to_thread(read_image, image)
        changed = await organisation.set_logo(books, logo, seen=seen, author=author_of(caller))
        return _tagged(response, changed)

    @routes.delete("/organisation/logo")
    async def remove_logo(
        caller: Accountant, seen: SeenVersion, response: Response
    ) -> OrganisationView:
        """Have no logo any more."""
        changed = await organisation.set_logo(books, None, seen=seen, author=author_of(caller))
        return _tagged(response, changed)

    @routes.get("/organisation/history")
    async def read_organisation_history(
        _caller: Reader, limit: Limit = 50, cursor: Cursor = ""
    ) -> Page[Entry]:
        """Who changed what about the organisation; the latest first."""
        before = read_id_cursor(cursor)
        lines = await organisation.history(books, before=before, limit=limit)
        return page_of(lines, limit)

    return routes


def _tagged(response: Response, organisation: Organisation) -> OrganisationView:
    response.headers.update(etag(organisation.version))
    return view_of(organisation)
