"""Routes of single contacts."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response
from kontor_chassis.http import Page, etag, once
from kontor_chassis.transaction import Once
from kontor_contracts.customers.party import Contact

from kontor_customers.api.callers import Editor, Reader, SeenVersion, author_of
from kontor_customers.model.contact_fields import ContactFields
from kontor_customers.model.contact_view import ContactView
from kontor_customers.usecases import contacts
from kontor_customers.usecases.books import Books
from kontor_customers.usecases.contacts import ContactPlace

OnceContact = Annotated[Once | None, Depends(once(ContactView))]


def place_of(party_id: UUID, contact_id: UUID) -> ContactPlace:
    return ContactPlace(party_id, contact_id)


def router(books: Books) -> APIRouter:
    routes = APIRouter(prefix="/parties/{party_id}/contacts", tags=["contacts"])

    @routes.get("")
    async def list_contacts(
        party_id: UUID, _caller: Reader, *, active: bool | None = None
    ) -> Page[Contact]:
        """The party's contacts; `active=true` gives those to pick from, by name."""
        return Page(items=await contacts.listed(books, party_id, active=active))

    @routes.post("", status_code=201)
    async def add_contact(
        party_id: UUID, fields: ContactFields, caller: Editor, key: OnceContact, response: Response
    ) -> ContactView:
        """One contact more; needs no If-Match, for it overwrites nothing."""
        contact = await contacts.add(books, party_id, fields, author=author_of(caller), once=key)
        return _tagged(response, contact)

    @routes.put("/{contact_id}")
    async def change_contact(
        place: Annotated[ContactPlace, Depends(place_of)],
        fields: ContactFields,
        caller: Editor,
        seen: SeenVersion,
        response: Response,
    ) -> ContactView:
        """Replace the contact's fields; If-Match names the party's version that was read."""
        author = author_of(caller)
        contact = await contacts.change(books, place, fields, seen=seen, author=author)
        return _tagged(response, contact)

    @routes.delete("/{contact_id}")
    async def deactivate_contact(
        place: Annotated[ContactPlace, Depends(place_of)], caller: Editor, response: Response
    ) -> ContactView:
        """The contact is kept but inactive: in no list to pick from, and gets nothing."""
        contact = await contacts.deactivate(books, place, author=author_of(caller))
        return _tagged(response, contact)

    return routes


def _tagged(response: Response, contact: ContactView) -> ContactView:
    response.headers.update(etag(contact.party_version))
    return contact
