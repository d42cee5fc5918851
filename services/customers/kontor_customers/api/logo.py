"""Routes of the own organisation's logo."""

import asyncio

from fastapi import APIRouter, Request, Response
from kontor_chassis.http import limited_body

from kontor_customers.api.callers import Accountant, Reader, SeenVersion, author_of
from kontor_customers.api.organisation import tagged
from kontor_customers.model.logo import LARGEST_FILE, MEDIA_TYPES
from kontor_customers.model.logo import read_logo as read_image
from kontor_customers.model.organisation_view import OrganisationView
from kontor_customers.usecases import organisation
from kontor_customers.usecases.books import Books

LOGO_CONTENT = {
    media_type: {"schema": {"type": "string", "format": "binary"}}
    for media_type in MEDIA_TYPES.values()
}


def router(books: Books) -> APIRouter:
    routes = APIRouter(tags=["own organisation"])

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
        return tagged(response, changed)

    @routes.delete("/organisation/logo")
    async def remove_logo(
        caller: Accountant, seen: SeenVersion, response: Response
    ) -> OrganisationView:
        """Have no logo any more."""
        changed = await organisation.set_logo(books, None, seen=seen, author=author_of(caller))
        return tagged(response, changed)

    return routes
