"""The own organisation: read, configure."""

from uuid import UUID

from kontor_chassis.transaction import Transaction
from kontor_contracts.customers.organisation import (
    ORGANISATION_KEY,
    Organisation,
    OrganisationConfigured,
)
from kontor_contracts.errors import NotFoundError

from kontor_customers.model.history import Author, Entry
from kontor_customers.model.logo import Logo
from kontor_customers.model.logo import event_of as logo_event
from kontor_customers.model.organisation import OrganisationFields, configured, with_logo
from kontor_customers.model.versions import require_version
from kontor_customers.usecases.books import Books, entry

NOT_YET = "the own organisation has not been entered yet"


async def read(books: Books) -> Organisation:
    """The organisation; NotFoundError before anybody has entered it."""
    organisation = await books.organisations.ours()
    if organisation is None:
        raise NotFoundError(NOT_YET)
    return organisation


async def configure(
    books: Books, fields: OrganisationFields, *, seen: int | None, author: Author
) -> Organisation:
    """The organisation with new fields, made from the version that the caller has seen."""

    async def work(tx: Transaction) -> Organisation:
        before = await books.organisations.ours(tx)
        require_version(seen, before.version if before else 0)
        after = configured(before, fields)
        if after != before:
            await _save(books, before, after, author=author, tx=tx)
        return after

    return await books.transactions.run(work)


async def set_logo(
    books: Books, logo: Logo | None, *, seen: int | None, author: Author
) -> Organisation:
    """The organisation with the logo, or without one."""

    async def work(tx: Transaction) -> Organisation:
        before = await books.organisations.ours(tx)
        if before is None:
            raise NotFoundError(NOT_YET)
        require_version(seen, before.version)
        after = with_logo(before, logo)
        if after is not before:
            await _save(books, before, after, author=author, tx=tx)
            await books.logos.replace(logo, tx)
            tx.publish(logo_event(after, logo))
        return after

    return await books.transactions.run(work)


async def logo(books: Books) -> Logo:
    """The logo; NotFoundError while there is none."""
    found = await books.logos.current()
    if found is None:
        raise NotFoundError("there is no logo yet")
    return found


async def history(books: Books, *, before: UUID | None, limit: int) -> list[Entry]:
    """Who changed what about the organisation, the latest first."""
    return await books.history.of(ORGANISATION_KEY, before=before, limit=limit)


async def _save(
    books: Books,
    before: Organisation | None,
    after: Organisation,
    *,
    author: Author,
    tx: Transaction,
) -> None:
    await books.organisations.save(before, after, tx)
    line = entry(ORGANISATION_KEY, "organisation", before, after, author=author)
    await books.history.append([line], tx)
    tx.publish(OrganisationConfigured(organisation=after))
