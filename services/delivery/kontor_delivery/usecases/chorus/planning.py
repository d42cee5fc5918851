"""A flow that closes is to be deposited, where that is wanted."""

from collections.abc import Sequence

from kontor_chassis.clock import now
from kontor_chassis.transaction import Transaction

from kontor_delivery.model.chorus.deposit import Deposit, DepositedInvoice
from kontor_delivery.model.delivery import Delivery
from kontor_delivery.model.files import DeliveryFile
from kontor_delivery.usecases.means import Means


async def plan_deposit(
    means: Means, file: DeliveryFile, members: Sequence[Delivery], tx: Transaction
) -> None:
    if means.settings.chorus_deposit == "api":
        invoices = [DepositedInvoice.of(one, file.id) for one in members]
        await means.store.deposits.plan(Deposit.of(file, now()), invoices, tx)
