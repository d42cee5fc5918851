"""Mandates as others tell of them: GoCardless of those it keeps, the bank by its collections."""

from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import TypeVar
from uuid import UUID

from kontor_chassis.transaction import Transaction
from kontor_contracts.billing.collection import CollectionEvent
from kontor_contracts.customers.payment import PaymentDetails
from kontor_contracts.delivery.gocardless import GocardlessMandateChanged

from kontor_customers.model.history import Author
from kontor_customers.model.mandates import after_collection
from kontor_customers.model.payment import with_gocardless_state
from kontor_customers.usecases.books import Books, save_payments

TellingT = TypeVar("TellingT")
#: Whose details an event is about.
Whose = Callable[[TellingT], UUID]


async def keep_mandate_states(
    books: Books, events: Sequence[GocardlessMandateChanged], *, author: Author, tx: Transaction
) -> None:
    """Take over GoCardless' last word on each mandate that its party still has."""
    changes = await _told(books, events, _by_gocardless, tx, whose=attrgetter("party_id"))
    await save_payments(books, changes, author=author, tx=tx)


async def follow_collections(
    books: Books, events: Sequence[CollectionEvent], *, author: Author, tx: Transaction
) -> None:
    """Mandates count from their last collection, and are what the bank's answers make of them."""
    changes = await _told(books, events, after_collection, tx, whose=attrgetter("debtor_id"))
    await save_payments(books, changes, author=author, tx=tx)


async def _told(
    books: Books,
    events: Sequence[TellingT],
    after: Callable[[PaymentDetails, TellingT], PaymentDetails],
    tx: Transaction,
    *,
    whose: Whose[TellingT],
) -> list[tuple[PaymentDetails, PaymentDetails]]:
    """The details that the events change, one version further."""
    known = await books.payments.of_all(set(map(whose, events)), tx)
    latest = dict(known)
    for event in events:
        if (debtor := whose(event)) in latest:
            latest[debtor] = after(latest[debtor], event)
    return [
        (before, latest[party_id].model_copy(update={"version": before.version + 1}))
        for party_id, before in known.items()
        if latest[party_id] != before
    ]


def _by_gocardless(payment: PaymentDetails, event: GocardlessMandateChanged) -> PaymentDetails:
    return with_gocardless_state(
        payment, event.mandate_id, event.state, replaced_by=event.replaced_by
    )
