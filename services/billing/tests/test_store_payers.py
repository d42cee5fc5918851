"""Folders that another party pays, from the run to the bank and back."""

from decimal import Decimal

import pytest
from httpx import AsyncClient
from kontor_billing.app import Parts
from kontor_billing.testing.bank_xml import a_camt, a_returned_debit, an_entry
from kontor_billing.testing.debits import made, settled
from kontor_billing.testing.issuing import issued, without_kafka
from kontor_billing.testing.records import a_folder, a_mandate, a_party, debit_details
from kontor_billing.testing.seeding import Records, store
from kontor_billing.usecases.billing import Billing
from kontor_contracts.billing.collection import CollectionPresented, PaymentReturned
from kontor_contracts.customers.party import Party
from kontor_contracts.customers.payment import PaymentMethod, SepaMandate

GROSS = Decimal("35.58")


@pytest.fixture
def billing(parts: Parts) -> Billing:
    return without_kafka(parts.billing)


def a_branch() -> tuple[Party, SepaMandate, Records]:
    """A consolidated customer of two folders, the second paid by another party's mandate."""
    payer, mandate = a_party(name="Zentrale AG"), a_mandate()
    branch = a_party(name="Filiale", consolidate_invoices=True)
    folders = [
        a_folder(party_id=branch.id, number="01"),
        a_folder(party_id=branch.id, number="02", payer_id=payer.id),
    ]
    payments = [debit_details(payer.id, [mandate])]
    return payer, mandate, Records([branch, payer], payments, folders)


async def test_the_preview_says_who_pays_what_split_off(
    parts: Parts, quiet_web: AsyncClient
) -> None:
    payer, mandate, records = a_branch()
    await store(parts.billing, records)
    answer = await quiet_web.post("/run-previews", json={"period": "2026-10"})
    shown = {tuple(one["folders"]): one["splits"] for one in answer.json()["invoices"]}
    assert shown["02",] == [{"reason": "payer", "value": f"{payer.number} {payer.name}"}]
    payment = (await quiet_web.get(f"/folders/{records.folders[1].id}/payment")).json()
    assert (payment["source"], payment["mandate_id"]) == ("payer", str(mandate.id))


async def test_the_payers_account_is_debited_and_a_return_speaks_against_its_mandate(
    parts: Parts, quiet_web: AsyncClient, billing: Billing
) -> None:
    payer, mandate, records = a_branch()
    invoices = await issued(billing, records)
    (invoice,) = [one for one in invoices if one.payer]
    (file,) = await made(billing, invoice.run_id)
    content = (await quiet_web.get(f"/debit-files/{file.id}/content")).text
    assert f"<MndtId>{mandate.reference}</MndtId>" in content
    await settled(billing, file)
    (use,) = (await quiet_web.get(f"/parties/{payer.id}/mandate-uses")).json()["items"]
    assert use["id"] == str(mandate.id)
    returned = a_camt(an_entry([a_returned_debit(f"{invoice.number}-1-1", GROSS, "AC04")], GROSS))
    await quiet_web.post("/bank-files", content=returned)
    facts = {row["type"]: row["body"] async for row in parts.database["outbox"].find({})}
    told = {"collection-presented": CollectionPresented, "payment-returned": PaymentReturned}
    for key, kind in told.items():
        fact = kind.model_validate_json(facts[key])
        assert (fact.party_id, fact.debtor_id) == (invoice.party_id, payer.id)


async def test_a_transfer_from_the_payers_iban_pays_the_invoice_that_it_fits(
    quiet_web: AsyncClient, billing: Billing
) -> None:
    _, mandate, records = a_branch()
    details = records.payments[0].model_copy(
        update={"method": PaymentMethod.TRANSFER, "mandate_id": None}
    )
    await issued(billing, Records(records.parties, [details], records.folders))
    iban = next(one.iban for one in details.accounts if one.id == mandate.account_id)
    rows = f"booked_on,amount,iban\n2026-11-20,{GROSS},{iban}\n"
    answer = await quiet_web.post("/bank-files", content=rows.encode())
    (payment,) = answer.json()["payments"]
    assert payment["state"] == "matched", payment


async def test_a_folders_mandate_is_one_of_the_party_that_pays(
    parts: Parts, quiet_web: AsyncClient
) -> None:
    payer, mandate, records = a_branch()
    await store(parts.billing, records)
    path = f"/parties/{records.parties[0].id}/folders"
    payment = {"method": "sepa-debit", "mandate_id": str(mandate.id)}
    wanted = {"number": "03", "title": "Lager", "payment": payment}
    refused = await quiet_web.post(path, json=wanted)
    assert [one["field"] for one in refused.json()["fields"]] == ["payment.mandate_id"]
    taken = await quiet_web.post(path, json=wanted | {"payer_id": str(payer.id)})
    assert taken.status_code == 201, taken.text
