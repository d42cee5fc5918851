"""Customers and prospects: enter, change, convert, read, find."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from kontor_chassis.ids import new_id
from kontor_chassis.transaction import Once, Transaction
from kontor_contracts.customers.party import Lifecycle, Party
from kontor_contracts.errors import FieldError, InvalidInputError, NotFoundError

from kontor_customers.model.history import Author, Entry
from kontor_customers.model.party import (
    changed,
    converted,
    refuse_unknown_contacts,
    registered,
)
from kontor_customers.model.party_fields import PartyFields
from kontor_customers.model.party_view import PartyView, view_of
from kontor_customers.model.versions import require_version
from kontor_customers.store.parties import Position, position_of
from kontor_customers.usecases.books import Books, save_parties


@dataclass(frozen=True)
class Found:
    """A part of a list, and where the next one begins when there may be more."""

    parties: list[Party]
    end: Position | None


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
        refuse_unknown_contacts(None, fields)
        await _require_payer(books, fields, tx)
        party = registered(
            fields,
            number=await _free_number(books, tx),
            lifecycle=lifecycle,
            today=await books.today(tx),
            new_id=new_id,
        )
        await save_parties(books, [(None, party)], author=author, tx=tx)
        return view_of(party, None)

    return await books.transactions.run(work, once=once)


async def change(
    books: Books, party_id: UUID, fields: PartyFields, *, seen: int | None, author: Author
) -> PartyView:
    """The party with new fields, made from the version that the caller has seen."""

    async def work(tx: Transaction) -> PartyView:
        before = await known_party(books, party_id, tx)
        require_version(seen, before.version)
        refuse_unknown_contacts(before, fields)
        await _require_payer(books, fields, tx)
        after = changed(before, fields, new_id=new_id)
        if after is not before:
            await save_parties(books, [(before, after)], author=author, tx=tx)
        return view_of(after, await books.payments.of(party_id, tx))

    return await books.transactions.run(work)


async def convert(books: Books, party_id: UUID, *, author: Author) -> PartyView:
    """The prospect as a customer; a customer stays as it is, and nothing is published."""

    async def work(tx: Transaction) -> PartyView:
        (party,) = await convert_all(books, [party_id], author=author, tx=tx)
        return view_of(party, await books.payments.of(party_id, tx))

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


async def read(books: Books, party_id: UUID) -> PartyView:
    """The party with what it lacks for invoices."""
    party = await known_party(books, party_id)
    return view_of(party, await books.payments.of(party_id))


async def find(
    books: Books, typed: str, lifecycle: Lifecycle | None, *, after: Position | None, limit: int
) -> Found:
    """The parties that `typed` finds, by name, behind the position."""
    parties = await books.parties.find(typed, lifecycle, after=after, limit=limit)
    return Found(parties, position_of(parties[-1]) if len(parties) == limit else None)


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


async def _free_number(books: Books, tx: Transaction) -> str:
    """The next number that no import has brought along."""
    while await books.parties.by_number([number := await books.account_numbers.take()], tx):
        continue
    return number


async def _require_payer(books: Books, fields: PartyFields, tx: Transaction) -> None:
    if fields.payer_id and await books.parties.get(fields.payer_id, tx) is None:
        raise InvalidInputError(
            "The payer is not known.",
            fields=[FieldError("payer_id", "unknown-party", "is no customer or prospect")],
        )
