"""Files of the bank: each item is taken once, however often and in whatever order files come."""

import asyncio

from kontor_contracts.billing.collection import ReturnKind

from kontor_billing.gateways.bank_csv import is_csv, read_bank_csv
from kontor_billing.gateways.bank_xml import read_bank_xml
from kontor_billing.model.bank_entries import BankEntry, Return
from kontor_billing.model.incoming import BankFile, FileAnswer
from kontor_billing.model.payments import ReceivedPayment
from kontor_billing.usecases.billing import Billing
from kontor_billing.usecases.debit_releases import confirm, submit
from kontor_billing.usecases.payments import take_payment
from kontor_billing.usecases.returns import take_return


async def take_bank_file(
    billing: Billing, content: bytes
) -> tuple[list[BankEntry], list[ReceivedPayment]]:
    """What became of every return and every payment.

    All is read before any is taken: a bad file changes nothing. Each item is its own transaction:
    killed half-way, the same file again takes the rest.
    """
    file = await asyncio.to_thread(_read, content)
    returns = [one for answer in file.answers for one in await _take_answer(billing, answer)]
    payments = [await take_payment(billing, one) for one in file.payments]
    returns += [await take_return(billing, one) for one in file.returns]
    return returns, payments


def _read(content: bytes) -> BankFile:
    return read_bank_csv(content) if is_csv(content) else read_bank_xml(content)


async def _take_answer(billing: Billing, answer: FileAnswer) -> list[BankEntry]:
    """The bank took a file of ours, or refused all that is in it."""
    file = await billing.debit_files.of_message(answer.message_id)
    if file is None or not file.sha256:
        return []
    await submit(billing, file.id)
    if answer.accepted:
        await confirm(billing, file.id)
        return []
    debits = await billing.collections.of_file(file.id, answer.block)
    return [
        await take_return(
            billing,
            Return(
                key=f"rejected/{debit.reference}",
                kind=ReturnKind.REJECTED,
                reference=debit.reference,
                amount=debit.amount,
                currency=debit.currency,
                code=answer.code,
                text=answer.text,
            ),
        )
        for debit in debits
    ]
