"""Routes that enter customers and prospects."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response
from kontor_chassis.http import Caller, etag, once
from kontor_chassis.transaction import Once
from kontor_contracts.customers.party import Lifecycle

from kontor_customers.api.callers import Editor, author_of
from kontor_customers.model.party_fields import PartyFields
from kontor_customers.model.party_view import PartyView
from kontor_customers.usecases import parties
from kontor_customers.usecases.books import Books

OnceParty = Annotated[Once | None, Depends(once(PartyView))]


def router(books: Books) -> APIRouter:
    routes = APIRouter(tags=["customers and prospects"])

    @routes.post("/customers", status_code=201)
    async def register_customer(
        fields: PartyFields, caller: Editor, key: OnceParty, response: Response
    ) -> PartyView:
        """Enter a customer; the name is enough."""
        return _located(response, await register(fields, Lifecycle.CUSTOMER, caller, key))

    @routes.post("/prospects", status_code=201)
    async def register_prospect(
        fields: PartyFields, caller: Editor, key: OnceParty, response: Response
    ) -> PartyView:
        """Enter a prospect; the name is enough."""
        return _located(response, await register(fields, Lifecycle.PROSPECT, caller, key))

    async def register(
        fields: PartyFields, lifecycle: Lifecycle, caller: Caller, key: Once | None
    ) -> PartyView:
        return await parties.register(books, fields, lifecycle, author=author_of(caller), once=key)

    return routes


def _located(response: Response, party: PartyView) -> PartyView:
    response.headers.update({"Location": f"/parties/{party.id}", **etag(party.version)})
    return party
