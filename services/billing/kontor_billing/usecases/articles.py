"""The price list as people keep it, and what lines take from it."""

from collections.abc import Iterable
from uuid import UUID

from kontor_chassis.transaction import Transaction
from kontor_contracts.errors import NotFoundError, StaleVersionError

from kontor_billing.model.articles import (
    Article,
    ArticleFields,
    Listed,
    PriceList,
    article_set,
)
from kontor_billing.usecases.billing import Billing


async def put_article(
    billing: Billing, number: str, fields: ArticleFields, *, seen: int | None
) -> Article:
    """The article as it is to be; lines keep what they have taken from it."""

    async def work(tx: Transaction) -> Article:
        before = (await billing.articles.by_number([number], tx)).get(number)
        after = article_set(number, before, fields)
        current = before.version if before else 0
        if after is not before and seen not in {None, current}:
            raise StaleVersionError("the article was changed meanwhile", current_version=current)
        if after is not before:
            await billing.articles.put(after, tx)
        return after

    return await billing.transactions.run(work)


async def article(billing: Billing, number: str) -> Article:
    found = (await billing.articles.by_number([number])).get(number)
    if found is None:
        raise NotFoundError("no such article")
    return found


async def articles(billing: Billing, *, after: str, limit: int) -> list[Article]:
    return await billing.articles.page(after=after, limit=limit)


async def articles_of(billing: Billing, lines: Iterable[Listed]) -> dict[str, Article]:
    """Those that the lines name and that are on the list."""
    numbers = {line.article for line in lines} - {""}
    return await billing.articles.by_number(numbers) if numbers else {}


async def prices_for(billing: Billing, party_id: UUID, lines: Iterable[Listed]) -> PriceList:
    """What lines of the party's folders may take over, in the party's language."""
    party = await billing.replicas.party(party_id)
    found = await articles_of(billing, lines)
    return PriceList(found, party.language) if party else PriceList(found)
