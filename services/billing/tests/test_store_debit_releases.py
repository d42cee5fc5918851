"""A debit file on a real database: made, submitted, confirmed; money only on its date."""

import asyncio
from datetime import timedelta
from decimal import Decimal

import pytest
from httpx import AsyncClient
from kontor_billing.app import Parts
from kontor_billing.testing.bank_xml import a_camt, a_pain_002, a_returned_debit, an_entry
from kontor_billing.testing.debits import LATER, debtors, followed, in_file, settled, submitted
from kontor_billing.testing.issuing import without_kafka
from kontor_billing.usecases.billing import Billing
from kontor_billing.usecases.debit_releases import confirm, follow
from kontor_contracts.billing.invoice import Invoice

GROSS = Decimal("35.58")


@pytest.fixture
def billing(parts: Parts) -> Billing:
    return without_kafka(parts.billing)


async def standings(billing: Billing, invoices: list[Invoice]) -> list[tuple[str, Decimal]]:
    found = [await billing.receivables.get(one.id) for one in invoices]
    return [(one.state, one.paid) for one in found if one]


async def facts(parts: Parts, *types: str) -> list[str]:
    rows = parts.database["outbox"].find({"type": {"$in": types}}).sort("_id")
    return [row["type"] async for row in rows]


async def states(parts: Parts) -> set[str]:
    return set(await parts.database["collections"].distinct("state"))


async def test_a_file_is_created_submitted_confirmed_and_pays_only_on_its_date(
    billing: Billing, quiet_web: AsyncClient, parts: Parts
) -> None:
    invoices, file = await in_file(billing, debtors(3))
    nothing = [("open", 0)] * 3
    assert (await states(parts), await standings(billing, invoices)) == ({"in-file"}, nothing)
    early = await quiet_web.post(f"/debit-files/{file.id}/confirm")
    assert (early.status_code, early.json()["code"]) == (409, "file-state")
    answers = [await quiet_web.post(f"/debit-files/{file.id}/submit") for _ in range(2)]
    assert answers[0].json() == answers[1].json()
    await followed(billing)
    assert (await states(parts), await standings(billing, invoices)) == ({"presented"}, nothing)
    confirmed = await quiet_web.post(f"/debit-files/{file.id}/confirm")
    assert confirmed.json()["state"] == "confirmed"
    await followed(billing, file.collection_dates[0] - timedelta(days=1))
    assert (await states(parts), await standings(billing, invoices)) == ({"presented"}, nothing)
    waiting = await parts.database["debit_files"].find_one({"_id": file.id})
    assert waiting
    assert waiting["busy"]
    assert waiting["due_at"].date() >= file.collection_dates[0] - timedelta(days=1)


async def test_a_settled_debit_pays_its_invoice_once_and_is_told_in_order(
    billing: Billing, parts: Parts
) -> None:
    invoices, file = await in_file(billing, debtors(3))
    await settled(billing, file)
    await settled(billing, file)
    assert await standings(billing, invoices) == [("paid", GROSS)] * 3
    assert await states(parts) == {"collected"}
    assert await facts(parts, "collection-presented") == ["collection-presented"] * 3
    assert await facts(parts, "collection-settled") == ["collection-settled"] * 3
    assert await facts(parts, "invoice-paid") == ["invoice-paid"] * 3


async def test_workers_side_by_side_settle_each_debit_once(billing: Billing, parts: Parts) -> None:
    invoices, file = await in_file(billing, debtors(5))
    await submitted(billing, file)
    file = await confirm(billing, file.id)
    await asyncio.gather(*(follow(billing, file, LATER) for _ in range(4)))
    assert await standings(billing, invoices) == [("paid", GROSS)] * 5
    assert len(await facts(parts, "collection-settled")) == 5


async def test_a_return_after_settlement_opens_the_invoice_again_and_a_rejection_never_paid_it(
    billing: Billing, quiet_web: AsyncClient, parts: Parts
) -> None:
    (late, early), file = await in_file(billing, debtors(2))
    await submitted(billing, file)
    rejected = a_pain_002((early.collections[0].reference, "AM04"))
    await quiet_web.post("/bank-files", content=rejected)
    await settled(billing, file)
    assert await standings(billing, [late, early]) == [("paid", GROSS), ("open", 0)]
    back = a_returned_debit(late.collections[0].reference, GROSS, "MD06")
    for _ in range(2):
        await quiet_web.post("/bank-files", content=a_camt(an_entry([back], GROSS)))
    assert await standings(billing, [late, early]) == [("open", 0), ("open", 0)]
    told = ("invoice-paid", "invoice-reopened", "payment-returned", "collection-settled")
    assert sorted(await facts(parts, *told)) == [
        "collection-settled",
        "invoice-paid",
        "invoice-reopened",
        "payment-returned",
        "payment-returned",
    ]
