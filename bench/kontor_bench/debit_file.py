"""SEPA files of 10 000 and of 50 000 debits, each in a process of its own for its memory."""

import asyncio
import json
import os
import sys
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple
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

SMALL, LARGE = 10_000, 50_000


class Written(NamedTuple):
    """What a process tells of its file; memory in MB, of which `before` it began."""

    checks: float
    written: float
    before: float
    peak: float
    size: float


async def measure(_place: Place, bar: Bar) -> AsyncIterator[Figure]:
    with TemporaryDirectory() as directory:
        file = Path(directory) / "pain008.xml"
        found: dict[int, Written] = {}
        for count in (SMALL, LARGE):
            bar.step(f"{count} debits")
            found[count] = Written(*await _told_by(__name__, str(count), str(file)))
            for figure in _figures(count, found[count]):
                yield figure
        bar.step("read by xmlschema")
        seconds = await _told_by("kontor_bench.debit_reading", str(LARGE), str(file))
    yield _growth(found[SMALL], found[LARGE])
    yield Figure("debit file, second reader", seconds[0], "s", f"{LARGE} debits read and valid")


def _figures(count: int, one: Written) -> list[Figure]:
    name = f"debit file of {count}"
    size = f"{one.size:.1f} MB, valid by the schema"
    return [
        Figure(f"{name}, checks", one.checks, "s", f"of {count} collections"),
        Figure(f"{name}, written", one.written, "s", size),
        Figure(f"{name}, peak memory", one.peak, "MB", f"{one.before:.0f} MB before"),
    ]


def _growth(small: Written, large: Written) -> Figure:
    seconds = (large.checks + large.written) / (small.checks + small.written)
    memory = (large.peak - large.before) / (small.peak - small.before)
    times = LARGE // SMALL
    note = f"times the seconds for {times} times the debits; {memory:.1f} times the memory"
    return Figure("debit file, growth", seconds, "x", note)


async def _told_by(module: str, *arguments: str) -> list[float]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", module, *arguments, stdout=asyncio.subprocess.PIPE
    )
    output, _ = await process.communicate()
    if process.returncode:
        raise RuntimeError(f"{module} ended with {process.returncode}")
    told: list[float] = json.loads(output)
    return told


def written(count: int, target: Path) -> Written:
    """Decide on `count` collections, and write the file of their debits to `target`."""
    parties = made_up.parties(count)
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
    if file.count != count:
        raise RuntimeError(f"{count - file.count} made-up collections cannot be collected")
    target.write_bytes(content)
    peak = Usage.of(os.getpid()).peak
    return Written(decided - started, ended - decided, before.peak, peak, len(content) / 1e6)


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
    json.dump(written(int(sys.argv[1]), Path(sys.argv[2])), sys.stdout)
