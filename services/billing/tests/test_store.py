"""Runs on a real database: what they issue, and again; numbers, activation."""

import asyncio
from decimal import Decimal
from uuid import uuid4

import pytest
from kontor_billing.app import Parts
from kontor_billing.model.folder_life import activated
from kontor_billing.model.preview import Preview
from kontor_billing.model.run import Asking, RunNotCompletedError, RunState
from kontor_billing.testing.issuing import without_kafka
from kontor_billing.testing.records import ISSUED_ON, a_folder, a_line, a_party
from kontor_billing.testing.seeding import Records, store
from kontor_billing.usecases.billing import Billing
from kontor_billing.usecases.chunks import bill_next_chunk
from kontor_billing.usecases.folder_changes import activate_folder
from kontor_billing.usecases.previews import preview_run
from kontor_billing.usecases.runs import begin_waiting_run, start_run
from kontor_contracts.billing.folder import FolderState, LineKind
from kontor_contracts.customers.party import DeliveryMethod, DeliveryPreference, Party

from .runs import all_chunks, begun, billed, customers, invoices, numbers


@pytest.fixture
def billing(parts: Parts) -> Billing:
    """Without Kafka: the replica is whatever the test has stored."""
    return without_kafka(parts.billing)


async def previewed(
    billing: Billing, month: str = "2026-10", *, batch: str = "", limit: int = 500, after: str = ""
) -> Preview:
    asking = Asking(month, batch, ISSUED_ON)
    preview, _ = await preview_run(
        billing, asking, notable_percent=Decimal(20), after=after, limit=limit
    )
    return preview


async def test_a_run_issues_numbers_stores_and_publishes_each_invoice_once(
    billing: Billing, parts: Parts
) -> None:
    await store(billing, customers(7))
    run = await billed(billing)
    assert run.state is RunState.COMPLETED
    assert run.totals
    assert (run.totals.invoices, run.totals.left_out, run.chunks) == (7, 0, 3)
    assert run.totals.per_method == {DeliveryMethod.EMAIL_ATTACHMENT: 7}
    assert (run.totals.net, run.totals.gross) == (Decimal("209.30"), Decimal("249.06"))
    assert await numbers(parts.database) == [f"2026-{number:06}" for number in range(1, 8)]
    rows = [row async for row in parts.database["outbox"].find({"type": "invoice-generated"})]
    bodies = {row["_id"]: row["body"] async for row in parts.database["invoices"].find()}
    assert {bytes(row["body"]) for row in rows} == set(bodies.values())
    assert await parts.database["outbox"].count_documents({"type": "billing-run-completed"}) == 1


async def test_a_run_is_what_its_preview_said(billing: Billing) -> None:
    prospects = customers(2, lifecycle="prospect")
    good = customers(4, consolidate_invoices=True)
    second = [a_folder(party_id=one.id, number="02") for one in good.parties]
    await store(
        billing,
        Records(
            parties=[*good.parties, *prospects.parties],
            folders=[*good.folders, *prospects.folders, *second],
        ),
    )
    preview = await previewed(billing)
    run = await billed(billing)
    assert run.totals == preview.totals
    issued = await invoices(billing, run)
    assert sorted((one.invoice.buyer.number, one.invoice.totals.gross) for one in issued) == [
        (one.account_number, one.gross) for one in preview.invoices
    ]
    left_out = await billing.invoices.left_out_page(run.id, after="", limit=100)
    assert tuple(one for _, one in left_out) == preview.left_out


async def test_a_preview_writes_nothing(billing: Billing, parts: Parts) -> None:
    await store(billing, customers(3))
    await previewed(billing)
    for name in ("invoices", "outbox", "left_out", "counters", "collections"):
        assert await parts.database[name].count_documents({}) == 0


async def test_a_repeated_run_is_the_same_run_and_adds_nothing(
    billing: Billing, parts: Parts
) -> None:
    await store(billing, customers(5))
    run = await billed(billing)
    same = await start_run(billing, "2026-10", issued_on=None, again=False, once=None)
    assert same == run
    assert not await begin_waiting_run(billing)
    assert not await bill_next_chunk(billing)
    supplementary = await billed(billing, again=True)
    assert (supplementary.label, supplementary.state) == ("2026-10-2", RunState.COMPLETED)
    assert len(await numbers(parts.database)) == 5


async def test_a_supplementary_run_bills_what_was_left_out_once_it_is_mended(
    billing: Billing, parts: Parts
) -> None:
    records = customers(1, contacts=())
    await store(billing, records)
    first = await billed(billing)
    assert first.totals
    assert (first.totals.invoices, first.totals.left_out) == (0, 1)
    (party,) = records.parties
    mended = Party.model_validate(
        party.model_dump() | {"contacts": a_party().contacts, "version": 2}
    )
    await store(billing, Records(parties=[mended]))
    second = await billed(billing, again=True)
    assert second.totals
    assert second.totals.invoices == 1
    assert await numbers(parts.database) == ["2026-000001"]


async def test_a_supplementary_run_waits_for_the_one_before(billing: Billing) -> None:
    await store(billing, customers(1))
    await begun(billing)
    with pytest.raises(RunNotCompletedError):
        await start_run(billing, "2026-10", issued_on=None, again=True, once=None)


async def test_runs_asked_for_at_the_same_time_are_one_run(billing: Billing, parts: Parts) -> None:
    runs = await asyncio.gather(
        *(start_run(billing, "2026-10", issued_on=None, again=False, once=None) for _ in range(8))
    )
    assert len({run.id for run in runs}) == 1
    assert await parts.database["outbox"].count_documents({"type": "billing-run-started"}) == 1


async def test_a_run_without_anything_to_bill_completes_at_once(billing: Billing) -> None:
    await store(billing, Records())
    run = await billed(billing)
    assert run.state is RunState.COMPLETED
    assert run.totals
    assert run.totals.invoices == 0


async def test_the_index_refuses_an_interval_that_is_billed_twice(
    billing: Billing, parts: Parts
) -> None:
    await store(billing, customers(1))
    await billed(billing)
    (row,) = [one async for one in parts.database["invoices"].find()]
    twice = row | {"_id": uuid4(), "number": "2026-000002"}
    with pytest.raises(Exception, match="duplicate key"):
        await parts.database["invoices"].insert_one(twice)


async def test_numbers_start_anew_with_the_year_of_issue(billing: Billing, parts: Parts) -> None:
    line = a_line(kind=LineKind.ONE_OFF)
    party = a_party()
    await store(
        billing, Records(parties=[party], folders=[a_folder(line, a_line(), party_id=party.id)])
    )
    await billed(billing)
    later = ISSUED_ON.replace(year=2027)
    await start_run(billing, "2026-11", issued_on=later, again=False, once=None)
    await begin_waiting_run(billing)
    await all_chunks(billing)
    assert await numbers(parts.database) == ["2026-000001", "2027-000001"]


async def test_invoices_keep_the_method_that_serves_them_and_are_counted_by_it(
    billing: Billing,
) -> None:
    preference = DeliveryPreference(
        method=DeliveryMethod.CHORUS_PRO, fallback=DeliveryMethod.EMAIL_NOTICE
    )
    await store(billing, customers(2, delivery=preference))
    run = await billed(billing)
    assert run.totals
    assert run.totals.per_method == {DeliveryMethod.EMAIL_NOTICE: 2}


async def test_a_folder_is_activated_once_however_often_it_is_asked(
    billing: Billing, parts: Parts
) -> None:
    draft = a_folder(state=FolderState.DRAFT)
    await store(billing, Records(folders=[draft]))
    found = await asyncio.gather(*(activate_folder(billing, draft.id) for _ in range(6)))
    assert {(one.state, one.version) for one in found} == {(FolderState.ACTIVE, 2)}
    again = await activate_folder(billing, draft.id)
    assert activated(again, ISSUED_ON) is again
    assert await parts.database["outbox"].count_documents({"type": "folder-activated"}) == 1
