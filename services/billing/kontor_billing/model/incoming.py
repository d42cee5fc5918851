"""What a bank's file holds: returns, money that came, and answers to files of ours."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from hashlib import sha256

from kontor_contracts.billing.incoming import PaymentReceived
from kontor_contracts.values import Amount, Value

from kontor_billing.model.bank_entries import Return


class IncomingPayment(Value):
    """A transfer or another credit, as the bank or another system tells it."""

    #: The same for the same money in every file that tells of it.
    key: str
    amount: Amount
    currency: str
    booked_on: date | None = None
    references: tuple[str, ...] = ()
    text: str = ""
    payer: str = ""
    iban: str = ""
    #: IBAN of the own account.
    account: str = ""
    #: `PmtInfId` of debits that were credited in one sum.
    block: str = ""
    #: Why nobody may guess what it is for.
    problem: str = ""


def incoming_of(event: PaymentReceived) -> IncomingPayment:
    return IncomingPayment(
        key=f"inbound/{event.payment_id}",
        amount=event.amount,
        currency=event.currency,
        booked_on=event.received_on,
        references=(event.reference,) if event.reference else (),
        payer=event.payer,
        iban=event.iban,
    )


class FileAnswer(Value):
    """The bank's word on a debit file, or a block of it."""

    message_id: str
    block: str = ""
    accepted: bool
    code: str = ""
    text: str = ""


Item = Return | IncomingPayment | FileAnswer


class BankFile(Value):
    returns: tuple[Return, ...] = ()
    payments: tuple[IncomingPayment, ...] = ()
    answers: tuple[FileAnswer, ...] = ()


def bank_file(items: Iterable[Item]) -> BankFile:
    found = list(items)
    return BankFile(
        returns=tuple(one for one in found if isinstance(one, Return)),
        payments=keyed(one for one in found if isinstance(one, IncomingPayment)),
        answers=tuple(one for one in found if isinstance(one, FileAnswer)),
    )


def keyed(payments: Iterable[IncomingPayment]) -> tuple[IncomingPayment, ...]:
    """Without a reference of the bank's, equal payments of one file are told by their number.

    The same file again, or another that holds the same day, counts them alike.
    """
    seen: Counter[str] = Counter()
    found = []
    for one in payments:
        digest = sha256(one.model_dump_json(exclude={"block", "problem"}).encode()).hexdigest()
        seen[digest] += 1
        key = one.key or f"payment/{digest}/{seen[digest]}"
        found.append(one.model_copy(update={"key": key}))
    return tuple(found)
