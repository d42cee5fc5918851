"""Routes of the portal's contacts: sign-in, own data, and contacts for those with that right."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response
from kontor_chassis.http import Caller, Page, etag, once
from kontor_chassis.http.access import require_right
from kontor_chassis.transaction import Once
from kontor_contracts.customers.party import Contact, PortalRight
from kontor_contracts.errors import NotAllowedError
from kontor_contracts.values import LocalizedText, Value

from kontor_customers.api.callers import SeenVersion
from kontor_customers.model.contact_fields import ContactFields
from kontor_customers.model.contact_view import ContactView
from kontor_customers.model.portal import OwnFields, PortalContact
from kontor_customers.usecases import functions, portal_contacts
from kontor_customers.usecases.books import Books
from kontor_customers.usecases.contacts import ContactPlace

OnceContact = Annotated[Once | None, Depends(once(ContactView))]


def own_place(caller: Caller) -> ContactPlace:
    if caller.party_id is None:
        raise NotAllowedError("only a contact of a party has these pages")
    try:
        return ContactPlace(caller.party_id, UUID(caller.subject))
    except ValueError as error:
        raise NotAllowedError("this token speaks for no contact; sign in again") from error


async def _own(caller: Annotated[Caller, Depends(require_right())]) -> ContactPlace:
    return own_place(caller)


async def _managing(
    caller: Annotated[Caller, Depends(require_right(PortalRight.MANAGE_CONTACTS))],
) -> ContactPlace:
    return own_place(caller)


Own = Annotated[ContactPlace, Depends(_own)]
Managing = Annotated[ContactPlace, Depends(_managing)]


class FunctionName(Value):
    """A function to choose on a contact."""

    key: str
    name: LocalizedText


def router(books: Books) -> APIRouter:
    routes = APIRouter(prefix="/portal", tags=["portal"])

    @routes.get("/me")
    async def read_own_data(own: Own, response: Response) -> PortalContact:
        """The caller: its data, rights and party."""
        found = await portal_contacts.read_own(books, own)
        response.headers.update(etag(found.party_version))
        return found

    @routes.put("/me")
    async def change_own_data(
        fields: OwnFields, own: Own, seen: SeenVersion, response: Response
    ) -> PortalContact:
        """Name, phones and language; If-Match names the party's version that was read."""
        changed = await portal_contacts.change_own(books, own, fields, seen=seen)
        response.headers.update(etag(changed.party_version))
        return changed

    _add_contacts(routes, books)
    return routes


def _add_contacts(routes: APIRouter, books: Books) -> None:
    @routes.get("/functions")
    async def list_function_names(_own: Managing) -> Page[FunctionName]:
        """The functions that contacts have."""
        found = await functions.listed(books)
        return Page(items=[FunctionName(**dict(one)) for one in found if not one.retired])

    @routes.get("/contacts")
    async def list_own_contacts(own: Managing) -> Page[Contact]:
        """The contacts of the caller's party: active ones first, by name."""
        return Page(items=await portal_contacts.listed(books, own))

    @routes.get("/contacts/{contact_id}")
    async def read_own_contact(contact_id: UUID, own: Managing, response: Response) -> ContactView:
        """One contact; 404 when it is another party's."""
        return _tagged(response, await portal_contacts.read(books, own, contact_id))

    @routes.post("/contacts", status_code=201)
    async def add_own_contact(
        fields: ContactFields, own: Managing, key: OnceContact, response: Response
    ) -> ContactView:
        """One contact more, with no right that the caller lacks."""
        return _tagged(response, await portal_contacts.add(books, own, fields, once=key))

    @routes.put("/contacts/{contact_id}")
    async def change_own_contact(
        contact_id: UUID,
        fields: ContactFields,
        own: Managing,
        seen: SeenVersion,
        response: Response,
    ) -> ContactView:
        """Replace a contact's fields; a contact that may do more than the caller stays as it is."""
        changed = await portal_contacts.change(books, own, contact_id, fields, seen=seen)
        return _tagged(response, changed)


def _tagged(response: Response, contact: ContactView) -> ContactView:
    response.headers.update(etag(contact.party_version))
    return contact
