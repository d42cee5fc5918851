"""Invoices after issue on a real database: listed, called overdue, changed by several at once."""

import asyncio
from decimal import Decimal

import pytest
from httpx import AsyncClient
from kontor_billing.app import Parts
from kontor_billing.model.receivable import Receivable, paid
from kontor_billing.testing.issuing import issued, without_kafka
from kontor_billing.testing.records import a_folder, a_party
from kontor_billing.testing.seeding import Records
from kontor_billing.usecases.billing import Billing
from kontor_billing.usecases.receivables import call_overdue, change
from kontor_chassis.transaction import Transaction
from kontor_contracts.billing.invoice import Invoice

GROSS = Decimal("35.58")


@pytest.fixture
def billing(parts: Parts) -> Billing:
    return without_kafka(parts.billing)


def customers(count: int, **changes: object) -> Records:
    parties = [a_party(number=f"K-{number:06}", **changes) for number in range(count)]
    return Records(parties=parties, folders=[a_folder(party_id=one.id) for one in parties])


async def pay(billing: Billing, invoice: Invoice, amount: Decimal) -> Receivable:
    async def work(tx: Transaction) -> Receivable:
        return await change(billing, invoice.id, lambda one: paid(one, amount), tx)

    return await billing.transactions.run(work)


async def facts_of(parts: Parts, invoice: Invoice) -> list[tuple[str, int]]:
    rows = parts.database["outbox"].find({"subject": str(invoice.id)}).sort("order")
    return [(row["type"], row["order"]) async for row in rows]


async def test_an_invoice_past_its_due_date_is_called_overdue_once_and_a_paid_one_never(
    billing: Billing, parts: Parts
) -> None:
    # Due on the day of issue, 2 November; the clock of the machine is past it.
    late, settled = await issued(billing, customers(2, payment_term={"days": 0}))
    await pay(billing, settled, GROSS)
    await asyncio.gather(call_overdue(billing), call_overdue(billing))
    await call_overdue(billing)
    assert await facts_of(parts, late) == [("invoice-generated", 0), ("invoice-overdue", 1)]
    assert await facts_of(parts, settled) == [("invoice-generated", 0), ("invoice-paid", 1)]


async def test_payments_at_the_same_time_are_all_counted(billing: Billing, parts: Parts) -> None:
    (invoice,) = await issued(billing, customers(1))
    await asyncio.gather(*(pay(billing, invoice, Decimal(1)) for _ in range(6)))
    receivable = await billing.receivables.get(invoice.id)
    assert receivable
    assert (receivable.paid, receivable.version, receivable.state) == (6, 6, "part-paid")
    assert [version for _, version in await facts_of(parts, invoice)] == list(range(7))


async def test_invoices_are_listed_by_party_state_number_and_overdue(
    billing: Billing, quiet_web: AsyncClient
) -> None:
    late, settled, other = await issued(billing, customers(3, payment_term={"days": 0}))
    await pay(billing, settled, GROSS)
    await pay(billing, other, GROSS + 5)
    await call_overdue(billing)

    async def numbers(**filters: object) -> list[str]:
        answer = await quiet_web.get("/invoices", params=filters)  # type: ignore[arg-type]
        return [one["number"] for one in answer.json()["items"]]

    assert await numbers(party_id=str(late.party_id)) == [late.number]
    assert await numbers(state="paid") == [settled.number, other.number]
    assert await numbers(overdue="true") == [late.number]
    assert await numbers(overdue="false") == [settled.number, other.number]
    assert await numbers(number=other.number) == [other.number]
    first = (await quiet_web.get("/invoices", params={"limit": 2})).json()
    rest = (await quiet_web.get("/invoices", params={"cursor": first["next_cursor"]})).json()
    listed = [one["number"] for one in [*first["items"], *rest["items"]]]
    assert listed == [late.number, settled.number, other.number]


async def test_a_list_in_any_order_goes_on_where_its_page_before_ended(
    billing: Billing, quiet_web: AsyncClient
) -> None:
    parties = [
        a_party(number=f"K-{number:06}", payment_term={"days": days})
        for number, days in enumerate((30, 0, 30, 14))
    ]
    folders = [a_folder(party_id=one.id) for one in parties]
    invoices = await issued(billing, Records(parties=parties, folders=folders))
    by_day = [one.number for one in sorted(invoices, key=lambda one: (one.due_on, one.number))]
    by_number = sorted(by_day)

    async def listed(sort: str) -> list[str]:
        found: list[str] = []
        cursor: str | None = ""
        while cursor is not None:
            params = {"sort": sort, "limit": "1", "cursor": cursor}
            page = (await quiet_web.get("/invoices", params=params)).json()
            found += [one["number"] for one in page["items"]]
            cursor = page["next_cursor"]
        return found

    assert (await listed("number"), await listed("due_on")) == (by_number, by_day)
    assert (await listed("-number"), await listed("-due_on")) == (by_number[::-1], by_day[::-1])
    wrong = await quiet_web.get("/invoices", params={"cursor": "bm8"})
    assert wrong.status_code == 422


async def test_an_invoice_shows_its_frozen_body_beside_what_is_owed(
    billing: Billing, quiet_web: AsyncClient
) -> None:
    (invoice,) = await issued(billing, customers(1))
    await pay(billing, invoice, Decimal("40.00"))
    answer = await quiet_web.get(f"/invoices/{invoice.id}")
    shown = answer.json()
    assert (shown["state"], shown["open"], shown["credit"]) == ("paid", "0.00", "4.42")
    assert Invoice.model_validate(shown["invoice"]) == invoice
    assert answer.headers["ETag"] == '"1"'
    missing = await quiet_web.get(f"/invoices/{invoice.party_id}")
    assert missing.status_code == 404
