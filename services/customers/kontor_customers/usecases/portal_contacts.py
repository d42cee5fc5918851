"""What contacts do with contacts: their own data, and others' where they have the right."""

from uuid import UUID

from kontor_chassis.ids import new_id
from kontor_chassis.transaction import Once, Transaction
from kontor_contracts.customers.party import Contact, Party
from kontor_contracts.errors import NotAllowedError

from kontor_customers.model.contact_fields import ContactFields
from kontor_customers.model.contact_view import ContactView, view_of
from kontor_customers.model.contacts import contact_of, with_changed_contact, with_contact
from kontor_customers.model.history import Author
from kontor_customers.model.portal import (
    OwnFields,
    PortalContact,
    managed,
    may_sign_in,
    own_changes,
    portal_contact,
)
from kontor_customers.model.versions import require_version
from kontor_customers.usecases.books import Books, save_parties
from kontor_customers.usecases.contacts import ContactPlace
from kontor_customers.usecases.parties import known_party
from kontor_customers.usecases.party_checks import with_known_functions

DOOR = "portal"


async def read_own(books: Books, own: ContactPlace) -> PortalContact:
    """The caller as it stands in the party now."""
    party = await known_party(books, own.party_id)
    return portal_contact(party, contact_of(party, own.contact_id))


async def change_own(
    books: Books, own: ContactPlace, fields: OwnFields, *, seen: int | None
) -> PortalContact:
    """The caller's name, phones and language."""

    async def work(tx: Transaction) -> PortalContact:
        before = await known_party(books, own.party_id, tx)
        require_version(seen, before.version)
        contact = contact_of(before, own.contact_id)
        after = with_changed_contact(before, contact.id, own_changes(contact, fields))
        await _save(books, (before, after), contact, tx)
        return portal_contact(after, contact_of(after, contact.id))

    return await books.transactions.run(work)


async def listed(books: Books, own: ContactPlace) -> list[Contact]:
    """All contacts of the caller's party by name."""
    party = await known_party(books, own.party_id)
    return sorted(party.contacts, key=lambda one: (not one.active, one.name))


async def read(books: Books, own: ContactPlace, contact_id: UUID) -> ContactView:
    return view_of(await known_party(books, own.party_id), contact_id)


async def add(
    books: Books, own: ContactPlace, fields: ContactFields, *, once: Once | None
) -> ContactView:
    """One contact more, with no right that the caller lacks."""

    async def work(tx: Transaction) -> ContactView:
        before = await known_party(books, own.party_id, tx)
        manager = _manager(before, own)
        (known,) = await with_known_functions(books, before, (managed(manager, None, fields),), tx)
        after = with_contact(before, known, new_id=new_id)
        await _save(books, (before, after), manager, tx)
        return view_of(after, after.contacts[-1].id)

    return await books.transactions.run(work, once=once)


async def change(
    books: Books, own: ContactPlace, contact_id: UUID, fields: ContactFields, *, seen: int | None
) -> ContactView:
    """The contact with new fields, within what the caller may do itself."""

    async def work(tx: Transaction) -> ContactView:
        before = await known_party(books, own.party_id, tx)
        manager, contact = _manager(before, own), contact_of(before, contact_id)
        require_version(seen, before.version)
        same = managed(manager, contact, fields).model_copy(update={"id": contact_id})
        (known,) = await with_known_functions(books, before, (same,), tx)
        after = with_changed_contact(before, contact_id, known)
        await _save(books, (before, after), manager, tx)
        return view_of(after, contact_id)

    return await books.transactions.run(work)


def _manager(party: Party, own: ContactPlace) -> Contact:
    """The caller with the rights of now: its token may be five minutes old."""
    manager = contact_of(party, own.contact_id)
    if not may_sign_in(manager):
        raise NotAllowedError("you have no access to the portal any more")
    return manager


async def _save(books: Books, step: tuple[Party, Party], by: Contact, tx: Transaction) -> None:
    if step[0] is not step[1]:
        author = Author(subject=str(by.id), name=by.name, door=DOOR)
        await save_parties(books, [step], author=author, tx=tx)
