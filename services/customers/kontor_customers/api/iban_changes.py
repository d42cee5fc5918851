"""Routes of changed IBANs: what waits, and the second person's word."""

from uuid import UUID

from fastapi import APIRouter
from kontor_chassis.http import Page

from kontor_customers.api.callers import Accountant, Reader, author_of
from kontor_customers.model.iban_change_view import IbanChangeView, view_of
from kontor_customers.usecases import iban_changes
from kontor_customers.usecases.books import Books


def router(books: Books) -> APIRouter:
    routes = APIRouter(prefix="/parties/{party_id}/iban-changes", tags=["payment"])

    @routes.get("")
    async def list_iban_changes(party_id: UUID, _caller: Reader) -> Page[IbanChangeView]:
        """Every change of an IBAN in use, masked, the latest first."""
        found = await iban_changes.listed(books, party_id)
        return Page(items=[view_of(change) for change in found])

    @routes.post("/{change_id}/confirm")
    async def confirm_iban_change(
        party_id: UUID, change_id: UUID, caller: Accountant
    ) -> IbanChangeView:
        """The new IBAN is used from now on; whoever entered it cannot confirm it."""
        author = author_of(caller)
        return view_of(await iban_changes.confirm(books, party_id, change_id, author=author))

    @routes.post("/{change_id}/withdraw")
    async def withdraw_iban_change(
        party_id: UUID, change_id: UUID, caller: Accountant
    ) -> IbanChangeView:
        """The account keeps the IBAN that it has."""
        author = author_of(caller)
        return view_of(await iban_changes.withdraw(books, party_id, change_id, author=author))

    return routes
