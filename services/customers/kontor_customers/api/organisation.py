"""Routes of the own organisation."""

from fastapi import APIRouter, Response
from kontor_chassis.http import etag
from kontor_contracts.customers.organisation import Organisation

from kontor_customers.api.callers import Accountant, Reader, SeenVersion, author_of
from kontor_customers.model.organisation import OrganisationFields
from kontor_customers.model.organisation_view import OrganisationView, view_of
from kontor_customers.usecases import organisation
from kontor_customers.usecases.books import Books


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

    return routes


def _tagged(response: Response, organisation: Organisation) -> OrganisationView:
    response.headers.update(etag(organisation.version))
    return view_of(organisation)
