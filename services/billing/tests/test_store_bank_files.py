"""Returns on a real database: each debit comes back once, whatever files say it, in any order."""

import random
from dataclasses import replace
from decimal import Decimal

import pytest
from httpx import AsyncClient, Response
from kontor_billing.app import Parts
from kontor_billing.testing.bank_xml import (
    CAMT_053,
    a_camt,
    a_pain_002,
    a_returned_debit,
    an_entry,
)
from kontor_billing.testing.debits import debtors, in_file, submitted
from kontor_billing.testing.issuing import without_kafka
from kontor_billing.usecases.bank_files import take_bank_file
from kontor_billing.usecases.billing import Billing
from kontor_contracts.billing.collection import PaymentReturned
from kontor_contracts.billing.invoice import Collection

GROSS = Decimal("35.58")


@pytest.fixture
def billing(parts: Parts) -> Billing:
    return without_kafka(parts.billing)


async def presented(billing: Billing, count: int) -> list[Collection]:
    """Debits that the bank has."""
    invoices, file = await in_file(billing, debtors(count))
    await submitted(billing, file)
    return [one for invoice in invoices for one in invoice.collections]


async def send(web: AsyncClient, content: bytes) -> Response:
    return await web.post("/bank-files", content=content)


def states(answer: Response) -> list[tuple[str, str]]:
    return [(one["state"], one["reason"]) for one in answer.json()["entries"]]


async def facts(parts: Parts) -> list[PaymentReturned]:
    rows = parts.database["outbox"].find({"type": "payment-returned"})
    return [PaymentReturned.model_validate_json(row["body"]) async for row in rows]


async def kept(parts: Parts) -> list[tuple[str, str, str]]:
    rows = parts.database["collections"].find().sort("reference")
    return [(one["reference"], one["state"], one.get("code", "")) async for one in rows]


async def test_a_return_gives_its_debit_back_and_tells_what_the_mandate_must_become(
    billing: Billing, quiet_web: AsyncClient, parts: Parts
) -> None:
    (debit,) = await presented(billing, 1)
    file = a_camt(an_entry([a_returned_debit(debit.reference, GROSS, "AC04")], GROSS))
    assert states(await send(quiet_web, file)) == [("matched", "")]
    (fact,) = await facts(parts)
    assert (fact.collection_id, fact.mandate_id) == (debit.id, debit.mandate_id)
    assert (fact.amount, fact.code, fact.mandate_becomes) == (GROSS, "AC04", "suspended")
    assert await kept(parts) == [(debit.reference, "returned", "AC04")]


async def test_any_order_and_repetition_of_files_gives_the_same_end(
    billing: Billing, quiet_web: AsyncClient, parts: Parts
) -> None:
    debits = await presented(billing, 3)
    first, second, third = [debit.reference for debit in debits]
    one, two = (a_returned_debit(reference, GROSS) for reference in (first, second))
    files = [
        a_pain_002((third, "AM04")),
        a_camt(an_entry([one, two], GROSS * 2)),
        a_camt(an_entry([one], GROSS), kind=CAMT_053, version="camt.053.001.08"),
        a_camt(an_entry([a_returned_debit(second, GROSS, own="other")], GROSS)),
    ] * 2
    random.Random(7).shuffle(files)  # noqa: S311  # any order will do
    for file in files:
        assert (await send(quiet_web, file)).status_code == 200
    assert await kept(parts) == [
        (first, "returned", "AC04"),
        (second, "returned", "AC04"),
        (third, "rejected", "AM04"),
        (f"{third[:-1]}2", "open", ""),
    ]
    assert len(await facts(parts)) == 3
    assert (await quiet_web.get("/unmatched")).json()["items"] == []


async def test_what_cannot_be_matched_is_listed_with_its_reason_and_changes_nothing(
    billing: Billing, quiet_web: AsyncClient, parts: Parts
) -> None:
    (debit,) = await presented(billing, 1)
    unknown = a_camt(an_entry([a_returned_debit("X-1", "5.00")], "5.00"))
    partial = a_camt(an_entry([a_returned_debit(debit.reference, "5.00")], "5.00"))
    assert states(await send(quiet_web, unknown)) == [("unmatched", "no-such-collection")]
    assert states(await send(quiet_web, partial)) == [("unmatched", "amount-differs")]
    listed = (await quiet_web.get("/unmatched")).json()["items"]
    assert {one["reason"] for one in listed} == {"no-such-collection", "amount-differs"}
    assert await kept(parts) == [(debit.reference, "presented", "")]
    assert await facts(parts) == []


async def test_a_file_that_is_cut_off_changes_nothing(
    billing: Billing, quiet_web: AsyncClient, parts: Parts
) -> None:
    (debit,) = await presented(billing, 1)
    file = a_camt(an_entry([a_returned_debit(debit.reference, GROSS)], GROSS))
    answer = await send(quiet_web, file[:-20])
    assert (answer.status_code, answer.json()["code"]) == (422, "not-a-bank-file")
    assert await kept(parts) == [(debit.reference, "presented", "")]
    assert await parts.database["bank_entries"].count_documents({}) == 0


async def test_what_is_not_reached_in_time_is_taken_when_the_file_comes_again(
    billing: Billing,
) -> None:
    debits = await presented(billing, 3)
    details = [a_returned_debit(one.reference, GROSS, "AC04") for one in debits]
    file = a_camt(an_entry(details, GROSS * 3))
    in_no_time = replace(billing, bank_file_seconds=0)
    assert await take_bank_file(in_no_time, file) == ([], [], 3)
    whole = await take_bank_file(billing, file)
    assert (len(whole.entries), whole.remaining) == (3, 0)
    assert await take_bank_file(in_no_time, file) == whole, "what is known costs no time"
