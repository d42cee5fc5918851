"""Deposits each flow once, though Chorus Pro knows no idempotency, and hears how it goes on.

The intent is stored before the call. Where nobody can say whether the call had its effect, the
flow is looked for there by an invoice of it; only when it has not turned up for some hours, in
which Chorus Pro would have shown it, is it deposited again.
"""

from datetime import datetime, timedelta

from kontor_chassis import tracing
from kontor_chassis.clock import now
from kontor_chassis.logs import log
from kontor_chassis.transaction import Transaction
from prometheus_client import Counter

from kontor_delivery.gateways.chorus_pro import ChorusPro
from kontor_delivery.gateways.outcomes import (
    BusyProviderError,
    DeniedAccessError,
    RefusedCallError,
    UnclearOutcomeError,
)
from kontor_delivery.model.chorus.deposit import (
    STUCK,
    Deposit,
    DepositedInvoice,
    left_behind,
    news,
)
from kontor_delivery.model.chorus.states import FOLLOWED, DepositState, is_known
from kontor_delivery.usecases.leasing import renewed
from kontor_delivery.usecases.means import Means
from kontor_delivery.usecases.pausing import after, next_try

#: Invoices by which a flow is looked for: one may have been left out of it.
LOOKED_FOR = 3
DENIED = timedelta(minutes=5)
UNKNOWN = Counter("kontor_chorus_unknown_states", "States that we do not know", ["about"])


class Depositing:
    """A worker on deposits."""

    def __init__(self, means: Means, chorus: ChorusPro) -> None:
        self._means = means
        self._chorus = chorus
        self._queue = means.store.deposits.queue(lease=means.settings.lease)

    async def step(self) -> bool:
        claimed = await self._queue.claim()
        for deposit in claimed:
            async with renewed(self._queue, [deposit.id]):
                with tracing.continued(deposit.trace):
                    await self._advance(deposit)
        return bool(claimed)

    async def _advance(self, deposit: Deposit) -> None:
        try:
            await self._next(deposit)
        except UnclearOutcomeError as unclear:
            await self._postpone(deposit, self._next_try(deposit), str(unclear))
        except BusyProviderError as busy:
            pause = timedelta(seconds=busy.seconds) if busy.seconds is not None else None
            until = after(pause) if pause else self._next_try(deposit)
            await self._postpone(deposit, until, str(busy))
        except DeniedAccessError as denied:
            log.error("chorus-access-denied", reason=str(denied))
            await self._postpone(deposit, after(DENIED), str(denied))
        except RefusedCallError as refusal:
            await self._postpone(deposit, self._next_try(deposit), str(refusal))

    async def _next(self, deposit: Deposit) -> None:
        if deposit.state is DepositState.PLANNED:
            await self._deposit(deposit)
        elif deposit.state is DepositState.DEPOSITING:
            await self._look_for(deposit)
        elif deposit.state in FOLLOWED:
            await self._follow(deposit)
        else:
            await self._ask_how_it_went(deposit)

    async def _deposit(self, deposit: Deposit) -> None:
        content = await self._means.contents.get(deposit.content)
        intended = deposit.with_changes(state=DepositState.DEPOSITING, intended_at=now())
        if not await self._queue.keep(intended):
            return
        try:
            number = await self._chorus.deposit(deposit.name, deposit.syntax, content)
        except RefusedCallError as refusal:
            refused = deposit.with_changes(state=DepositState.REFUSED, reason=str(refusal))
            await self._settle(refused)
        except (BusyProviderError, DeniedAccessError):
            await self._queue.keep(deposit)
            raise
        else:
            await self._settle(intended.taken(number, self._soon()))

    async def _look_for(self, deposit: Deposit) -> None:
        invoices = await self._means.store.deposits.invoices(deposit.id, LOOKED_FOR)
        number = await self._chorus.find_flow(deposit.name, [one.number for one in invoices])
        if number:
            await self._settle(deposit.taken(number, self._soon()))
        elif self._may_yet_turn_up(deposit):
            reason = "looking whether Chorus Pro has it"
            await self._postpone(deposit, self._next_try(deposit), reason)
        else:
            await self._deposit(deposit)

    def _may_yet_turn_up(self, deposit: Deposit) -> bool:
        begun = deposit.intended_at
        return begun is not None and now() - begun < self._means.settings.chorus_lookup

    async def _ask_how_it_went(self, deposit: Deposit) -> None:
        report = await self._chorus.report(deposit.flow_number)
        told = deposit.reported(report, self._soon())
        if told.state is DepositState.UNKNOWN:
            _alert("flow", deposit.name, report.state)
        invoices = await self._means.store.deposits.invoices(deposit.id)
        await self._settle(
            told,
            news(invoices, left_behind(report)),
            is_news=told.provider_state != deposit.provider_state,
        )

    async def _follow(self, deposit: Deposit) -> None:
        told = await self._chorus.invoices_of(deposit.flow_number)
        invoices = await self._means.store.deposits.invoices(deposit.id)
        changed = news(invoices, told)
        for one in changed:
            if not is_known(one.state):
                _alert("invoice", one.number, one.state)
        standing = {one.id: one for one in (*invoices, *changed)}
        done = all(one.is_last for one in standing.values())
        due_at = now() + self._means.settings.chorus_follow
        state = DepositState.DONE if done else deposit.state
        await self._settle(deposit.with_changes(state=state, due_at=due_at), changed)

    async def _settle(
        self,
        deposit: Deposit,
        changed: tuple[DepositedInvoice, ...] = (),
        *,
        is_news: bool = True,
    ) -> None:
        settled = deposit.with_changes(fine=deposit.attempts)

        async def commit(tx: Transaction) -> bool:
            if not await self._queue.finish(settled, tx):
                return False
            await self._means.store.deposits.save_invoices(changed, tx)
            for one in changed:
                with tracing.continued(one.trace or deposit.trace):
                    tx.publish(one.changed(now()))
            if deposit.state in STUCK and is_news:
                tx.publish(deposit.stuck(now()))
            return True

        if await self._means.transactions.run(commit):
            log.info("flow-advanced", file=deposit.name, state=deposit.state)

    async def _postpone(self, deposit: Deposit, until: datetime, reason: str) -> None:
        await self._queue.postpone(deposit.id, until=until, reason=reason)

    def _next_try(self, deposit: Deposit) -> datetime:
        return next_try(deposit.failures, self._means.settings.provider_retry)

    def _soon(self) -> datetime:
        return now() + self._means.settings.chorus_poll


def _alert(about: str, name: str, state: str) -> None:
    UNKNOWN.labels(about).inc()
    log.error("chorus-state-unknown", about=about, name=name, state=state)
