"""Debit runs over everything on a real database: what came back, what was mended, never twice."""

import asyncio
from decimal import Decimal
from uuid import uuid4

import pytest
from httpx import AsyncClient
from kontor_billing.app import Parts
from kontor_billing.model.debit.files import DebitFile
from kontor_billing.testing.bank_xml import a_camt, a_pain_002, a_returned_debit, an_entry
from kontor_billing.testing.debits import debtors, in_file, made, settled, submitted
from kontor_billing.testing.issuing import issued, without_kafka
from kontor_billing.testing.seeding import Records, store
from kontor_billing.usecases.billing import Billing
from kontor_billing.usecases.debit_files import build_next_debit_file
from kontor_billing.usecases.mandate_uses import follow_customers
from kontor_contracts.billing.collection import DebitAnnounced
from kontor_contracts.billing.invoice import Invoice
from kontor_contracts.customers.payment import MandateState, MandateType, PaymentDetails

GROSS = Decimal("35.58")


@pytest.fixture
def billing(parts: Parts) -> Billing:
    return without_kafka(parts.billing)


async def debit_run(billing: Billing, web: AsyncClient) -> list[dict[str, str]]:
    """Every item of the files that a debit run over everything makes."""
    files = (await web.post("/debit-files", json={})).json()["items"]
    while await build_next_debit_file(billing):
        pass
    pages = [await web.get(f"/debit-files/{one['id']}/items") for one in files]
    return [item for page in pages for item in page.json()["items"]]


async def come_back(web: AsyncClient, invoice: Invoice, code: str, attempt: int = 1) -> None:
    reference = f"{invoice.number}-1-{attempt}"
    file = a_camt(an_entry([a_returned_debit(reference, GROSS, code)], GROSS))
    answer = await web.post("/bank-files", content=file)
    assert [one["state"] for one in answer.json()["entries"]] == ["matched"]


def outcomes(items: list[dict[str, str]]) -> list[tuple[str, str]]:
    return sorted((one["invoice_number"], one["code"]) for one in items)


async def test_a_debit_without_funds_is_asked_for_once_more_and_then_a_person_looks(
    billing: Billing, quiet_web: AsyncClient, parts: Parts
) -> None:
    (invoice,), file = await in_file(billing, debtors(1))
    await settled(billing, file)
    await come_back(quiet_web, invoice, "AM04")
    (again,) = await debit_run(billing, quiet_web)
    assert (again["reference"], again["included"]) == (f"{invoice.number}-1-2", True)
    (row,) = await parts.database["outbox"].find({"type": DebitAnnounced.type}).to_list()
    told = DebitAnnounced.model_validate_json(row["body"])
    assert (told.reference, told.amount) == (again["reference"], GROSS)
    assert f"{told.due_on}" <= again["collection_date"], "a notice must come before"
    assert await debit_run(billing, quiet_web) == []
    await come_back(quiet_web, invoice, "AM04", attempt=2)
    assert await debit_run(billing, quiet_web) == []
    rows = parts.database["outbox"].find({"type": "payment-returned"}).sort("_id")
    assert [b'"needs_person":true' in row["body"] async for row in rows] == [False, True]
    listed = (await quiet_web.get(f"/collections?invoice_id={invoice.id}")).json()["items"]
    assert [(one["reference"][-3:], one["state"], one["code"]) for one in listed] == [
        ("1-1", "returned", "AM04"),
        ("1-2", "returned", "AM04"),
    ]


async def test_a_second_return_without_reason_in_a_row_suspends_the_mandate(
    billing: Billing, quiet_web: AsyncClient
) -> None:
    (invoice,), file = await in_file(billing, debtors(1))
    await settled(billing, file)
    await come_back(quiet_web, invoice, "MS03")
    (use,) = (await quiet_web.get(f"/parties/{invoice.party_id}/mandate-uses")).json()["items"]
    assert (use["hold"], use["confirmed"]) == ("", True)
    await debit_run(billing, quiet_web)
    await come_back(quiet_web, invoice, "MS03", attempt=2)
    (use,) = (await quiet_web.get(f"/parties/{invoice.party_id}/mandate-uses")).json()["items"]
    assert use["hold"] == "MS03"


async def test_a_held_mandate_collects_nothing_until_it_is_released_and_then_once_more(
    billing: Billing, quiet_web: AsyncClient
) -> None:
    (invoice,), file = await in_file(billing, debtors(1))
    await submitted(billing, file)
    await quiet_web.post("/bank-files", content=a_pain_002((f"{invoice.number}-1-1", "AC04")))
    (collection,) = (await quiet_web.get(f"/collections?invoice_id={invoice.id}")).json()["items"]
    path = f"/collections/{collection['id']}/present-again"
    asked = [await quiet_web.post(path) for _ in range(2)]
    assert asked[0].json() == asked[1].json()
    assert outcomes(await debit_run(billing, quiet_web)) == [(invoice.number, "mandate-on-hold")]
    uses = f"/parties/{invoice.party_id}/mandate-uses"
    assert (await quiet_web.post(f"{uses}/{invoice.id}/release")).status_code == 404
    await quiet_web.post(f"{uses}/{collection['mandate_id']}/release")
    assert outcomes(await debit_run(billing, quiet_web)) == [(invoice.number, "")]


async def test_the_hold_ends_where_customers_holds_the_mandate_itself(
    billing: Billing, quiet_web: AsyncClient
) -> None:
    records = debtors(1)
    (invoice,), file = await in_file(billing, records)
    await submitted(billing, file)
    await quiet_web.post("/bank-files", content=a_pain_002((f"{invoice.number}-1-1", "AC04")))
    (details,) = records.payments
    await billing.transactions.run(lambda tx: follow_customers(billing, [details], tx))
    (use,) = (await quiet_web.get(f"/parties/{invoice.party_id}/mandate-uses")).json()["items"]
    assert use["hold"] == "AC04"
    suspended = with_mandate(details, state=MandateState.SUSPENDED)
    await billing.transactions.run(lambda tx: follow_customers(billing, [suspended], tx))
    (use,) = (await quiet_web.get(f"/parties/{invoice.party_id}/mandate-uses")).json()["items"]
    assert use["hold"] == ""


async def test_a_one_off_mandate_whose_debit_was_rejected_is_used_once_more(
    billing: Billing, quiet_web: AsyncClient
) -> None:
    records = debtors(1)
    one_off = [with_mandate(one, type=MandateType.ONE_OFF) for one in records.payments]
    records = Records(records.parties, one_off, records.folders)
    (invoice,), file = await in_file(billing, records)
    await submitted(billing, file)
    await quiet_web.post("/bank-files", content=a_pain_002((f"{invoice.number}-1-1", "AM04")))
    (again,) = await debit_run(billing, quiet_web)
    assert (again["included"], again["sequence"]) == (True, "OOFF")
    last = (await quiet_web.get("/debit-files")).json()["items"][0]
    await submitted(billing, DebitFile.model_validate(file.model_dump() | {"id": last["id"]}))
    await come_back(quiet_web, invoice, "AC04", attempt=2)
    (use,) = (await quiet_web.get(f"/parties/{invoice.party_id}/mandate-uses")).json()["items"]
    assert use["last_presented"], "the bank had taken the second one"


async def test_a_debit_run_that_leaves_all_out_makes_no_file_and_says_why(
    billing: Billing, quiet_web: AsyncClient, parts: Parts
) -> None:
    records = debtors(2)
    drafts = [with_mandate(one, state=MandateState.DRAFT) for one in records.payments]
    invoices = await issued(billing, Records(records.parties, drafts, records.folders))
    (empty,) = await made(billing, invoices[0].run_id)
    assert (empty.count, empty.sha256) == (0, "")
    shown = (await quiet_web.get("/debit-files")).json()["items"][0]
    assert [one["code"] for one in shown["excluded"]] == ["mandate-not-active"] * 2
    content = await quiet_web.get(f"/debit-files/{empty.id}/content")
    assert (content.status_code, "no debit could go into it" in content.text) == (404, True)
    assert (await quiet_web.post(f"/debit-files/{empty.id}/submit")).status_code == 409
    assert await parts.database["outbox"].count_documents({"type": "debit-file-created"}) == 0


async def test_after_a_dispute_nobody_asks_again(billing: Billing, quiet_web: AsyncClient) -> None:
    (invoice,), file = await in_file(billing, debtors(1))
    await settled(billing, file)
    await come_back(quiet_web, invoice, "MD01")
    (collection,) = (await quiet_web.get(f"/collections?invoice_id={invoice.id}")).json()["items"]
    answer = await quiet_web.post(f"/collections/{collection['id']}/present-again")
    assert (answer.status_code, answer.json()["code"]) == (409, "not-presentable")


async def test_what_was_left_out_is_collected_once_it_is_mended_unless_it_was_paid_meanwhile(
    billing: Billing, quiet_web: AsyncClient
) -> None:
    records = debtors(3)
    drafts = [with_mandate(one, state=MandateState.DRAFT) for one in records.payments]
    invoices = await issued(
        billing, Records(parties=records.parties, payments=drafts, folders=records.folders)
    )
    await made(billing, invoices[0].run_id)
    everything = await debit_run(billing, quiet_web)
    assert {one["code"] for one in everything} == {"mandate-not-active"}
    mended = [one.model_copy(update={"version": 2}) for one in records.payments]
    await store(billing, Records(payments=mended))
    path = f"/invoices/{invoices[0].id}/credit-notes"
    await quiet_web.post(path, json={"reason": "storniert"})
    assert outcomes(await debit_run(billing, quiet_web)) == [
        (invoices[0].number, "more-than-owed"),
        (invoices[1].number, ""),
        (invoices[2].number, ""),
    ]


async def test_debit_runs_at_the_same_time_never_collect_the_same_money_twice(
    billing: Billing, quiet_web: AsyncClient, parts: Parts
) -> None:
    await issued(billing, debtors(4))
    answers = await asyncio.gather(*(quiet_web.post("/debit-files", json={}) for _ in range(5)))
    assert {answer.status_code for answer in answers} <= {202, 409}
    while await build_next_debit_file(billing):
        await quiet_web.post("/debit-files", json={})
    files = [row["_id"] async for row in parts.database["debit_files"].find()]
    debits = parts.database["debit_items"].find({"file_id": {"$in": files}, "excluded": False})
    collected = [row["collection_id"] async for row in debits]
    assert len(collected) == len(set(collected)) == 4


async def test_debits_wait_for_the_end_of_the_run(quiet_web: AsyncClient) -> None:
    run_id = (await quiet_web.post("/runs", json={"period": "2026-10"})).json()["id"]
    answer = await quiet_web.post("/debit-files", json={"run_id": run_id})
    assert (answer.status_code, answer.json()["code"]) == (409, "run-not-done")
    missing = await quiet_web.post("/debit-files", json={"run_id": str(uuid4())})
    assert missing.status_code == 404


async def test_the_same_key_is_the_same_debit_run(billing: Billing, quiet_web: AsyncClient) -> None:
    await issued(billing, debtors(2))
    key = {"Idempotency-Key": "monday"}
    first, second = [
        (await quiet_web.post("/debit-files", json={}, headers=key)).json() for _ in range(2)
    ]
    assert first == second
    assert [one["count"] for one in first["items"]] == [2]
    listed = (await quiet_web.get("/debit-files")).json()["items"]
    assert listed == first["items"]


async def test_a_changed_iban_is_told_until_a_debit_that_says_so_was_taken(
    billing: Billing, quiet_web: AsyncClient
) -> None:
    records = debtors(1)
    (invoice,), file = await in_file(billing, records)
    await settled(billing, file)
    (details,) = records.payments
    account = details.accounts[0].model_copy(update={"iban": "DE89370400440532013000"})
    changed = details.model_copy(update={"version": 2, "accounts": (account,)})
    await store(billing, Records(payments=[changed]))
    await come_back(quiet_web, invoice, "AM04")
    (item,) = await debit_run(billing, quiet_web)
    assert item["amended"]
    files = (await quiet_web.get("/debit-files")).json()["items"]
    content = await quiet_web.get(f"/debit-files/{files[0]['id']}/content")
    assert b"<AmdmntInd>true</AmdmntInd>" in content.content
    assert b"SMNDA" in content.content


def with_mandate(details: PaymentDetails, **changes: object) -> PaymentDetails:
    mandates = tuple(one.model_copy(update=changes) for one in details.mandates)
    return details.model_copy(update={"mandates": mandates})
