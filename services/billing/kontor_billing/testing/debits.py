"""Debits of a real run on their way to the bank, without Kafka."""

from datetime import date
from uuid import UUID

from kontor_contracts.billing.invoice import Invoice

from kontor_billing.model.debit.files import DebitFile
from kontor_billing.testing.issuing import issued
from kontor_billing.testing.records import a_folder, a_party, debit_details
from kontor_billing.testing.seeding import Records
from kontor_billing.usecases.billing import Billing
from kontor_billing.usecases.debit_files import build_next_debit_file
from kontor_billing.usecases.debit_releases import confirm, follow, submit
from kontor_billing.usecases.debit_runs import reserve_debit_files

#: After every collection date that a test makes.
LATER = date(2040, 1, 1)


def debtors(count: int, **changes: object) -> Records:
    """Customers that pay by debit, with a folder each."""
    parties = [a_party(number=f"K-{number:06}", **changes) for number in range(count)]
    return Records(
        parties=parties,
        payments=[debit_details(one.id) for one in parties],
        folders=[a_folder(party_id=one.id) for one in parties],
    )


async def in_file(billing: Billing, records: Records) -> tuple[list[Invoice], DebitFile]:
    """The invoices of a run over October and the one file of their debits."""
    invoices = await issued(billing, records)
    (file,) = await made(billing, invoices[0].run_id)
    return invoices, file


async def made(billing: Billing, run_id: UUID | None) -> list[DebitFile]:
    """What is there to collect of the run."""
    assert run_id  # noqa: S101  # issued by a run
    files = await reserve_debit_files(billing, run_id)
    while await build_next_debit_file(billing):
        pass
    return files


async def submitted(billing: Billing, file: DebitFile) -> None:
    await submit(billing, file.id)
    await followed(billing)


async def settled(billing: Billing, file: DebitFile, *, today: date = LATER) -> None:
    """The bank took the file, and it is `today`."""
    await submit(billing, file.id)
    await confirm(billing, file.id)
    await followed(billing, today)


async def followed(billing: Billing, today: date = LATER) -> None:
    while file := await billing.debit_files.claim_released():
        await follow(billing, file, today)
