"""Customers and prospects: enter, change, convert, read."""

from collections.abc import Collection
from uuid import UUID

from kontor_chassis.ids import new_id
from kontor_chassis.transaction import Once, Transaction
from kontor_contracts.customers.organisation import Organisation
from kontor_contracts.customers.party import Lifecycle, Party
from kontor_contracts.errors import NotFoundError

from kontor_customers.model.conversion import ConversionPreview, preview_of
from kontor_customers.model.history import Author, Entry
from kontor_customers.model.numbers import DEFAULT_ACCOUNT_NUMBERS, Numbering
from kontor_customers.model.party import changed, converted, registered
from kontor_customers.model.party_fields import PartyFields
from kontor_customers.model.party_view import PartyView, view_of
from kontor_customers.model.versions import require_version
from kontor_customers.usecases.books import Books, save_parties
from kontor_customers.usecases.party_checks import checked


async def register(
    books: Books,
    fields: PartyFields,
    lifecycle: Lifecycle,
    *,
    author: Author,
    once: Once | None = None,
) -> PartyView:
    """A new customer or prospect with the next account number."""

    async def work(tx: Transaction) -> PartyView:
        organisation = await books.organisations.ours(tx)
        party = registered(
            await checked(books, None, fields, tx),
            number=await free_number(books, organisation, tx),
            lifecycle=lifecycle,
            today=await books.today(tx),
            new_id=new_id,
        )
        await save_parties(books, [(None, party)], author=author, tx=tx)
        return view_of(party, None, organisation)

    return await books.transactions.run(work, once=once)


async def change(
    books: Books, party_id: UUID, fields: PartyFields, *, seen: int | None, author: Author
) -> PartyView:
    """The party with new fields, made from the version that the caller has seen."""

    async def work(tx: Transaction) -> PartyView:
        before = await known_party(books, party_id, tx)
        require_version(seen, before.version)
        after = changed(before, await checked(books, before, fields, tx), new_id=new_id)
        if after is not before:
            await save_parties(books, [(before, after)], author=author, tx=tx)
        return await _view(books, after, tx)

    return await books.transactions.run(work)


async def convert(books: Books, party_id: UUID, *, author: Author) -> PartyView:
    """The prospect as a customer; a customer stays as it is, and nothing is published."""

    async def work(tx: Transaction) -> PartyView:
        (party,) = await convert_all(books, [party_id], author=author, tx=tx)
        return await _view(books, party, tx)

    return await books.transactions.run(work)


async def convert_all(
    books: Books, party_ids: Collection[UUID], *, author: Author, tx: Transaction
) -> list[Party]:
    """The parties as customers, in the caller's transaction."""
    today = await books.today(tx)
    steps = []
    for party_id in party_ids:
        before = await known_party(books, party_id, tx)
        steps.append((before, converted(before, today=today)))
    changes = [(before, after) for before, after in steps if after is not before]
    await save_parties(books, changes, author=author, tx=tx)
    return [after for _, after in steps]


async def preview_conversion(books: Books, party_id: UUID) -> ConversionPreview:
    """What a conversion would take along, and what invoices would still need; nothing happens."""
    party = await read(books, party_id)
    payment = await books.payments.of(party_id)
    return preview_of(
        party,
        party.missing,
        notes=await books.notes.count_of(party_id),
        folders=await books.folders.count_of(party_id),
        accounts=len(payment.accounts) if payment else 0,
    )


async def read(books: Books, party_id: UUID) -> PartyView:
    """The party with what it lacks for invoices."""
    return await _view(books, await known_party(books, party_id))


async def history(books: Books, party_id: UUID, *, before: UUID | None, limit: int) -> list[Entry]:
    """Who changed what about the party, the latest first."""
    await known_party(books, party_id)
    return await books.history.of(str(party_id), before=before, limit=limit)


async def known_party(books: Books, party_id: UUID, tx: Transaction | None = None) -> Party:
    """The party; NotFoundError when there is none."""
    party = await books.parties.get(party_id, tx)
    if party is None:
        raise NotFoundError("there is no such customer or prospect")
    return party


async def free_number(books: Books, organisation: Organisation | None, tx: Transaction) -> str:
    """The next number that no import has brought along, and nobody has had before."""
    pattern = organisation.account_number_pattern if organisation else DEFAULT_ACCOUNT_NUMBERS
    while True:
        number = await books.account_numbers.take(Numbering(pattern))
        taken = await books.lookup.by_number([number], tx)
        if not taken and not await books.erased.numbers_among([number], tx):
            return number


async def _view(books: Books, party: Party, tx: Transaction | None = None) -> PartyView:
    payment = await books.payments.of(party.id, tx)
    return view_of(party, payment, await books.organisations.ours(tx))
