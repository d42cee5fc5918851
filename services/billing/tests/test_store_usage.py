"""Usage from its record to the invoice and its annex, on the real store."""

import asyncio
import csv
from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

import pytest
from httpx import AsyncClient
from kontor_billing.app import Parts
from kontor_billing.model.credit_notes import CreditRequest
from kontor_billing.model.run import Run
from kontor_billing.store.folders import FoldersChangedError
from kontor_billing.testing.issuing import issued, without_kafka
from kontor_billing.testing.records import ISSUED_ON, a_folder, a_line, a_party
from kontor_billing.testing.seeding import Records, store
from kontor_billing.usecases.billing import Billing
from kontor_billing.usecases.chunks import ChunkWriting, bill_next_chunk
from kontor_billing.usecases.credit_notes import issue_credit_note
from kontor_billing.usecases.deciding import context_of, decide_all
from kontor_billing.usecases.runs import begin_waiting_run, start_run
from kontor_chassis.transaction import Transaction
from kontor_contracts.billing.folder import Folder, LineKind
from kontor_contracts.billing.invoice import Invoice
from kontor_contracts.billing.usage import UsageRecorded, UsageTariff, UsageUnit

MINUTES = UsageTariff(kind="calls", unit=UsageUnit.SECONDS, per=60, included=60)


def a_use(folder_id: UUID, usage_id: str = "1", **changes: object) -> UsageRecorded:
    values: dict[str, object] = {
        "usage_id": usage_id,
        "folder_id": folder_id,
        "kind": "calls",
        "quantity": 83,
        "unit": UsageUnit.SECONDS,
        "occurred_at": datetime(2026, 10, 17, 9, tzinfo=UTC),
        "destination": "=1+1",
    }
    return UsageRecorded.model_validate(values | changes)


async def use(billing: Billing, *uses: UsageRecorded) -> None:
    async def work(tx: Transaction) -> None:
        await billing.usage.keep(uses, tx)

    await billing.transactions.run(work)


@pytest.fixture
async def folder(parts: Parts) -> Folder:
    """With a tariff of 0.10 a minute, the first free."""
    party = a_party()
    line = a_line(kind=LineKind.USAGE, unit_price=Decimal("0.1"), tariff=MINUTES)
    made = a_folder(line, party_id=party.id)
    await store(parts.billing, Records(parties=[party], folders=[made]))
    return made


async def annexed(web: AsyncClient, invoice: Invoice) -> list[dict[str, str]]:
    answer = await web.get(f"/invoices/{invoice.id}/usage.csv")
    return list(csv.DictReader(answer.text.splitlines(), delimiter=";"))


async def test_usage_is_billed_once_whatever_comes_again_and_late_usage_by_the_next_run(
    parts: Parts, folder: Folder, quiet_web: AsyncClient
) -> None:
    billing = without_kafka(parts.billing)
    await use(billing, a_use(folder.id, "1", quantity=600), a_use(folder.id, "1", quantity=9))
    (first,) = await issued(billing)
    assert first.totals.net == Decimal("0.90")
    await use(billing, a_use(folder.id, "1"), a_use(folder.id, "2", quantity=60))
    (second,) = await issued(billing, again=True)
    assert second.totals.net == Decimal("0.10"), "the bundle is used up"
    assert await issued(billing, again=True) == []
    (row,) = await annexed(quiet_web, first)
    assert (row["usage_id"], Decimal(row["amount"])) == ("1", Decimal("0.90"))
    assert row["destination"] == "'=1+1"


async def test_usage_after_the_period_waits(parts: Parts, folder: Folder) -> None:
    billing = without_kafka(parts.billing)
    midnight = datetime(2026, 10, 31, 23, tzinfo=UTC)
    await use(billing, a_use(folder.id, quantity=600, occurred_at=midnight))
    assert await issued(billing) == []


async def test_a_whole_credit_note_releases_the_usage_and_keeps_its_annex(
    parts: Parts, folder: Folder, quiet_web: AsyncClient
) -> None:
    billing = without_kafka(parts.billing)
    await use(billing, a_use(folder.id, quantity=600))
    (first,) = await issued(billing)
    await issue_credit_note(billing, first.id, CreditRequest(reason="falsch", release=True), None)
    (second,) = await issued(billing, again=True)
    assert second.totals.net == first.totals.net
    assert await annexed(quiet_web, first) == await annexed(quiet_web, second) != []


async def test_usage_of_an_unknown_folder_is_listed_until_it_is_assigned_or_discarded(
    parts: Parts, folder: Folder, quiet_web: AsyncClient
) -> None:
    billing = without_kafka(parts.billing)
    await use(billing, a_use(UUID(int=1), "1", quantity=600), a_use(UUID(int=1), "2"))
    listed = (await quiet_web.get("/unknown-usage")).json()["items"]
    assert [one["id"] for one in listed] == ["1", "2"]
    body = {"usage_id": "1", "folder_id": str(folder.id)}
    assert (await quiet_web.post("/unknown-usage/assign", json=body)).status_code == 204
    discard = await quiet_web.post("/unknown-usage/discard", json={"usage_id": "2"})
    assert discard.status_code == 204
    assert (await quiet_web.get("/unknown-usage")).json()["items"] == []
    (invoice,) = await issued(billing)
    assert invoice.totals.net == Decimal("0.90")


async def test_usage_that_no_line_charges_is_listed_after_the_run(
    parts: Parts, folder: Folder, quiet_web: AsyncClient
) -> None:
    billing = without_kafka(parts.billing)
    data = {"kind": "data", "unit": UsageUnit.BYTES}
    await use(billing, a_use(folder.id, "1", quantity=600), a_use(folder.id, "2", **data))
    await use(billing, a_use(folder.id, "3", **data, quantity=17))
    await issued(billing)
    asked = {"before": "2026-11-01T00:00:00+01:00"}
    (row,) = (await quiet_web.get("/unbilled-usage", params=asked)).json()["items"]
    assert (row["folder_id"], row["kind"], row["unit"]) == (str(folder.id), "data", "bytes")
    assert (row["records"], row["quantity"]) == (2, 100)
    earlier = {"before": "2026-10-01T00:00:00+02:00"}
    assert (await quiet_web.get("/unbilled-usage", params=earlier)).json()["items"] == []


async def test_the_annex_adds_up_to_the_line_with_its_discount(
    parts: Parts, quiet_web: AsyncClient
) -> None:
    party, billing = a_party(), without_kafka(parts.billing)
    half = {"unit_price": Decimal("0.1"), "discount_percent": Decimal(50)}
    line = a_line(kind=LineKind.USAGE, tariff=MINUTES, **half)
    folder = a_folder(line, party_id=party.id)
    await store(billing, Records(parties=[party], folders=[folder]))
    await use(billing, *(a_use(folder.id, str(number), quantity=100) for number in range(6)))
    (invoice,) = await issued(billing)
    amounts = [Decimal(row["amount"]) for row in await annexed(quiet_web, invoice)]
    assert len(amounts) == 6
    assert sum(amounts) == invoice.totals.net == Decimal("0.45")


async def test_usage_within_its_bundle_alone_is_settled_without_an_invoice(
    parts: Parts, folder: Folder, quiet_web: AsyncClient
) -> None:
    billing = without_kafka(parts.billing)
    await use(billing, a_use(folder.id, "1", quantity=40))
    assert await issued(billing) == []
    asked = {"before": "2026-11-01T00:00:00+01:00"}
    assert (await quiet_web.get("/unbilled-usage", params=asked)).json()["items"] == []
    await use(billing, a_use(folder.id, "2", quantity=80))
    (late,) = await issued(billing, again=True)
    assert late.totals.net == Decimal("0.10"), "40 of the 60 seconds were used up"


async def test_usage_within_its_bundle_stands_on_the_invoice_of_what_else_is_billed(
    parts: Parts, quiet_web: AsyncClient
) -> None:
    party, billing = a_party(), without_kafka(parts.billing)
    used = a_line(kind=LineKind.USAGE, unit_price=Decimal("0.1"), tariff=MINUTES)
    folder = a_folder(a_line(), used, party_id=party.id)
    await store(billing, Records(parties=[party], folders=[folder]))
    await use(billing, a_use(folder.id, "1", quantity=40))
    (invoice,) = await issued(billing)
    assert [str(line.net) for line in invoice.lines()] == ["29.90", "0.00"]
    (row,) = await annexed(quiet_web, invoice)
    assert Decimal(row["amount"]) == 0


async def test_each_destination_has_its_own_price_and_the_longest_beginning_wins(
    parts: Parts, quiet_web: AsyncClient
) -> None:
    party, billing = a_party(), without_kafka(parts.billing)
    prices = {"": "0.03", "+33": "0.1", "+336": "0.2"}
    lines = [
        a_line(kind=LineKind.USAGE, unit_price=Decimal(price), tariff=tariff(beginning))
        for beginning, price in prices.items()
    ]
    folder = a_folder(*lines, party_id=party.id)
    await store(billing, Records(parties=[party], folders=[folder]))
    called = {"1": "+4930123", "2": "+33145", "3": "+33612", "4": "", "5": "(0)30"}
    uses = [a_use(folder.id, key, quantity=60, destination=to) for key, to in called.items()]
    await use(billing, *uses)
    (invoice,) = await issued(billing)
    assert sorted(str(line.net) for line in invoice.lines()) == ["0.09", "0.10", "0.20"]
    amounts = {row["usage_id"]: row["amount"] for row in await annexed(quiet_web, invoice)}
    assert {key: Decimal(amount) for key, amount in amounts.items()} == {
        "1": Decimal("0.03"),
        "2": Decimal("0.1"),
        "3": Decimal("0.2"),
        "4": Decimal("0.03"),
        "5": Decimal("0.03"),
    }


def tariff(beginning: str) -> UsageTariff:
    return MINUTES.model_copy(update={"included": 0, "destination": beginning})


async def decided(billing: Billing, run: Run) -> ChunkWriting:
    """A worker's chunk, read and decided, its transaction yet to come."""
    chunk = await billing.chunks.claim()
    assert chunk
    context = await context_of(billing, run.id, run.period, ISSUED_ON, run.batch)
    decisions = await decide_all(billing, context, chunk.party_ids)
    return ChunkWriting(billing, context, chunk, decisions)


async def begun(billing: Billing, batch: str = "") -> Run:
    run = await start_run(
        billing, "2026-10", issued_on=ISSUED_ON, again=False, once=None, batch=batch
    )
    assert await begin_waiting_run(billing)
    return run


async def test_of_two_runs_that_decide_on_the_same_usage_one_bills_it(
    parts: Parts, folder: Folder, quiet_web: AsyncClient
) -> None:
    billing = without_kafka(parts.billing)
    await quiet_web.put("/batches/A", json={})
    (party,) = (await billing.replicas.parties([folder.party_id])).values()
    grown = party.model_copy(update={"billing_batch": "A", "version": 2})
    await store(billing, Records(parties=[grown]))
    await use(billing, a_use(folder.id, "1", quantity=600))
    writings = [await decided(billing, await begun(billing, batch)) for batch in ("", "A")]
    outcomes = await asyncio.gather(
        *(billing.transactions.run(one.write) for one in writings), return_exceptions=True
    )
    assert [type(one) for one in outcomes].count(FoldersChangedError) == 1
    assert await parts.database["invoices"].count_documents({}) == 1
    assert await parts.database["usage_ratings"].count_documents({}) == 1


async def test_usage_that_comes_between_deciding_and_writing_makes_the_worker_decide_again(
    parts: Parts, folder: Folder
) -> None:
    billing = without_kafka(parts.billing)
    await use(billing, a_use(folder.id, "1", quantity=600))
    run = await begun(billing)
    writing = await decided(billing, run)
    await use(billing, a_use(folder.id, "2", quantity=60))
    with pytest.raises(FoldersChangedError):
        await billing.transactions.run(writing.write)
    await billing.chunks.postpone(writing.chunk, -1, "again")
    assert await bill_next_chunk(billing)
    (fact,) = await billing.invoices.page(run.id, after="", limit=9)
    assert fact.invoice.totals.net == Decimal("1.00")
