"""A SEPA file of 10 000 debits, in a process of its own so that its memory can be told."""

import asyncio
import json
import os
import sys
import time
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import uuid4

from kontor_billing.gateways.pain008 import build
from kontor_billing.model.collections import OpenCollection
from kontor_billing.model.debit.claim import Presenting
from kontor_billing.model.debit.creditor import creditor_of
from kontor_billing.model.debit.files import Reservation, in_file_order, reserved
from kontor_billing.model.debit.presentation import Debit, present
from kontor_contracts.billing.invoice import CollectionWay
from kontor_contracts.customers.party import Party
from kontor_contracts.customers.payment import MandateScheme, PaymentDetails

from kontor_bench import made_up
from kontor_bench.figures import Figure
from kontor_bench.place import Place
from kontor_bench.progress import Bar
from kontor_bench.usage import Usage

DEBITS = 10_000
TODAY = date(2026, 11, 25)


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
    payments = {party.id: made_up.debit_payment(party, n) for n, party in enumerate(parties)}
    collections = [a_collection(party, payments[party.id]) for party in parties]
    before, started = Usage.of(os.getpid()), time.perf_counter()
    creditor = creditor_of(made_up.organisation())
    presented = present(
        Presenting(creditor=creditor, today=TODAY, earliest=date(2026, 11, 27)),
        collections,
        parties={party.id: party for party in parties},
        payments=payments,
    )
    decided = time.perf_counter()
    reservation = Reservation(uuid4(), creditor, datetime(2026, 11, 25, 8, tzinfo=UTC))
    file = reserved(reservation, MandateScheme.CORE, presented, number=1)
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


def a_collection(party: Party, payment: PaymentDetails) -> OpenCollection:
    number = f"2026-{party.number}"
    return OpenCollection(
        id=uuid4(),
        invoice_id=uuid4(),
        invoice_number=number,
        run_id=uuid4(),
        party_id=party.id,
        reference=f"{number}-1-1",
        way=CollectionWay.SEPA_FILE,
        amount=Decimal("35.58"),
        currency="EUR",
        due_on=date(2026, 12, 10),
        mandate_id=payment.mandate_id,
    )


if __name__ == "__main__":
    json.dump(figures(), sys.stdout)
