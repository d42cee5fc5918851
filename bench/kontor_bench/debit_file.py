"""A SEPA file of 10 000 debits, in a process of its own so that its memory can be told."""

import asyncio
import json
import os
import sys
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from uuid import uuid4

from kontor_billing.gateways.pain008 import build
from kontor_billing.model.collections import OpenCollection
from kontor_billing.model.debit.claim import Known
from kontor_billing.model.debit.files import Contents, Reservation, in_file_order, reserved
from kontor_billing.model.debit.presentation import Debit, present
from kontor_billing.testing.records import (
    IBAN,
    a_collection,
    a_mandate,
    a_presenting,
    debit_details,
)
from kontor_contracts.customers.party import Party
from kontor_contracts.customers.payment import BankAccount, MandateScheme, PaymentDetails
from kontor_local.sample import identities

from kontor_bench import made_up
from kontor_bench.figures import Figure
from kontor_bench.place import Place
from kontor_bench.progress import Bar
from kontor_bench.usage import Usage

DEBITS = 10_000


async def measure(_place: Place, bar: Bar) -> AsyncIterator[Figure]:
    bar.step(f"{DEBITS} debits")
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", __name__, stdout=asyncio.subprocess.PIPE
    )
    output, _ = await process.communicate()
    for row in json.loads(output):
        yield Figure(*row)


def figures() -> list[Figure]:
    parties = made_up.parties(DEBITS)
    payments = [paid_by_debit(party, number) for number, party in enumerate(parties)]
    collections = [collected(payment, number) for number, payment in enumerate(payments)]
    before, started = Usage.of(os.getpid()), time.perf_counter()
    presenting = a_presenting()
    known = Known(
        parties={party.id: party for party in parties},
        payments={payment.party_id: payment for payment in payments},
    )
    presented = present(presenting, collections, known)
    decided = time.perf_counter()
    moment = datetime(2026, 11, 25, 8, tzinfo=UTC)
    reservation = Reservation(uuid4(), presenting.creditor, moment, uuid4())
    file = reserved(reservation, MandateScheme.CORE, Contents().plus(presented), number=1)
    debits = [one.outcome for one in presented if isinstance(one.outcome, Debit)]
    content = build(file, in_file_order(debits))
    ended = time.perf_counter()
    if file.count != DEBITS:
        raise RuntimeError(f"{DEBITS - file.count} made-up collections cannot be collected")
    peak = Usage.of(os.getpid()).peak
    size = f"{len(content) / 1e6:.1f} MB, valid by the schema"
    return [
        Figure("debit file, checks", decided - started, "s", f"of {DEBITS} collections"),
        Figure("debit file, written", ended - decided, "s", size),
        Figure("debit file, peak memory", peak, "MB", f"{before.peak:.0f} MB before"),
    ]


def paid_by_debit(party: Party, number: int) -> PaymentDetails:
    """From an account and by a mandate of the party's own."""
    mandate = a_mandate()
    iban = identities.iban(IBAN, number)
    account = BankAccount(id=mandate.account_id, iban=iban, holder=party.name)
    return debit_details(party.id, [mandate], accounts=(account,))


def collected(payment: PaymentDetails, number: int) -> OpenCollection:
    return a_collection(
        party_id=payment.party_id,
        reference=f"{made_up.invoice_number(number)}-1-1",
        mandate_id=payment.mandate_id,
    )


if __name__ == "__main__":
    json.dump(figures(), sys.stdout)
