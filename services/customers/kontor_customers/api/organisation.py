"""Routes of the own organisation."""

from fastapi import APIRouter, Response
from kontor_chassis.http import Page, etag
from kontor_chassis.http.paging import read_id_cursor
from kontor_contracts.customers.organisation import Organisation

from kontor_customers.api.callers import Accountant, Reader, SeenVersion, author_of
from kontor_customers.api.finding import Cursor, Limit, page_of
from kontor_customers.model.history import Entry
from kontor_customers.model.organisation import OrganisationFields
from kontor_customers.model.organisation_view import OrganisationView, view_of
from kontor_customers.usecases import organisation
from kontor_customers.usecases.books import Books


def router(books: Books) -> APIRouter:
    routes = APIRouter(tags=["own organisation"])

    @routes.get("/organisation")
    async def read_organisation(_caller: Reader, response: Response) -> OrganisationView:
        """The own organisation, with what direct debits still need of it."""
        return tagged(response, await organisation.read(books))

    @routes.put("/organisation")
    async def configure_organisation(
        fields: OrganisationFields, caller: Accountant, seen: SeenVersion, response: Response
    ) -> OrganisationView:
        """Enter or replace it; If-Match is needed once it exists. An empty BIC is looked up."""
        configured = await organisation.configure(
            books, fields, seen=seen, author=author_of(caller)
        )
        return tagged(response, configured)

    @routes.get("/organisation/history")
    async def read_organisation_history(
        _caller: Reader, limit: Limit = 50, cursor: Cursor = ""
    ) -> Page[Entry]:
        """Who changed what about the organisation; the latest first."""
        before = read_id_cursor(cursor)
        lines = await organisation.history(books, before=before, limit=limit)
        return page_of(lines, limit)

    return routes


def tagged(response: Response, organisation: Organisation) -> OrganisationView:
    """The organisation, with its version as ETag."""
    response.headers.update(etag(organisation.version))
    return view_of(organisation)
