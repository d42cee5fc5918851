"""Mandates at GoCardless, as GoCardless itself has them."""

from collections.abc import Sequence

from kontor_chassis.transaction import Transaction
from kontor_contracts.customers.payment import PaymentDetails
from kontor_contracts.delivery.gocardless import GocardlessMandateChanged

from kontor_customers.model.history import Author
from kontor_customers.model.payment import with_gocardless_state
from kontor_customers.usecases.books import Books, save_payments


async def keep_mandate_states(
    books: Books, events: Sequence[GocardlessMandateChanged], *, author: Author, tx: Transaction
) -> None:
    """Take over the last word on each mandate that its party still has."""
    known = await books.payments.of_all({one.party_id for one in events}, tx)
    after = dict(known)
    for event in events:
        if event.party_id in after:
            after[event.party_id] = _told(after[event.party_id], event)
    changes = [
        (before, after[party_id].model_copy(update={"version": before.version + 1}))
        for party_id, before in known.items()
        if after[party_id] != before
    ]
    if changes:
        await save_payments(books, changes, author=author, tx=tx)


def _told(payment: PaymentDetails, event: GocardlessMandateChanged) -> PaymentDetails:
    return with_gocardless_state(
        payment, event.mandate_id, event.state, replaced_by=event.replaced_by
    )
