"""Events of GoCardless: kept first, then looked into, each once."""

from datetime import datetime

from kontor_chassis import tracing
from kontor_chassis.clock import now
from kontor_chassis.logs import log
from kontor_chassis.transaction import Transaction
from prometheus_client import Counter

from kontor_delivery.gateways.gocardless import GoCardless
from kontor_delivery.gateways.outcomes import (
    BusyProviderError,
    DeniedAccessError,
    RefusedCallError,
    UnclearOutcomeError,
)
from kontor_delivery.model.gocardless.event import PATIENCE, EventState, ProviderEvent, stands
from kontor_delivery.model.gocardless.payment import ApiPayment
from kontor_delivery.model.gocardless.provider import ProviderPayment
from kontor_delivery.usecases.leasing import renewed
from kontor_delivery.usecases.means import Means
from kontor_delivery.usecases.pausing import after, next_try

BATCH = 20
UNKNOWN = Counter("kontor_gocardless_unknown_states", "States that we do not know", ["resource"])


class NotKnownYetError(Exception):
    """The event is about nothing of ours, so far."""


class ChargedTwiceError(Exception):
    """A file was handed in twice: a second payment for one of its rows."""


class ChangedMeanwhileError(Exception):
    """Somebody else wrote the row between our look and our write."""


class Listening:
    """A worker on events: looks at the payment or mandate, and tells how it stands."""

    def __init__(self, means: Means, provider: GoCardless) -> None:
        self._means = means
        self._provider = provider
        self._queue = means.store.gocardless.events.queue(lease=means.settings.lease)

    async def step(self) -> bool:
        claimed = await self._queue.claim(limit=BATCH)
        async with renewed(self._queue, [one.id for one in claimed]):
            for event in claimed:
                with tracing.continued(event.trace):
                    await self._handle(event)
        return bool(claimed)

    async def _handle(self, event: ProviderEvent) -> None:
        try:
            await (self._payment(event) if event.resource == "payments" else self._mandate(event))
        except (NotKnownYetError, RefusedCallError) as unknown:
            await self._wait_or_drop(event, str(unknown))
        except ChargedTwiceError as twice:
            log.error("gocardless-charged-twice", subject=event.subject, reason=str(twice))
            await self._queue.finish(event.with_state(EventState.UNMATCHED, str(twice)))
        except (BusyProviderError, DeniedAccessError) as halt:
            log.error("gocardless-halted", kind=type(halt).__name__, reason=str(halt))
            until = after(self._means.settings.gocardless_pause)
            await self._queue.postpone(event.id, until=until, reason=str(halt))
        except (UnclearOutcomeError, ChangedMeanwhileError) as passing:
            until = self._next_try(event)
            await self._queue.postpone(event.id, until=until, reason=str(passing))

    def _next_try(self, event: ProviderEvent) -> datetime:
        return next_try(event.attempts, self._means.settings.provider_retry)

    async def _wait_or_drop(self, event: ProviderEvent, reason: str) -> None:
        """It may overtake our own creation; after a day it is taken for somebody else's."""
        if now() - event.recorded_at < PATIENCE:
            await self._queue.postpone(event.id, until=self._next_try(event), reason=reason)
            return
        log.warning("gocardless-event-unmatched", event_id=event.event_id, subject=event.subject)
        await self._queue.finish(event.with_state(EventState.UNMATCHED, reason))

    async def _payment(self, event: ProviderEvent) -> None:
        payments = self._means.store.gocardless.payments
        before = await payments.by_payment_id(event.subject)
        found = await self._provider.payment(event.subject)
        before = before or await self._unanswered(found)
        adopted = before.adopted()
        told = stands(adopted, found, event)
        if found.standing(will_retry=False) == "unknown":
            _alert("payments", found.id, found.state)

        async def commit(tx: Transaction) -> None:
            if not await self._queue.finish(event.with_state(EventState.HANDLED), tx):
                return
            if told is adopted:
                return
            if not await payments.replace(before, told, tx):
                raise ChangedMeanwhileError(before.reference)
            tx.publish(told.changed(now()))

        with tracing.continued(told.trace or tracing.current()):
            await self._means.transactions.run(commit)

    async def _unanswered(self, found: ProviderPayment) -> ApiPayment:
        """The row of a payment by file, or of one whose creation we gave up."""
        payments, collection = self._means.store.gocardless.payments, found.collection_id()
        if collection:
            row = await payments.get(collection)
        else:
            row = await payments.exported(found.reference) if found.reference else None
        if row and row.payment_id and not collection:
            raise ChargedTwiceError(f"{found.reference} has the payment {row.payment_id} already")
        if row is None or not row.awaited or not (collection or row.fits(found)):
            raise NotKnownYetError(f"no collection waits for {found.id}")
        return row

    async def _mandate(self, event: ProviderEvent) -> None:
        store = self._means.store
        owner = await store.replicas.mandate_owner(event.subject)
        if owner is None:
            raise NotKnownYetError(f"no customer has the mandate {event.subject}")
        before = await store.gocardless.mandates.get(event.subject)
        found = await self._provider.mandate(event.subject)
        state = found.known_state()
        if state is None:
            _alert("mandates", found.id, found.state)
        told = before.seen(state, event) if state else before

        async def commit(tx: Transaction) -> None:
            if not await self._queue.finish(event.with_state(EventState.HANDLED), tx):
                return
            if told is before:
                return
            if not await store.gocardless.mandates.replace(before, told, tx):
                raise ChangedMeanwhileError(before.id)
            tx.publish(told.changed(owner, event.cause, now()))

        await self._means.transactions.run(commit)


def _alert(resource: str, subject: str, state: str) -> None:
    UNKNOWN.labels(resource).inc()
    log.error("gocardless-state-unknown", resource=resource, subject=subject, state=state)
