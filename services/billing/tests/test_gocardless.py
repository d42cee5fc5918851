"""Collections by API: whatever GoCardless tells, in any order, the money is counted right."""

from datetime import UTC, datetime
from decimal import Decimal
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kontor_billing.app import Parts
from kontor_billing.model.collections import CollectionState, TrackedCollection
from kontor_billing.model.gocardless import stepped
from kontor_billing.testing.issuing import issued, without_kafka
from kontor_billing.testing.records import a_collection, a_folder, a_party
from kontor_billing.testing.seeding import Records
from kontor_billing.usecases.billing import Billing
from kontor_billing.usecases.gocardless import follow_gocardless
from kontor_chassis.transaction import Transaction
from kontor_contracts.billing.invoice import Invoice
from kontor_contracts.delivery.gocardless import GocardlessPaymentChanged, GocardlessStanding

STANDINGS = list(GocardlessStanding)
IN_FLIGHT, PAID, FAILED, CHARGED_BACK = (
    GocardlessStanding.IN_FLIGHT,
    GocardlessStanding.PAID,
    GocardlessStanding.FAILED,
    GocardlessStanding.CHARGED_BACK,
)


def told(
    sequence: int, standing: GocardlessStanding, **changes: object
) -> GocardlessPaymentChanged:
    values: dict[str, object] = {
        "collection_id": uuid4(),
        "sequence": sequence,
        "invoice_id": uuid4(),
        "invoice_number": "2026-000001",
        "party_id": uuid4(),
        "reference": "2026-000001-1-1",
        "amount": "35.58",
        "currency": "EUR",
        "standing": standing,
        "at": datetime(2026, 11, 20, tzinfo=UTC),
    }
    return GocardlessPaymentChanged.model_validate(values | changes)


def an_api_collection() -> TrackedCollection:
    return TrackedCollection(**a_collection().model_dump())


@given(st.lists(st.tuples(st.integers(1, 9), st.sampled_from(STANDINGS)), max_size=12))
def test_the_money_is_there_exactly_while_the_collection_is_collected(
    history: list[tuple[int, GocardlessStanding]],
) -> None:
    collection, money = an_api_collection(), Decimal(0)
    for sequence, standing in history:
        step = stepped(collection, told(sequence, standing))
        if step:
            assert step.collection.told == sequence > collection.told
            collection, money = step.collection, money + step.money
    collected = collection.state is CollectionState.COLLECTED
    assert money == (collection.amount if collected else 0)


def test_a_late_failure_is_a_return_and_an_early_one_a_rejection() -> None:
    early = stepped(an_api_collection(), told(1, FAILED, code="insufficient_funds", reason="AM04"))
    assert early
    assert early.returned
    assert (early.returned.kind, early.returned.code) == ("rejected", "AM04")
    paid = stepped(an_api_collection(), told(1, PAID))
    assert paid
    late = stepped(paid.collection, told(2, FAILED, reason="unknown to the scheme"))
    assert late
    assert late.returned
    assert (late.returned.kind, late.returned.code) == ("returned", "")
    assert late.money == -late.collection.amount


@pytest.fixture
def billing(parts: Parts) -> Billing:
    return without_kafka(parts.billing)


async def one_invoice(billing: Billing) -> Invoice:
    party = a_party()
    records = Records(parties=[party], folders=[a_folder(party_id=party.id)])
    (invoice,) = await issued(billing, records)
    return invoice


async def hear(billing: Billing, invoice: Invoice, *standings: GocardlessStanding) -> None:
    (collection,) = invoice.collections
    events = [
        told(number, one, collection_id=collection.id, invoice_id=invoice.id)
        for number, one in enumerate(standings, 1)
    ]

    async def work(tx: Transaction) -> None:
        await follow_gocardless(billing, events, tx)

    await billing.transactions.run(work)


async def facts(parts: Parts) -> list[str]:
    rows = parts.database["outbox"].find({"type": {"$ne": "invoice-generated"}}).sort("_id")
    return [row["type"] async for row in rows if not row["type"].startswith("billing-run")]


async def test_an_invoice_is_paid_when_gocardless_confirms_and_open_again_after_a_charge_back(
    billing: Billing, parts: Parts
) -> None:
    invoice = await one_invoice(billing)
    await hear(billing, invoice, IN_FLIGHT, PAID)
    receivable = await billing.receivables.get(invoice.id)
    assert receivable
    assert (receivable.state, receivable.paid) == ("paid", invoice.totals.payable)
    await hear(billing, invoice, IN_FLIGHT, PAID, CHARGED_BACK)
    receivable = await billing.receivables.get(invoice.id)
    assert receivable
    assert (receivable.state, receivable.paid) == ("open", 0)
    assert sorted(await facts(parts)) == ["invoice-paid", "invoice-reopened", "payment-returned"]
