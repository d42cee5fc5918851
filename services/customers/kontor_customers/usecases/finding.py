"""Lists of parties: page by page, or all of them as a table."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

from kontor_chassis.tables import written_row
from kontor_contracts.customers.party import Party

from kontor_customers.model.contact_hits import ContactHit, contacts_among
from kontor_customers.model.finding import PartyQuery, Position
from kontor_customers.model.imports.customer_columns import COLUMNS
from kontor_customers.model.imports.export import row_of
from kontor_customers.store.finder import position_of
from kontor_customers.usecases.books import Books

#: So many parties are looked through for contacts.
MOST_PARTIES = 50


@dataclass(frozen=True)
class Found:
    """A part of a list, and where the next one begins when there may be more."""

    parties: list[Party]
    end: Position | None


async def find(books: Books, query: PartyQuery, *, after: Position | None, limit: int) -> Found:
    """The parties that the query finds, behind the position."""
    parties = await books.finder.page(query, after=after, limit=limit)
    end = position_of(parties[-1], query.sort) if len(parties) == limit else None
    return Found(parties, end)


async def contacts(books: Books, q: str, *, limit: int) -> list[ContactHit]:
    """Contacts that the words fit, of the first parties that these find."""
    parties = await books.finder.page(PartyQuery(q=q), after=None, limit=MOST_PARTIES)
    return contacts_among(parties, q)[:limit]


async def exported(books: Books, query: PartyQuery) -> AsyncIterator[str]:
    """The same list as CSV, in the columns that imports read."""
    yield written_row(COLUMNS)
    members = {member.id: member.email for member in await books.team.all()}
    async for parties in books.finder.pages(query):
        payers = await books.parties.numbers_of(one.payer_id for one in parties if one.payer_id)
        yield "".join(written_row(row_of(party, payers, members)) for party in parties)
