"""Addresses that take no mail are marked on their contacts."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from kontor_chassis.transaction import Transaction
from kontor_contracts.delivery.delivery import MailBounced

from kontor_customers.model.bounces import with_bounces
from kontor_customers.model.history import Author
from kontor_customers.usecases.books import Books, save_parties


async def mark_bounces(
    books: Books, facts: Sequence[MailBounced], *, author: Author, tx: Transaction
) -> None:
    """Mark the contacts; those that are gone, or have another address now, need no mark."""
    by_party: dict[UUID, list[MailBounced]] = defaultdict(list)
    for fact in facts:
        by_party[fact.party_id].append(fact)
    known = await books.parties.get_all(by_party, tx)
    steps = [(before, with_bounces(before, by_party[before.id])) for before in known]
    changes = [(before, after) for before, after in steps if after is not before]
    await save_parties(books, changes, author=author, tx=tx)
