"""Contacts of a party one by one: add, change, deactivate, pick from."""

from typing import NamedTuple
from uuid import UUID

from kontor_chassis.ids import new_id
from kontor_chassis.transaction import Once, Transaction
from kontor_contracts.customers.party import Contact, Party

from kontor_customers.model.contact_fields import ContactFields
from kontor_customers.model.contact_view import ContactView, view_of
from kontor_customers.model.contacts import (
    to_pick_from,
    with_changed_contact,
    with_contact,
    with_inactive_contact,
)
from kontor_customers.model.history import Author
from kontor_customers.model.versions import require_version
from kontor_customers.usecases.books import Books, save_parties
from kontor_customers.usecases.parties import known_party
from kontor_customers.usecases.party_checks import with_known_functions


class ContactPlace(NamedTuple):
    """A contact, and the party that it has to be of."""

    party_id: UUID
    contact_id: UUID


async def listed(books: Books, party_id: UUID, *, active: bool | None) -> list[Contact]:
    """The party's contacts; with `active` those that may be picked."""
    party = await known_party(books, party_id)
    if active:
        return to_pick_from(party)
    return [one for one in party.contacts if active is None or not one.active]


async def add(
    books: Books, party_id: UUID, fields: ContactFields, *, author: Author, once: Once | None
) -> ContactView:
    """A new contact; nobody else's change is in its way."""

    async def work(tx: Transaction) -> ContactView:
        before = await known_party(books, party_id, tx)
        (known,) = await with_known_functions(books, before, (fields,), tx)
        after = with_contact(before, known, new_id=new_id)
        await save_parties(books, [(before, after)], author=author, tx=tx)
        return view_of(after, after.contacts[-1].id)

    return await books.transactions.run(work, once=once)


async def change(
    books: Books,
    place: ContactPlace,
    fields: ContactFields,
    *,
    seen: int | None,
    author: Author,
) -> ContactView:
    """The contact with new fields, made from the party's version that the caller has seen."""

    async def work(tx: Transaction) -> ContactView:
        before = await known_party(books, place.party_id, tx)
        require_version(seen, before.version)
        same = fields.model_copy(update={"id": place.contact_id})
        (known,) = await with_known_functions(books, before, (same,), tx)
        after = with_changed_contact(before, place.contact_id, known)
        return await _saved(books, (before, after), place.contact_id, author=author, tx=tx)

    return await books.transactions.run(work)


async def deactivate(books: Books, place: ContactPlace, *, author: Author) -> ContactView:
    """The contact is kept, appears in no list to pick from and gets nothing any more."""

    async def work(tx: Transaction) -> ContactView:
        before = await known_party(books, place.party_id, tx)
        after = with_inactive_contact(before, place.contact_id)
        return await _saved(books, (before, after), place.contact_id, author=author, tx=tx)

    return await books.transactions.run(work)


async def _saved(
    books: Books,
    step: tuple[Party, Party],
    contact_id: UUID,
    *,
    author: Author,
    tx: Transaction,
) -> ContactView:
    before, after = step
    if after is not before:
        await save_parties(books, [step], author=author, tx=tx)
    return view_of(after, contact_id)
