"""Payments of files that GoCardless should have told of by now: maybe nobody handed them in."""

from kontor_chassis import tracing
from kontor_chassis.clock import now
from kontor_chassis.transaction import Transaction

from kontor_delivery.model.gocardless.payment import ApiPayment
from kontor_delivery.usecases.means import Means

BATCH = 50


class Unseen:
    """A worker on rows of files, each due some working days after its file was closed.

    Nothing is exported again by itself: a file that was handed in twice is charged twice.
    """

    def __init__(self, means: Means) -> None:
        self._means = means
        self._queue = means.store.gocardless.payments.unseen(lease=means.settings.lease)

    async def step(self) -> bool:
        claimed = await self._queue.claim(limit=BATCH)
        for payment in claimed:
            with tracing.continued(payment.trace):
                await self._tell(payment)
        return bool(claimed)

    async def _tell(self, payment: ApiPayment) -> None:
        unseen = payment.unseen()

        async def commit(tx: Transaction) -> None:
            if await self._queue.finish(unseen, tx):
                tx.publish(unseen.changed(now()))

        await self._means.transactions.run(commit)
