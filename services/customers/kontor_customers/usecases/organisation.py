"""The own organisation: read, configure."""

from kontor_chassis.transaction import Transaction
from kontor_contracts.customers.organisation import (
    ORGANISATION_KEY,
    Organisation,
    OrganisationConfigured,
)
from kontor_contracts.errors import NotFoundError

from kontor_customers.model.history import Author
from kontor_customers.model.organisation import OrganisationFields, configured
from kontor_customers.model.versions import require_version
from kontor_customers.usecases.books import Books, entry


async def read(books: Books) -> Organisation:
    """The organisation; NotFoundError before anybody has entered it."""
    organisation = await books.organisations.ours()
    if organisation is None:
        raise NotFoundError("the own organisation has not been entered yet")
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
            await books.organisations.save(before, after, tx)
            line = entry(ORGANISATION_KEY, "organisation", before, after, author=author)
            await books.history.append([line], tx)
            tx.publish(OrganisationConfigured(organisation=after))
        return after

    return await books.transactions.run(work)
