"""Deposits as people see them, and begun again by them."""

from dataclasses import dataclass
from uuid import UUID

from kontor_chassis.clock import now
from kontor_chassis.transaction import Transaction
from kontor_contracts.errors import ConflictError, NotFoundError

from kontor_delivery.model.chorus.deposit import Deposit, DepositedInvoice, rejected
from kontor_delivery.model.chorus.states import DepositState
from kontor_delivery.usecases.means import Means


class DepositNotRefusedError(ConflictError):
    """Only what Chorus Pro surely did not take may be deposited again: else it is there twice."""


class NothingRejectedError(ConflictError):
    """Only what Chorus Pro rejected goes into another flow: else it is there twice."""


@dataclass(frozen=True)
class DepositStory:
    deposit: Deposit
    invoices: tuple[DepositedInvoice, ...]


async def list_deposits(
    means: Means, state: DepositState | None, run_id: UUID | None, limit: int
) -> list[Deposit]:
    return await means.store.deposits.page(state, run_id, limit)


async def read_deposit(means: Means, file_id: UUID) -> DepositStory:
    deposit = await means.store.deposits.get(file_id)
    if deposit is None:
        raise NotFoundError("no flow with this id is deposited by API")
    return DepositStory(deposit, await means.store.deposits.invoices(file_id))


async def pack_again(means: Means, file_id: UUID) -> DepositStory:
    """What Chorus Pro rejected is checked anew, and joins the day's flow, under another number."""
    story = await read_deposit(means, file_id)
    gone = rejected(story.deposit, story.invoices)
    if not gone:
        raise NothingRejectedError(f"this flow is {story.deposit.state}, and left nothing behind")

    async def commit(tx: Transaction) -> None:
        if not await means.store.deposits.give_up(story.deposit, gone, tx):
            raise NothingRejectedError("its invoices go into another flow already")
        await means.store.files.take_out([one.id for one in gone], tx)

    await means.transactions.run(commit)
    return await read_deposit(means, file_id)


async def deposit_again(means: Means, file_id: UUID) -> Deposit:
    """The same flow under the same name, once what hindered it is mended."""
    deposit = (await read_deposit(means, file_id)).deposit

    async def commit(tx: Transaction) -> bool:
        due = deposit.with_changes(due_at=now())
        return await means.store.deposits.plan_again(due, tx)

    if not await means.transactions.run(commit):
        raise DepositNotRefusedError(f"this flow is {deposit.state}, not refused")
    return deposit.with_changes(state=DepositState.PLANNED, reason="")
