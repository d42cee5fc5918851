"""A back-up amid a billing run: what the run issued after it is taken back, and it goes on."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from kontor_billing.app import Parts
from kontor_billing.model.credit_notes import CreditRequest
from kontor_billing.model.run import Run
from kontor_billing.testing.issuing import issued, without_kafka
from kontor_billing.testing.records import ISSUED_ON, a_folder, a_line, a_party, an_organisation
from kontor_billing.testing.seeding import Records, store
from kontor_billing.usecases.billing import Billing
from kontor_billing.usecases.chunks import bill_next_chunk
from kontor_billing.usecases.credit_notes import issue_credit_note
from kontor_billing.usecases.reconciling import reconcile
from kontor_billing.usecases.runs import begin_waiting_run, left_out, start_run
from kontor_chassis.backup.lost import LostFact
from kontor_chassis.mongo import Database, Document
from kontor_chassis.transaction import Transaction
from kontor_contracts.billing.folder import LineKind
from kontor_contracts.billing.invoice import CreditNoteGenerated, InvoiceGenerated
from kontor_contracts.billing.usage import UsageRecorded, UsageTariff, UsageUnit
from kontor_contracts.event import Event

from .runs import all_chunks, begun, billed, customers, invoices, numbers

Saved = dict[str, list[Document]]


async def saved(database: Database) -> Saved:
    names = await database.list_collection_names()
    return {name: await database[name].find().to_list() for name in names}


async def restored(database: Database, backup: Saved) -> None:
    for name, rows in backup.items():
        await database[name].delete_many({})
        if rows:
            await database[name].insert_many(rows)


def lost(facts: Sequence[Event]) -> list[LostFact]:
    return [
        LostFact(
            topic=one.topic.name,
            id=str(uuid4()),
            source="kontor/billing",
            type=one.type,
            subject=one.subject,
            key=one.key,
            time=datetime.now(UTC),
            body=one.model_dump_json(),
        )
        for one in facts
    ]


async def facts_of(billing: Billing, run: Run, known: set[UUID]) -> list[Event]:
    """What the topics tell of the run beyond the back-up."""
    found = await billing.runs.get(run.id)
    assert found
    issued_since = [one for one in await invoices(billing, run) if one.invoice.id not in known]
    return [*issued_since, *([found.completed(found.totals, run.asked_at)] if found.totals else [])]


async def sound(billing: Billing, run: Run, database: Database, count: int) -> None:
    """Each customer has one invoice, no number is missing, and the run tells what it issued."""
    after, facts = await billing.runs.get(run.id), await invoices(billing, run)
    assert after
    assert after.totals
    assert len({one.invoice.party_id for one in facts}) == len(facts) == count
    gross = sum((one.invoice.totals.gross for one in facts), Decimal(0))
    assert (after.totals.invoices, after.totals.gross) == (count, gross)
    assert sum(after.totals.per_method.values()) == count
    assert await numbers(database) == [f"2026-{one:06}" for one in range(1, count + 1)]
    assert await billing.chunks.count_done(run.id) == after.chunks


async def test_a_run_that_was_under_way_counts_what_it_issued_after_the_back_up(
    parts: Parts,
) -> None:
    billing, database = without_kafka(parts.billing), parts.database
    await store(billing, customers(9))
    run = await begun(billing)
    assert await bill_next_chunk(billing)
    before = {one.invoice.id for one in await invoices(billing, run)}
    backup = await saved(database)
    assert await bill_next_chunk(billing)
    one_chunk_later = await facts_of(billing, run, before)
    await all_chunks(billing)
    at_the_end = await facts_of(billing, run, before)
    for facts in (one_chunk_later, at_the_end):
        await restored(database, backup)
        for _ in range(2):
            done = await reconcile(billing, lost(facts))
            assert len(done.adopted) == sum(isinstance(one, InvoiceGenerated) for one in facts)
        await all_chunks(billing)
        await sound(billing, run, database, 9)


@pytest.mark.parametrize("under_way", [True, False], ids=["running", "waiting"])
async def test_usage_that_an_adopted_invoice_bills_is_not_billed_again(
    parts: Parts, *, under_way: bool
) -> None:
    billing, database = without_kafka(parts.billing), parts.database
    tariff = UsageTariff(kind="calls", unit=UsageUnit.SECONDS, per=60)
    line = a_line(kind=LineKind.USAGE, unit_price=Decimal("0.1"), tariff=tariff)
    party = a_party()
    folder = a_folder(line, party_id=party.id)
    await store(billing, Records(parties=[party], folders=[folder]))
    use = UsageRecorded(
        usage_id="1",
        folder_id=folder.id,
        kind="calls",
        quantity=600,
        unit=UsageUnit.SECONDS,
        occurred_at=datetime(2026, 10, 17, 9, tzinfo=UTC),
    )

    async def keep(tx: Transaction) -> None:
        await billing.usage.keep([use], tx)

    async def keep_what_comes_later(tx: Transaction) -> None:
        await billing.usage.keep([use.model_copy(update={"usage_id": "2"})], tx)

    await billing.transactions.run(keep)
    run = await start_run(billing, "2026-10", issued_on=ISSUED_ON, again=False, once=None)
    if under_way:
        await begin_waiting_run(billing)
    backup = await saved(database)
    await begin_waiting_run(billing)
    await all_chunks(billing)
    facts = await facts_of(billing, run, set())
    await restored(database, backup)
    done = await reconcile(billing, lost(facts))
    assert ["bills usage" in one for one in done.by_hand] == [True]
    await billing.transactions.run(keep_what_comes_later)
    await begin_waiting_run(billing)
    await all_chunks(billing)
    await sound(billing, run, database, 1)
    (later,) = await issued(billing, again=True)
    assert later.totals.net == Decimal("1.00"), "of the second use alone"


@pytest.mark.parametrize("under_way", [True, False], ids=["running", "waiting"])
@pytest.mark.parametrize("together", [True, False], ids=["by-payer", "by-folder"])
async def test_a_customer_of_whose_invoices_one_was_published_gets_the_others_from_the_run(
    parts: Parts, *, together: bool, under_way: bool
) -> None:
    billing, database = without_kafka(parts.billing), parts.database
    await store(billing, apart(consolidate_invoices=together))
    run = await start_run(billing, "2026-10", issued_on=ISSUED_ON, again=False, once=None)
    if under_way:
        await begin_waiting_run(billing)
    backup = await saved(database)
    await begin_waiting_run(billing)
    await all_chunks(billing)
    completed = await billing.runs.get(run.id)
    before = await invoices(billing, run)
    await restored(database, backup)
    for _ in range(2):
        done = await reconcile(billing, lost(before[:1]))
        assert done.adopted == ["2026-000001"]
    await begin_waiting_run(billing)
    await all_chunks(billing)
    after = await billing.runs.get(run.id)
    assert after
    assert completed
    assert after.totals == completed.totals
    assert [billed_of(one) for one in await invoices(billing, run)] == [
        billed_of(one) for one in before
    ]
    assert [one.folders for _, one in await left_out(billing, run.id, after="", limit=9)] == [
        ("03",)
    ]


def billed_of(fact: InvoiceGenerated) -> object:
    invoice = fact.invoice
    return invoice.number, [one.folder_id for one in invoice.sections], invoice.totals


def apart(**changes: object) -> Records:
    """A customer with three folders that others pay, the last of them below zero."""
    party, *payers = a_party(**changes), a_party(), a_party(), a_party()
    prices = ("10.00", "20.00", "-5.00")
    folders = [
        a_folder(
            a_line(unit_price=Decimal(price)),
            party_id=party.id,
            number=f"0{number}",
            payer_id=payer.id,
        )
        for number, (payer, price) in enumerate(zip(payers, prices, strict=True), start=1)
    ]
    return Records(parties=[party, *payers], folders=folders)


async def test_what_an_adopted_credit_note_credits_is_owed_no_more(parts: Parts) -> None:
    billing, database = without_kafka(parts.billing), parts.database
    (invoice,) = await issued(billing, customers(1))
    backup = await saved(database)
    made = await issue_credit_note(billing, invoice.id, CreditRequest(reason="defekt"), None)
    note = CreditNoteGenerated(invoice=made.invoice, delivery=made.delivery)
    await restored(database, backup)
    for _ in range(2):
        done = await reconcile(billing, lost([note]))
        assert done.adopted == [made.number]
        owed = await billing.receivables.get(invoice.id)
        assert owed
        assert (owed.state, owed.credited, owed.open) == ("cancelled", invoice.totals.gross, 0)


async def test_a_note_whose_number_is_longer_than_its_invoices_credits_it_all_the_same(
    parts: Parts,
) -> None:
    billing, database = without_kafka(parts.billing), parts.database
    organisation = an_organisation(invoice_number_pattern="{year}-{number}")
    await store(billing, replace(customers(1), organisation=organisation))
    await billing.transactions.run(lambda tx: billing.counters.pass_by("invoices/2026", 8, tx))
    backup = await saved(database)
    run = await billed(billing)
    (fact,) = await invoices(billing, run)
    made = await issue_credit_note(billing, fact.invoice.id, CreditRequest(reason="defekt"), None)
    note = CreditNoteGenerated(invoice=made.invoice, delivery=made.delivery)
    await restored(database, backup)
    done = await reconcile(billing, lost([note, fact]))
    assert done.adopted == [fact.invoice.number, note.invoice.number] == ["2026-9", "2026-10"]
    owed = await billing.receivables.get(fact.invoice.id)
    assert owed
    assert (owed.state, owed.credited) == ("cancelled", fact.invoice.totals.gross)
    await restored(database, backup)
    for _ in range(2):
        (words,) = (await reconcile(billing, lost([note]))).by_hand
        assert words.startswith("2026-10: credits 2026-9; that invoice is not here")
