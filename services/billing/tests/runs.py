"""Runs of made-up customers, worked off by the test itself."""

from kontor_billing.model.run import Run
from kontor_billing.testing.records import ISSUED_ON, a_folder, a_party
from kontor_billing.testing.seeding import Records
from kontor_billing.usecases.billing import Billing
from kontor_billing.usecases.chunks import bill_next_chunk
from kontor_billing.usecases.runs import begin_waiting_run, start_run
from kontor_chassis.mongo import Database
from kontor_contracts.billing.invoice import InvoiceGenerated


def customers(count: int, **changes: object) -> Records:
    parties = [a_party(number=f"K-{number:06}", **changes) for number in range(count)]
    return Records(parties=parties, folders=[a_folder(party_id=one.id) for one in parties])


async def begun(billing: Billing, *, again: bool = False) -> Run:
    run = await start_run(billing, "2026-10", issued_on=ISSUED_ON, again=again, once=None)
    assert await begin_waiting_run(billing)
    found = await billing.runs.get(run.id)
    assert found
    return found


async def all_chunks(billing: Billing) -> None:
    while await bill_next_chunk(billing):
        pass


async def billed(billing: Billing, *, again: bool = False) -> Run:
    run = await begun(billing, again=again)
    await all_chunks(billing)
    found = await billing.runs.get(run.id)
    assert found
    return found


async def invoices(billing: Billing, run: Run) -> list[InvoiceGenerated]:
    return await billing.invoices.page(run.id, after="", limit=10_000)


async def numbers(database: Database) -> list[str]:
    return [row["number"] async for row in database["invoices"].find().sort("number")]
