"""Who has lost the lease of a deposit or a payment saves nothing, and says nothing of it."""

from collections.abc import AsyncIterator, Callable, Iterator
from uuid import UUID, uuid4

import pytest
from kontor_chassis.clock import now
from kontor_chassis.mongo import Client, Collection
from kontor_contracts.customers.organisation import ChorusSyntax
from kontor_delivery.app import Parts, parts_of
from kontor_delivery.gateways.chorus_pro import ChorusPro
from kontor_delivery.gateways.gocardless import GoCardless
from kontor_delivery.model.chorus.deposit import Deposit, DepositedInvoice
from kontor_delivery.model.chorus.states import DepositState
from kontor_delivery.model.gocardless.payment import PaymentState, payments_of
from kontor_delivery.settings import DeliverySettings
from kontor_delivery.testing.facts import a_fact, a_recipient, an_api_collection
from kontor_delivery.usecases.chorus import depositing
from kontor_delivery.usecases.gocardless import collecting
from structlog.testing import CapturingLogger


@pytest.fixture
def parts(settings_for: Callable[..., DeliverySettings], client: Client) -> Parts:
    return parts_of(settings_for(DeliverySettings, gocardless_token="made-up"), client)


@pytest.fixture
async def chorus(parts: Parts) -> AsyncIterator[ChorusPro]:
    made = ChorusPro(parts.settings)
    yield made
    await made.close()


@pytest.fixture
def provider(parts: Parts) -> Iterator[GoCardless]:
    made = GoCardless(parts.settings)
    yield made
    made.close()


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> CapturingLogger:
    logger = CapturingLogger()
    monkeypatch.setattr(depositing, "log", logger)
    monkeypatch.setattr(collecting, "log", logger)
    return logger


async def owned(rows: Collection, row_id: UUID, owner: str) -> None:
    await rows.update_one({"_id": row_id}, {"$set": {"lease_owner": owner}})


async def test_a_deposit_is_told_to_have_advanced_by_the_worker_that_saved_it(
    parts: Parts, chorus: ChorusPro, said: CapturingLogger
) -> None:
    deposit = Deposit(
        id=uuid4(),
        name="FSO1106A_1",
        syntax=ChorusSyntax.UBL,
        run_id=None,
        count=1,
        content="1",
        due_at=now(),
    )
    member = DepositedInvoice(
        id=uuid4(), deposit_id=deposit.id, number="2026-000001", party_id=uuid4()
    )
    store, rows = parts.means.store.deposits, parts.database["chorus_deposits"]
    await parts.means.transactions.run(lambda tx: store.plan(deposit, [member], tx))
    worker = depositing.Depositing(parts.means, chorus)
    (claimed,) = await worker._queue.claim()
    for owner, advanced in (("another", []), (worker._queue._jobs.owner, ["flow-advanced"])):
        await owned(rows, deposit.id, owner)
        await worker._settle(claimed.taken("42", now()))
        assert [one.args[0] for one in said.calls] == advanced
        found = await store.get(deposit.id)
        assert found
        assert (found.state is DepositState.DEPOSITED) == bool(advanced)


async def test_a_payment_is_told_to_be_asked_for_by_the_worker_that_saved_it(
    parts: Parts, provider: GoCardless, said: CapturingLogger
) -> None:
    fact = a_fact(a_recipient(), collections=(an_api_collection(None),))
    (payment,) = payments_of(fact, now())
    store, rows = parts.means.store.gocardless.payments, parts.database["gocardless_payments"]
    await parts.means.transactions.run(lambda tx: store.record([payment], tx))
    worker = collecting.Collecting(parts.means, provider)
    (claimed,) = await worker._queue.claim()
    for owner, asked in (("another", []), (worker._queue._jobs.owner, ["gocardless-asked"])):
        await owned(rows, payment.id, owner)
        await worker._settle(claimed.refused("mandate-missing", "none"))
        assert [one.args[0] for one in said.calls] == asked
        found = await store.get(payment.id)
        assert found
        assert (found.state is PaymentState.REFUSED) == bool(asked)
