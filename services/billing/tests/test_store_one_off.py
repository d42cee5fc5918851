"""Invoices by hand on a real database: drafted, issued once, collected like any other."""

import asyncio
from decimal import Decimal
from uuid import uuid4

import pytest
from httpx import AsyncClient
from kontor_billing.app import Parts
from kontor_billing.testing.debits import debtors
from kontor_billing.testing.issuing import issued, without_kafka
from kontor_billing.testing.records import a_party, an_organisation
from kontor_billing.testing.seeding import Records, store
from kontor_billing.usecases.billing import Billing
from kontor_billing.usecases.debit_files import build_next_debit_file
from kontor_contracts.billing.invoice import Invoice, InvoiceGenerated
from kontor_contracts.customers.party import Party

pytestmark = pytest.mark.usefixtures("_in_2026")

LINES = [
    {"description": "Router", "quantity": "2", "unit_price": "89.90", "discount_percent": "10"},
    {"description": "Montage", "unit_price": "60.00", "supplied_on": "2026-10-30"},
]


@pytest.fixture
async def billing(parts: Parts, quiet_web: AsyncClient) -> Billing:
    assert quiet_web
    return without_kafka(parts.billing)


def wanted(party: Party, **changes: object) -> dict[str, object]:
    return {"party_id": str(party.id), "title": "Umzug", "lines": LINES, **changes}


async def test_a_draft_shows_the_invoice_and_takes_no_number(
    billing: Billing, quiet_web: AsyncClient, parts: Parts
) -> None:
    party = a_party()
    await store(billing, Records(parties=[party]))
    shown = (await quiet_web.post("/invoice-previews", json=wanted(party))).json()
    invoice = Invoice.model_validate(shown["invoice"])
    assert (invoice.number, invoice.run_id, invoice.group) == ("", None, "by-hand")
    assert [(line.net, line.folder_line_id) for line in invoice.lines()] == [
        (Decimal("161.82"), None),
        (Decimal("60.00"), None),
    ]
    assert (invoice.totals.net, invoice.totals.gross) == (Decimal("221.82"), Decimal("263.97"))
    for name in ("invoices", "outbox", "counters", "collections"):
        assert await parts.database[name].count_documents({}) == 0


async def test_an_invoice_by_hand_is_issued_once_and_told_and_collected_like_any_other(
    billing: Billing, quiet_web: AsyncClient, parts: Parts
) -> None:
    records = debtors(1)
    (party,) = records.parties
    await issued(billing, records)
    key = {"Idempotency-Key": "by hand"}
    answers = [await quiet_web.post("/invoices", json=wanted(party), headers=key) for _ in range(2)]
    assert [one.status_code for one in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    shown = answers[0].json()
    assert (shown["number"], shown["state"], shown["open"]) == ("2026-000002", "open", "263.97")
    rows = parts.database["outbox"].find({"type": "invoice-generated"}).sort("_id", -1).limit(1)
    (fact,) = [InvoiceGenerated.model_validate_json(row["body"]) async for row in rows]
    assert fact.invoice == Invoice.model_validate(shown["invoice"])
    assert fact.delivery.recipients
    files = (await quiet_web.post("/debit-files", json={})).json()["items"]
    assert await build_next_debit_file(billing)
    items = (await quiet_web.get(f"/debit-files/{files[0]['id']}/items")).json()["items"]
    assert {one["reference"] for one in items} == {"2026-000001-1-1", "2026-000002-1-1"}
    note = await quiet_web.post(f"/invoices/{shown['id']}/credit-notes", json={"reason": "Irrtum"})
    assert note.json()["number"] == "2026-000003"
    assert (await quiet_web.get(f"/invoices/{shown['id']}")).json()["state"] == "cancelled"


async def test_invoices_by_hand_at_the_same_time_leave_no_gap(
    billing: Billing, quiet_web: AsyncClient
) -> None:
    party = a_party()
    await store(billing, Records(parties=[party]))
    answers = await asyncio.gather(
        *(quiet_web.post("/invoices", json=wanted(party)) for _ in range(6))
    )
    numbers = sorted(one.json()["number"] for one in answers)
    assert numbers == [f"2026-{number:06}" for number in range(1, 7)]


async def test_what_keeps_an_invoice_back_is_named_at_once_and_takes_no_number(
    billing: Billing, quiet_web: AsyncClient, parts: Parts
) -> None:
    party = a_party(lifecycle="prospect", billing_address=None, minimum_invoice="1000.00")
    await store(billing, Records(parties=[party]))
    refused = await quiet_web.post("/invoices", json=wanted(party))
    assert (refused.status_code, refused.json()["code"]) == (422, "not-invoiceable")
    assert {one["field"] for one in refused.json()["fields"]} == {"lifecycle", "billing_address"}
    negative = [{"description": "Gutschrift", "unit_price": "-5.00"}]
    customer = a_party(minimum_invoice="1000.00")
    await store(billing, Records(parties=[customer]))
    answer = await quiet_web.post("/invoices", json=wanted(customer, lines=negative))
    assert [one["code"] for one in answer.json()["fields"]] == ["negative-amount"]
    assert (await quiet_web.post("/invoices", json=wanted(customer))).status_code == 201
    await store(billing, Records(organisation=an_organisation(version=2, iban="")))
    answer = await quiet_web.post("/invoices", json=wanted(customer))
    assert [one["field"] for one in answer.json()["fields"]] == ["organisation.iban"]
    assert await parts.database["invoices"].count_documents({}) == 1
    wrong = await quiet_web.post("/invoices", json={"party_id": str(uuid4()), "lines": []})
    assert wrong.status_code == 422
