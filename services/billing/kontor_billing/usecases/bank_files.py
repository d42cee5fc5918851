"""Files of the bank: each item is taken once, however often and in whatever order files come."""

import asyncio
from collections.abc import Sequence
from time import monotonic
from typing import NamedTuple

from kontor_contracts.billing.collection import ReturnKind

from kontor_billing.gateways.bank_csv import is_csv, read_bank_csv
from kontor_billing.gateways.bank_xml import read_bank_xml
from kontor_billing.model.bank_entries import BankEntry, Return
from kontor_billing.model.incoming import BankFile, FileAnswer, IncomingPayment
from kontor_billing.model.payments import ReceivedPayment, payment_id
from kontor_billing.usecases.billing import Billing
from kontor_billing.usecases.debit_releases import confirm, submit
from kontor_billing.usecases.payments import take_payment
from kontor_billing.usecases.returns import take_return


class Taken(NamedTuple):
    """What became of the returns and payments; `remaining` are those not reached in time."""

    entries: list[BankEntry]
    payments: list[ReceivedPayment]
    remaining: int


async def take_bank_file(billing: Billing, content: bytes) -> Taken:
    """What became of every return and every payment.

    All is read before any is taken: a bad file changes nothing. Each item is its own transaction:
    killed half-way, or out of time, the same file again takes the rest.
    """
    file = await asyncio.to_thread(_read, content)
    answered = [one for answer in file.answers for one in await _answered(billing, answer)]
    until = monotonic() + billing.bank_file_seconds
    entries = await _returns(billing, answered, until)
    payments = await _payments(billing, file.payments, until)
    entries += await _returns(billing, file.returns, until)
    wanted = len(answered) + len(file.payments) + len(file.returns)
    return Taken(entries, payments, wanted - len(entries) - len(payments))


async def _returns(billing: Billing, items: Sequence[Return], until: float) -> list[BankEntry]:
    """Those known already cost no time of their own."""
    known = await billing.bank_entries.by_keys([one.key for one in items])
    found = []
    for one in items:
        if one.key in known:
            found.append(known[one.key])
        elif monotonic() < until:
            found.append(await take_return(billing, one))
    return found


async def _payments(
    billing: Billing, items: Sequence[IncomingPayment], until: float
) -> list[ReceivedPayment]:
    known = await billing.incoming_payments.by_ids([payment_id(one.key) for one in items])
    found = []
    for one in items:
        if payment_id(one.key) in known:
            found.append(known[payment_id(one.key)])
        elif monotonic() < until:
            found.append(await take_payment(billing, one))
    return found


def _read(content: bytes) -> BankFile:
    return read_bank_csv(content) if is_csv(content) else read_bank_xml(content)


async def _answered(billing: Billing, answer: FileAnswer) -> list[Return]:
    """The bank took a file of ours, or refused all that is in it: then each debit comes back."""
    file = await billing.debit_files.of_message(answer.message_id)
    if file is None or not file.sha256:
        return []
    await submit(billing, file.id)
    if answer.accepted:
        await confirm(billing, file.id)
        return []
    debits = await billing.collections.of_file(file.id, answer.block)
    return [
        Return(
            key=f"rejected/{debit.reference}",
            kind=ReturnKind.REJECTED,
            reference=debit.reference,
            amount=debit.amount,
            currency=debit.currency,
            code=answer.code,
            text=answer.text,
        )
        for debit in debits
    ]
