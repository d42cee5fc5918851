"""Payments on a real database: matched, in part, too much, twice, and by hand."""

from datetime import timedelta
from decimal import Decimal

import pytest
from httpx import AsyncClient
from kontor_billing.app import Parts
from kontor_billing.model.incoming import incoming_of
from kontor_billing.testing.bank_xml import (
    CAMT_053,
    a_camt,
    a_credit,
    a_transfer,
    an_answer,
)
from kontor_billing.testing.debits import LATER, debtors, followed, in_file
from kontor_billing.testing.issuing import issued, without_kafka
from kontor_billing.testing.records import IBAN, a_folder, a_mandate, a_party, debit_details
from kontor_billing.testing.seeding import Records
from kontor_billing.usecases.billing import Billing
from kontor_billing.usecases.payments import note_payment
from kontor_billing.usecases.receivables import call_overdue
from kontor_contracts.billing.incoming import PaymentReceived
from kontor_contracts.billing.invoice import Invoice
from kontor_contracts.customers.party import PaymentTerm

GROSS = Decimal("35.58")


@pytest.fixture
def billing(parts: Parts) -> Billing:
    return without_kafka(parts.billing)


def payers(count: int) -> Records:
    """Customers that pay by transfer, the first from an account that is known."""
    parties = [a_party(number=f"K-{number:06}") for number in range(count)]
    known = debit_details(parties[0].id, [a_mandate()], method="transfer", mandate_id=None)
    return Records(
        parties=parties,
        payments=[known],
        folders=[a_folder(party_id=one.id) for one in parties],
    )


def a_file(*transfers: str, total: Decimal | str, **changes: str) -> bytes:
    return a_camt(a_credit(transfers, total), **changes)  # type: ignore[arg-type]


async def taken(web: AsyncClient, content: bytes) -> list[tuple[str, str]]:
    answer = await web.post("/bank-files", content=content)
    assert answer.status_code == 200, answer.text
    return [(one["state"], one["reason"]) for one in answer.json()["payments"]]


async def standing(web: AsyncClient, invoice: Invoice) -> tuple[str, str, str]:
    shown = (await web.get(f"/invoices/{invoice.id}")).json()
    return shown["state"], shown["open"], shown["credit"]


async def test_transfers_are_matched_by_reference_then_by_iban_and_amount_in_part_and_beyond(
    billing: Billing, quiet_web: AsyncClient
) -> None:
    invoices = await issued(billing, payers(4))
    by_iban, by_code, in_parts, beyond = sorted(invoices, key=lambda one: one.buyer.number)
    reference = by_code.collections[0].reference
    assert await taken(quiet_web, a_file(a_transfer(GROSS, iban=IBAN), total=GROSS)) == [
        ("matched", "")
    ]
    assert await taken(quiet_web, a_file(a_transfer(GROSS, reference=reference), total=GROSS)) == [
        ("matched", "")
    ]
    part = a_transfer("30.00", text=f"Rechnung {in_parts.number} erste Rate")
    await taken(quiet_web, a_file(part, total="30.00"))
    assert await standing(quiet_web, in_parts) == ("part-paid", "5.58", "0.00")
    rest = a_transfer("5.58", end_to_end=in_parts.number)
    await taken(quiet_web, a_file(rest, total="5.58"))
    await taken(quiet_web, a_file(a_transfer("40.00", text=beyond.number), total="40.00"))
    for invoice in (by_iban, by_code, in_parts):
        assert await standing(quiet_web, invoice) == ("paid", "0.00", "0.00")
    assert await standing(quiet_web, beyond) == ("paid", "0.00", "4.42")
    account = (await quiet_web.get(f"/parties/{beyond.party_id}/account")).json()
    assert account == [{"currency": "EUR", "open": "0.00", "overdue": "0.00", "credit": "4.42"}]


async def test_the_same_file_twice_and_the_same_money_in_another_changes_nothing(
    billing: Billing, quiet_web: AsyncClient
) -> None:
    (invoice,) = await issued(billing, payers(1))
    ten = a_transfer("10.00", text=invoice.number)
    twice = a_camt(a_credit([ten, ten], "20.00"))
    for _ in range(2):
        assert await taken(quiet_web, twice) == [("matched", "")] * 2
    other = a_camt(a_credit([ten, ten], "20.00"), kind=CAMT_053, version="camt.053.001.08")
    await taken(quiet_web, other)
    assert await standing(quiet_web, invoice) == ("part-paid", "15.58", "0.00")


async def test_what_nobody_can_place_is_listed_assigned_or_dismissed_by_hand_once(
    billing: Billing, quiet_web: AsyncClient
) -> None:
    first, second = await issued(billing, payers(2))
    loose = a_file(a_transfer("50.00", text="Danke"), total="50.00")
    assert await taken(quiet_web, loose) == [("unmatched", "no-such-invoice")]
    foreign = a_camt(a_credit([a_transfer("1.00")], "1.00"), account="DE02500105170137075030")
    assert await taken(quiet_web, foreign) == [("unmatched", "other-account")]
    assert await taken(quiet_web, a_file(a_transfer("3.00"), total="4.00")) == [
        ("unmatched", "sum-differs")
    ]
    listed = (await quiet_web.get("/payments?state=unmatched")).json()["items"]
    ids = {one["payment"]["amount"]: one["id"] for one in listed}
    assert set(ids) == {"50.00", "1.00", "4.00"}
    shares = [
        {"invoice_id": str(first.id), "amount": "35.58"},
        {"invoice_id": str(second.id), "amount": "14.42"},
    ]
    for _ in range(2):
        answer = await quiet_web.post(f"/payments/{ids['50.00']}/assign", json={"invoices": shares})
        assert answer.json()["state"] == "assigned"
    assert await standing(quiet_web, first) == ("paid", "0.00", "0.00")
    assert await standing(quiet_web, second) == ("part-paid", "21.16", "0.00")
    gone = await quiet_web.post(f"/payments/{ids['1.00']}/dismiss", json={"reason": "Zinsen"})
    assert gone.json()["state"] == "dismissed"
    again = await quiet_web.post(f"/payments/{ids['1.00']}/assign", json={"invoices": shares[:1]})
    assert again.status_code in {409, 422}
    assert await taken(quiet_web, loose) == [("assigned", "")]


async def test_debits_credited_in_one_sum_settle_and_one_that_is_credited_alone_too(
    billing: Billing, quiet_web: AsyncClient
) -> None:
    invoices, file = await in_file(billing, debtors(3))
    block = f"{file.message_id}-001"
    total = GROSS * 3
    assert await taken(quiet_web, a_camt(a_credit([], "1.00", block=block))) == [
        ("unmatched", "sum-differs")
    ]
    alone = a_transfer(GROSS, end_to_end=invoices[0].collections[0].reference)
    assert await taken(quiet_web, a_file(alone, total=GROSS)) == [("matched", "debit-settled")]
    assert await standing(quiet_web, invoices[0]) == ("paid", "0.00", "0.00")
    assert await taken(quiet_web, a_camt(a_credit([], total, block=block, own="B-2"))) == [
        ("matched", "debits-settled")
    ]
    await followed(billing, LATER)
    for invoice in invoices:
        assert await standing(quiet_web, invoice) == ("paid", "0.00", "0.00")
    again = a_transfer(GROSS, end_to_end=invoices[1].collections[0].reference)
    assert await taken(quiet_web, a_file(again, total=GROSS)) == [("evidence", "debit-settled")]
    assert await standing(quiet_web, invoices[1]) == ("paid", "0.00", "0.00")


async def test_the_bank_takes_or_refuses_a_file_as_a_whole(
    billing: Billing, quiet_web: AsyncClient
) -> None:
    invoices, file = await in_file(billing, debtors(2))
    await quiet_web.post("/bank-files", content=an_answer(file.message_id, "ACCP"))
    (shown,) = (await quiet_web.get("/debit-files")).json()["items"]
    assert shown["state"] == "confirmed"
    await followed(billing, file.collection_dates[0] - timedelta(days=1))
    assert await standing(quiet_web, invoices[0]) == ("open", "35.58", "0.00")
    refused = an_answer(file.message_id, "RJCT", block=f"{file.message_id}-001")
    for _ in range(2):
        answer = await quiet_web.post("/bank-files", content=refused)
        assert len(answer.json()["entries"]) == 2
    listed = (await quiet_web.get(f"/collections?invoice_id={invoices[0].id}")).json()["items"]
    assert [(one["state"], one["code"]) for one in listed] == [("rejected", "FF01")]
    assert await standing(quiet_web, invoices[0]) == ("open", "35.58", "0.00")


async def test_a_payment_that_another_system_tells_counts_once(
    billing: Billing, quiet_web: AsyncClient
) -> None:
    (invoice,) = await issued(billing, payers(1))
    event = PaymentReceived.model_validate(
        {
            "payment_id": "psp-1",
            "amount": "35.58",
            "received_on": "2026-11-20",
            "reference": invoice.number,
        }
    )
    for _ in range(2):
        await billing.transactions.run(lambda tx: note_payment(billing, incoming_of(event), tx))
    assert await standing(quiet_web, invoice) == ("paid", "0.00", "0.00")


async def test_a_csv_pays_and_gives_back_and_a_bad_one_changes_nothing(
    billing: Billing, quiet_web: AsyncClient
) -> None:
    (invoice,) = await issued(billing, payers(1))
    rows = f"booked_on;amount;reference\n2026-11-20;35,58;{invoice.number}\n"
    bad = await quiet_web.post("/bank-files", content=(rows + "x;y;z\n").encode())
    assert (bad.status_code, bad.json()["code"]) == (422, "not-a-bank-file")
    assert await standing(quiet_web, invoice) == ("open", "35.58", "0.00")
    assert await taken(quiet_web, rows.encode()) == [("matched", "")]
    assert await standing(quiet_web, invoice) == ("paid", "0.00", "0.00")


async def test_a_return_that_names_no_debit_is_assigned_by_hand(
    billing: Billing, quiet_web: AsyncClient
) -> None:
    (invoice,), _ = await in_file(billing, debtors(1))
    rows = "booked_on;amount;reference;code\n2026-11-20;-35.58;?;AC04\n"
    await quiet_web.post("/bank-files", content=rows.encode())
    (entry,) = (await quiet_web.get("/unmatched")).json()["items"]
    (collection,) = (await quiet_web.get(f"/collections?invoice_id={invoice.id}")).json()["items"]
    body = {"key": entry["entry"]["key"], "collection_id": collection["id"]}
    for _ in range(2):
        answer = await quiet_web.post("/unmatched/assign", json=body)
        assert answer.json()["state"] == "assigned"
    (collection,) = (await quiet_web.get(f"/collections?invoice_id={invoice.id}")).json()["items"]
    assert (collection["state"], collection["code"]) == ("returned", "AC04")
    assert (await quiet_web.get("/unmatched")).json()["items"] == []


async def test_a_credit_note_against_a_paid_invoice_leaves_what_was_paid_as_credit(
    billing: Billing, quiet_web: AsyncClient
) -> None:
    (invoice,) = await issued(billing, payers(1))
    await taken(quiet_web, a_file(a_transfer(GROSS, text=invoice.number), total=GROSS))
    path = f"/invoices/{invoice.id}/credit-notes"
    part = await quiet_web.post(path, json={"amount": "10.00", "reason": "Ausfall"})
    assert (part.status_code, part.json()["payable"]) == (201, "11.90")
    assert await standing(quiet_web, invoice) == ("paid", "0.00", "11.90")
    rest = await quiet_web.post(path, json={"amount": "19.90", "reason": "Kulanz"})
    assert (rest.status_code, rest.json()["payable"]) == (201, "23.68")
    assert await standing(quiet_web, invoice) == ("cancelled", "0.00", "35.58")
    (account,) = (await quiet_web.get(f"/parties/{invoice.party_id}/account")).json()
    assert (account["open"], account["credit"]) == ("0.00", "35.58")


async def test_an_invoice_is_open_overdue_part_paid_paid_and_cancelled_as_people_see_it(
    billing: Billing, quiet_web: AsyncClient
) -> None:
    records = payers(4)
    at_once = [
        one.model_copy(update={"payment_term": PaymentTerm(days=0)}) for one in records.parties
    ]
    late, part, whole, gone = await issued(
        billing, Records(parties=at_once, folders=records.folders)
    )
    seen = [(await standing(quiet_web, late))[0]]
    await taken(quiet_web, a_file(a_transfer("5.00", text=part.number), total="5.00"))
    await taken(quiet_web, a_file(a_transfer(GROSS, text=whole.number), total=GROSS))
    await quiet_web.post(f"/invoices/{gone.id}/credit-notes", json={"reason": "storniert"})
    seen += [(await standing(quiet_web, one))[0] for one in (part, whole, gone)]
    await call_overdue(billing)
    seen += [(await standing(quiet_web, one))[0] for one in (late, part, whole, gone)]
    assert seen == [
        "open", "part-paid", "paid", "cancelled", "overdue", "overdue", "paid", "cancelled",
    ]  # fmt: skip
