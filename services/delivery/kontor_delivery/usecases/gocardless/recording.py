"""Collections of way `gocardless-api` come about."""

from collections.abc import Sequence

from kontor_chassis.clock import now
from kontor_chassis.transaction import Transaction
from kontor_contracts.billing.invoice import InvoiceGenerated

from kontor_delivery.model.gocardless.payment import payments_of
from kontor_delivery.usecases.means import Means


async def record_payments(means: Means, facts: Sequence[InvoiceGenerated], tx: Transaction) -> None:
    payments = [one for fact in facts for one in payments_of(fact, now())]
    await means.store.gocardless.payments.record(payments, tx)
