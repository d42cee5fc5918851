"""Returns without an end-to-end id, and what nobody could place: listed, told, done by hand."""

from decimal import Decimal
from uuid import uuid4

import pytest
from httpx import AsyncClient, Response
from kontor_billing.app import Parts
from kontor_billing.testing.bank_xml import a_camt, a_nameless_return, a_returned_debit, an_entry
from kontor_billing.testing.debits import in_file, submitted
from kontor_billing.testing.issuing import without_kafka
from kontor_billing.testing.records import a_folder, a_mandate, a_party, debit_details
from kontor_billing.testing.seeding import Records
from kontor_billing.usecases.billing import Billing
from kontor_contracts.billing.collection import BankEntryUnmatched
from kontor_contracts.billing.invoice import Collection

GROSS = Decimal("35.58")


@pytest.fixture
def billing(parts: Parts) -> Billing:
    return without_kafka(parts.billing)


async def presented(billing: Billing) -> dict[str, Collection]:
    """One debit of the mandate SINGLE, and two alike of TWICE: the bank has all three."""
    single, twice = (a_party(number=f"K-{number:06}") for number in range(2))
    records = Records(
        parties=[single, twice],
        payments=[
            debit_details(single.id, [a_mandate(reference="SINGLE")]),
            debit_details(twice.id, [a_mandate(reference="TWICE")]),
        ],
        folders=[
            a_folder(party_id=single.id),
            a_folder(party_id=twice.id),
            a_folder(party_id=twice.id, number="02"),
        ],
    )
    invoices, file = await in_file(billing, records)
    await submitted(billing, file)
    debits = [one for invoice in invoices for one in invoice.collections]
    return {one.mandate_reference: one for one in debits}


async def send(web: AsyncClient, detail: str, amount: Decimal | str = GROSS) -> Response:
    return await web.post("/bank-files", content=a_camt(an_entry([detail], amount)))


def states(answer: Response) -> list[tuple[str, str]]:
    return [(one["state"], one["reason"]) for one in answer.json()["entries"]]


async def told(parts: Parts) -> list[BankEntryUnmatched]:
    rows = parts.database["outbox"].find({"type": BankEntryUnmatched.type})
    return [BankEntryUnmatched.model_validate_json(row["body"]) async for row in rows]


async def test_without_an_end_to_end_id_a_return_is_found_by_instruction_or_by_its_mandate(
    billing: Billing, quiet_web: AsyncClient, parts: Parts
) -> None:
    debits = await presented(billing)
    single, one_of_two = debits["SINGLE"], debits["TWICE"]
    by_mandate = await send(quiet_web, a_nameless_return(GROSS, mandate="SINGLE"))
    assert states(by_mandate) == [("matched", "")]
    assert by_mandate.json()["entries"][0]["collection_id"] == str(single.id)
    by_instruction = a_nameless_return(GROSS, instruction=one_of_two.reference, mandate="SINGLE")
    assert states(await send(quiet_web, by_instruction)) == [("matched", "")]
    assert await told(parts) == []


async def test_where_two_debits_fit_none_is_guessed_and_a_person_is_asked_once(
    billing: Billing, quiet_web: AsyncClient, parts: Parts
) -> None:
    await presented(billing)
    for _ in range(2):
        answer = await send(quiet_web, a_nameless_return(GROSS, mandate="TWICE"))
        assert states(answer) == [("unmatched", "no-such-collection")]
    other_amount = a_nameless_return("5.00", mandate="SINGLE")
    assert states(await send(quiet_web, other_amount, "5.00")) == [
        ("unmatched", "no-such-collection")
    ]
    assert {(one.kind, one.amount, one.reference, one.reason) for one in await told(parts)} == {
        ("return", GROSS, "TWICE", "no-such-collection"),
        ("return", Decimal("5.00"), "SINGLE", "no-such-collection"),
    }
    assert len(await told(parts)) == 2


async def test_an_unmatched_return_is_assigned_by_hand_and_that_is_final(
    billing: Billing, quiet_web: AsyncClient, parts: Parts
) -> None:
    single = (await presented(billing))["SINGLE"]
    await send(quiet_web, a_returned_debit("X-1", GROSS))
    (listed,) = (await quiet_web.get("/unmatched")).json()["items"]
    wanted = {"key": listed["entry"]["key"], "collection_id": str(single.id)}
    for _ in range(2):
        assigned = await quiet_web.post("/unmatched/assign", json=wanted)
        assert (assigned.status_code, assigned.json()["state"]) == (200, "assigned")
    kept = await parts.database["collections"].find_one({"_id": single.id})
    assert kept
    assert (kept["state"], kept["code"]) == ("returned", "AC04")
    assert (await quiet_web.get("/unmatched")).json()["items"] == []
    assert await parts.database["outbox"].count_documents({"type": "payment-returned"}) == 1


async def test_an_unmatched_return_is_dismissed_with_a_reason_and_moves_no_money(
    billing: Billing, quiet_web: AsyncClient, parts: Parts
) -> None:
    single = (await presented(billing))["SINGLE"]
    await send(quiet_web, a_returned_debit("X-1", GROSS))
    wanted = {"key": "BANK-X-1", "reason": "belongs to our other company"}
    for _ in range(2):
        dismissed = await quiet_web.post("/unmatched/dismiss", json=wanted)
        assert (dismissed.status_code, dismissed.json()["state"]) == (200, "dismissed")
        assert dismissed.json()["reason"] == wanted["reason"]
    assert (await quiet_web.get("/unmatched")).json()["items"] == []
    for state, found in (("", 1), ("dismissed", 1), ("unmatched", 0)):
        all_told = await quiet_web.get("/returns", params={"state": state} if state else {})
        assert len(all_told.json()["items"]) == found
    assign = {"key": "BANK-X-1", "collection_id": str(single.id)}
    too_late = await quiet_web.post("/unmatched/assign", json=assign)
    assert (too_late.status_code, too_late.json()["code"]) == (409, "not-assignable")
    unknown = await quiet_web.post("/unmatched/dismiss", json=wanted | {"key": f"{uuid4()}"})
    assert unknown.status_code == 404
    assert await parts.database["outbox"].count_documents({"type": "payment-returned"}) == 0
