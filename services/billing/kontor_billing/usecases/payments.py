"""Money that came: each payment is taken once, and pays what it is for."""

from functools import partial
from uuid import UUID

from kontor_chassis.transaction import Transaction
from kontor_contracts.billing.invoice import CollectionWay
from kontor_contracts.errors import NotFoundError

from kontor_billing.model.collections import CollectionState, TrackedCollection
from kontor_billing.model.incoming import IncomingPayment
from kontor_billing.model.payments import (
    Assignment,
    PaymentState,
    ReceivedPayment,
    chosen,
    numbers_in,
    payment_id,
    placed,
    unmatched,
    without_invoice,
    words_of,
)
from kontor_billing.model.receivable import paid
from kontor_billing.usecases.billing import Billing
from kontor_billing.usecases.debit_releases import confirm, settle, submit
from kontor_billing.usecases.receivables import change

WITH_BANK = (CollectionState.IN_FILE, CollectionState.PRESENTED)


async def take_payment(billing: Billing, payment: IncomingPayment) -> ReceivedPayment:
    """What became of the payment; told again it is what it was the first time."""
    if payment.block:
        await _confirm_file_of(billing, payment)
    return await billing.transactions.run(partial(note_payment, billing, payment))


async def note_payment(
    billing: Billing, payment: IncomingPayment, tx: Transaction
) -> ReceivedPayment:
    if known := await billing.incoming_payments.get(payment_id(payment.key), tx):
        return known
    result = await _placed(billing, payment, tx)
    await billing.incoming_payments.add(result, tx)
    if result.state is PaymentState.UNMATCHED:
        tx.publish(result.told_unmatched())
    await _pay(billing, result, tx)
    return result


async def assign(billing: Billing, wanted: UUID, assignment: Assignment) -> ReceivedPayment:
    async def work(tx: Transaction) -> ReceivedPayment:
        before = await _known(billing, wanted, tx)
        ids = [one.invoice_id for one in assignment.invoices]
        invoices = await billing.receivables.by_ids(ids, tx)
        after = before.assigned(chosen(before.payment, assignment, invoices))
        if after is not before:
            await billing.incoming_payments.save(after, tx)
            await _pay(billing, after, tx)
        return after

    return await billing.transactions.run(work)


async def dismiss(billing: Billing, wanted: UUID, reason: str) -> ReceivedPayment:
    async def work(tx: Transaction) -> ReceivedPayment:
        after = (await _known(billing, wanted, tx)).dismissed(reason)
        await billing.incoming_payments.save(after, tx)
        return after

    return await billing.transactions.run(work)


async def page(
    billing: Billing, state: PaymentState | None, *, after: UUID | None, limit: int
) -> list[ReceivedPayment]:
    return await billing.incoming_payments.page(state, after=after, limit=limit)


async def _known(billing: Billing, wanted: UUID, tx: Transaction) -> ReceivedPayment:
    found = await billing.incoming_payments.get(wanted, tx)
    if found is None:
        raise NotFoundError("no such payment")
    return found


async def _pay(billing: Billing, received: ReceivedPayment, tx: Transaction) -> None:
    for one in received.allocations:
        await change(billing, one.invoice_id, partial(paid, amount=one.amount), tx)


async def _placed(billing: Billing, payment: IncomingPayment, tx: Transaction) -> ReceivedPayment:
    organisation = await billing.replicas.organisation()
    own = organisation.iban if organisation else ""
    if payment.account and own and payment.account != own:
        return unmatched(payment, "other-account")
    if payment.problem:
        return unmatched(payment, payment.problem)
    if payment.block:
        return await _of_block(billing, payment)
    words = words_of(payment)
    for word in words:
        debit = await billing.collections.by_reference(word, tx)
        if debit and debit.way is CollectionWay.SEPA_FILE and debit.file_id:
            return await _of_debit(billing, payment, debit, tx)
    named = await billing.receivables.by_numbers(numbers_in(words), tx)
    parties = await billing.replicas.parties_of_iban(payment.iban) if payment.iban else []
    of_iban = await billing.receivables.owing(parties, payment.amount, tx) if parties else []
    return placed(payment, named, of_iban)


async def _of_debit(
    billing: Billing, payment: IncomingPayment, debit: TrackedCollection, tx: Transaction
) -> ReceivedPayment:
    """A debit that is credited by itself: it settles, and its invoice is paid by that."""
    if payment.amount != debit.amount:
        return unmatched(payment, "amount-differs")
    if debit.state in WITH_BANK:
        await settle(billing, [debit], tx)
        return without_invoice(payment, PaymentState.MATCHED, "debit-settled")
    if debit.state is CollectionState.COLLECTED:
        return without_invoice(payment, PaymentState.EVIDENCE, "debit-settled")
    return unmatched(payment, f"debit-{debit.state}")


async def _of_block(billing: Billing, payment: IncomingPayment) -> ReceivedPayment:
    total = await billing.collections.total_of_block(payment.block)
    if total == payment.amount:
        return without_invoice(payment, PaymentState.MATCHED, "debits-settled")
    return unmatched(payment, "sum-differs" if total else "no-such-block")


async def _confirm_file_of(billing: Billing, payment: IncomingPayment) -> None:
    """The bank has credited a block: it took the file. Workers settle the debits."""
    if await billing.collections.total_of_block(payment.block) != payment.amount:
        return
    file = await billing.debit_files.of_message(payment.block.rpartition("-")[0])
    if file and not file.confirmed_at:
        await submit(billing, file.id)
        await confirm(billing, file.id)
