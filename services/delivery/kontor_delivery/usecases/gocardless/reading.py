"""Collections by API as people see them, and started again by them."""

from uuid import UUID

from kontor_chassis.clock import now
from kontor_chassis.transaction import Transaction
from kontor_contracts.errors import ConflictError, NotFoundError, StaleVersionError

from kontor_delivery.model.gocardless.event import ProviderEvent
from kontor_delivery.model.gocardless.listing import PaymentFilter
from kontor_delivery.model.gocardless.payment import ApiPayment
from kontor_delivery.usecases.means import Means


class CollectionNotRefusedError(ConflictError):
    """Only what was surely not created may be asked for again: else it could be charged twice."""


async def list_payments(means: Means, asked: PaymentFilter) -> list[ApiPayment]:
    return await means.store.gocardless.payments.page(asked)


async def list_unmatched(means: Means, limit: int) -> list[ProviderEvent]:
    return await means.store.gocardless.events.unmatched(limit)


async def read_payment(means: Means, collection_id: UUID) -> ApiPayment:
    found = await means.store.gocardless.payments.get(collection_id)
    if found is None:
        raise NotFoundError("no collection by API has this id (yet)")
    return found


async def ask_again(means: Means, collection_id: UUID) -> ApiPayment:
    """Collect what was refused, once its reason is mended, or see what became of an open call."""
    before = await read_payment(means, collection_id)
    again = before.again(now())
    if again is None:
        raise CollectionNotRefusedError(f"this collection is {before.state}, not refused")

    async def commit(tx: Transaction) -> None:
        if not await means.store.gocardless.payments.replace(before, again, tx):
            raise StaleVersionError("it has changed meanwhile", current_version=before.version)

    await means.transactions.run(commit)
    return again
