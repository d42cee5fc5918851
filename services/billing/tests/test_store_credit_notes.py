"""Credit notes on a real database: numbered with the invoices, once, releasing what was billed."""

import asyncio
from decimal import Decimal
from uuid import uuid4

import pytest
from httpx import AsyncClient, Response
from kontor_billing.app import Parts
from kontor_billing.testing.issuing import issued, without_kafka
from kontor_billing.testing.records import a_folder, a_line, a_party
from kontor_billing.testing.seeding import Records
from kontor_billing.usecases.billing import Billing
from kontor_contracts.billing.folder import LineKind
from kontor_contracts.billing.invoice import CreditNoteGenerated, Invoice

pytestmark = pytest.mark.usefixtures("_in_2026")

REASON = {"reason": "Störung im Oktober"}


@pytest.fixture
def billing(parts: Parts) -> Billing:
    return without_kafka(parts.billing)


def a_customer() -> Records:
    party = a_party()
    once = a_line(kind=LineKind.ONE_OFF, unit_price=Decimal(50), description="Einrichtung")
    return Records(parties=[party], folders=[a_folder(a_line(), once, party_id=party.id)])


async def credit(web: AsyncClient, invoice: Invoice, **request: object) -> Response:
    return await web.post(f"/invoices/{invoice.id}/credit-notes", json=REASON | request)


async def shown(web: AsyncClient, invoice: Invoice) -> dict[str, object]:
    found: dict[str, object] = (await web.get(f"/invoices/{invoice.id}")).json()
    return found


async def test_a_whole_credit_note_cancels_names_its_invoice_and_takes_the_next_number(
    billing: Billing, quiet_web: AsyncClient, parts: Parts
) -> None:
    (invoice,) = await issued(billing, a_customer())
    answer = await credit(quiet_web, invoice)
    assert answer.status_code == 201, answer.text
    note = Invoice.model_validate(answer.json()["invoice"])
    assert (note.kind, note.number) == ("381", "2026-000002")
    assert note.preceding_number == invoice.number == "2026-000001"
    assert (note.totals, note.collections) == (invoice.totals, ())
    assert (await shown(quiet_web, invoice))["state"] == "cancelled"
    row = await parts.database["outbox"].find_one({"type": "credit-note-generated"})
    assert row
    assert CreditNoteGenerated.model_validate_json(row["body"]).invoice == note
    again = await credit(quiet_web, invoice)
    assert (again.status_code, again.json()["code"]) == (409, "not-creditable")


async def test_lines_are_credited_once_and_an_amount_up_to_the_rest(
    billing: Billing, quiet_web: AsyncClient
) -> None:
    (invoice,) = await issued(billing, a_customer())
    assert (await credit(quiet_web, invoice, lines=[1])).status_code == 201
    assert (await credit(quiet_web, invoice, lines=[1])).status_code == 409
    assert (await credit(quiet_web, invoice, lines=[7])).status_code == 422
    assert (await credit(quiet_web, invoice)).status_code == 409
    state = await shown(quiet_web, invoice)
    assert (state["state"], state["credited"], state["open"]) == ("part-paid", "35.58", "59.50")
    assert (await credit(quiet_web, invoice, amount="50.01")).status_code == 409
    assert (await credit(quiet_web, invoice, amount="50.00")).status_code == 201
    assert (await shown(quiet_web, invoice))["state"] == "cancelled"


async def test_a_release_lets_a_later_run_bill_the_same_services_again(
    billing: Billing, quiet_web: AsyncClient
) -> None:
    (invoice,) = await issued(billing, a_customer())
    assert not await issued(billing, again=True)
    assert (await credit(quiet_web, invoice, release=True)).status_code == 201
    (second,) = await issued(billing, again=True)
    assert second.totals == invoice.totals
    assert [line.period for line in second.lines()] == [line.period for line in invoice.lines()]
    assert second.number == "2026-000003"
    assert not await issued(billing, again=True)


async def test_of_several_at_the_same_time_one_credits_the_invoice(
    billing: Billing, quiet_web: AsyncClient
) -> None:
    (invoice,) = await issued(billing, a_customer())
    answers = await asyncio.gather(*(credit(quiet_web, invoice) for _ in range(4)))
    assert sorted(one.status_code for one in answers) == [201, 409, 409, 409]


async def test_the_same_key_is_the_same_credit_note(
    billing: Billing, quiet_web: AsyncClient
) -> None:
    (invoice,) = await issued(billing, a_customer())
    path, key = f"/invoices/{invoice.id}/credit-notes", {"Idempotency-Key": str(uuid4())}
    first, second = [await quiet_web.post(path, json=REASON, headers=key) for _ in range(2)]
    assert first.json() == second.json()
    assert first.status_code == 201
