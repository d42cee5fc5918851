"""Asks GoCardless for each collection once, whatever happens in between.

Key and body are stored before the first call. Until an answer is stored, only the same call with
the same key is made; when the key may be forgotten, the payment is looked for first.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from kontor_chassis import tracing
from kontor_chassis.clock import now
from kontor_chassis.logs import log
from kontor_chassis.transaction import Transaction
from kontor_contracts.customers.payment import PaymentDetails

from kontor_delivery.gateways.gocardless import GoCardless
from kontor_delivery.gateways.outcomes import (
    BusyProviderError,
    DeniedAccessError,
    RefusedCallError,
    UnclearOutcomeError,
)
from kontor_delivery.model.gocardless.payment import OUTCOME_UNKNOWN, ApiPayment, PaymentState
from kontor_delivery.model.gocardless.provider import PaymentRequest, ProviderPayment
from kontor_delivery.model.mandate import (
    Exclusion,
    awaits_one,
    mandate_exclusion,
    mandate_of,
    state_exclusion,
)
from kontor_delivery.usecases.exports import PAUSE
from kontor_delivery.usecases.leasing import renewed
from kontor_delivery.usecases.means import Means
from kontor_delivery.usecases.pausing import after, next_try

BATCH = 10
#: By so much at most, ours and theirs.
CLOCKS_DIFFER = timedelta(hours=1)


class Collecting:
    """A worker on payments that are not created yet."""

    def __init__(self, means: Means, provider: GoCardless) -> None:
        self._means = means
        self._provider = provider
        self._queue = means.store.gocardless.payments.queue(lease=means.settings.lease)

    async def step(self) -> bool:
        claimed = await self._queue.claim(limit=BATCH)
        async with renewed(self._queue, [one.id for one in claimed]):
            for position, payment in enumerate(claimed):
                with tracing.continued(payment.trace):
                    halted = await self._collect(payment)
                if halted:
                    await self._give_back(claimed[position:], halted)
                    break
        return bool(claimed)

    async def _collect(self, payment: ApiPayment) -> str:
        """Why GoCardless takes no calls at all for now; empty when it does."""
        try:
            await self._attempt(payment)
        except UnclearOutcomeError as unclear:
            await self._leave_open(payment, str(unclear))
        except (BusyProviderError, DeniedAccessError) as halt:
            log.error("gocardless-halted", kind=type(halt).__name__, reason=str(halt))
            return str(halt)
        return ""

    async def _attempt(self, payment: ApiPayment) -> None:
        try:
            if payment.state is PaymentState.REQUESTED:
                await self._ask_again(payment)
            else:
                await self._ask_first(payment)
        except RefusedCallError as refusal:
            await self._settle(payment.refused(refusal.code, str(refusal)))

    async def _ask_first(self, payment: ApiPayment) -> None:
        details = await self._means.store.replicas.payment(payment.debtor_id)
        if self._awaits_mandate(payment, details):
            await self._postpone(payment, now() + PAUSE, "the mandate has not reached us yet")
            return
        mandate = mandate_of(payment.mandate_id, details)
        excluded = _not_positive(payment) or mandate_exclusion(mandate, payment.reference)
        if excluded or mandate is None:
            await self._refuse(payment, excluded)
            return
        there = await self._provider.mandate(mandate.reference)
        if excluded := state_exclusion(payment.reference, there.id, there.state):
            await self._refuse(payment, excluded)
            return
        requested = payment.requested(mandate.id, there, now())
        if await self._queue.keep(requested):
            await self._create(requested)

    def _awaits_mandate(self, payment: ApiPayment, details: PaymentDetails | None) -> bool:
        patience = self._means.settings.mandate_patience
        patient = now() - payment.recorded_at < patience
        return patient and awaits_one(payment.mandate_id, details)

    async def _ask_again(self, payment: ApiPayment) -> None:
        """Of an earlier call nobody knows what became: it may have made the payment."""
        if payment.key_is_old(now()) and (found := await self._found(payment)):
            await self._settle(payment.created(found))
        else:
            await self._create(payment)

    async def _create(self, payment: ApiPayment) -> None:
        request = _request_of(payment)
        try:
            made = await self._provider.create_payment(request, key=payment.key)
        except RefusedCallError as refusal:
            found = await self._found(payment)
            refused = payment.refused(refusal.code, str(refusal))
            await self._settle(payment.created(found) if found else refused)
            return
        if made.fits(request):
            await self._settle(payment.created(made))
        else:
            reason = f"another payment, {made.id}, was made under our key; compare the two"
            await self._settle(payment.unclear("key-used-otherwise", reason))

    async def _found(self, payment: ApiPayment) -> ProviderPayment | None:
        """A look that is refused says nothing of the payment: the outcome stays open."""
        since = (payment.asked_at or payment.recorded_at) - CLOCKS_DIFFER
        try:
            return await self._provider.find_payment(_request_of(payment), since=since)
        except RefusedCallError as refusal:
            raise UnclearOutcomeError(f"cannot look for the payment: {refusal}") from refusal

    async def _leave_open(self, payment: ApiPayment, reason: str) -> None:
        """The same again later; after a day without an answer it is for a person to look."""
        if payment.state is PaymentState.REQUESTED and payment.key_is_old(now()):
            words = f"GoCardless has not answered for a day; look there first: {reason}"
            await self._settle(payment.unclear(OUTCOME_UNKNOWN, words))
        else:
            until = next_try(payment.failures, self._means.settings.provider_retry)
            await self._postpone(payment, until, reason)

    async def _refuse(self, payment: ApiPayment, excluded: Exclusion | None) -> None:
        if excluded:
            await self._settle(payment.refused(excluded.code, excluded.reason))

    async def _settle(self, payment: ApiPayment) -> None:
        async def commit(tx: Transaction) -> bool:
            if not await self._queue.finish(payment, tx):
                return False
            tx.publish(payment.changed(now()))
            return True

        if await self._means.transactions.run(commit):
            log.info("gocardless-asked", invoice=payment.invoice_number, state=payment.state)

    async def _give_back(self, payments: Sequence[ApiPayment], reason: str) -> None:
        until = after(self._means.settings.gocardless_pause)
        for one in payments:
            await self._postpone(one, until, reason)

    async def _postpone(self, payment: ApiPayment, until: datetime, reason: str) -> None:
        await self._queue.postpone(payment.id, until=until, reason=reason)


def _request_of(payment: ApiPayment) -> PaymentRequest:
    assert payment.request is not None  # noqa: S101  # stored before the first call
    return payment.request


def _not_positive(payment: ApiPayment) -> Exclusion | None:
    if payment.amount > 0:
        return None
    reason = f"{payment.reference}: {payment.amount} cannot be collected"
    return Exclusion(code="amount-not-positive", reason=reason)
