"""Own organisation, payment details and history through the whole service."""

import asyncio
import json
from collections import Counter

import httpx
from kontor_contracts.customers.payment import PaymentDetailsChanged
from kontor_contracts.topics import (
    CUSTOMERS_ORGANISATION,
    CUSTOMERS_PAYMENT,
)
from kontor_customers.testing.records import GERMAN_IBAN, a_mandate, an_account, own_organisation
from kontor_customers.testing.service import (
    FactsAbout,
    created,
)


async def test_a_debit_needs_the_own_organisation_and_one_error_says_all(
    admin: httpx.AsyncClient, facts_about: FactsAbout
) -> None:
    party = await created(admin)
    path = f"/parties/{party['id']}/payment"
    debit = {"method": "sepa-debit", "accounts": [an_account()], "mandates": [a_mandate()]}
    await admin.put("/organisation", json={"name": "Beispielnetz"})
    refused = await admin.put(path, json=debit)
    assert (refused.status_code, refused.json()["code"]) == (409, "organisation-incomplete")
    assert [one["field"] for one in refused.json()["fields"]] == [
        "organisation.iban",
        "organisation.bic",
        "organisation.creditor_id",
    ]
    await admin.put("/organisation", json=own_organisation(), headers={"If-Match": '"1"'})
    accepted = await admin.put(path, json=debit)
    assert (accepted.status_code, accepted.headers["etag"]) == (200, '"1"')
    assert accepted.json()["mandate_id"] == accepted.json()["mandates"][0]["id"]
    (event,) = await facts_about(CUSTOMERS_PAYMENT, party["id"])
    assert isinstance(event, PaymentDetailsChanged)
    assert event.payment.accounts[0].iban == GERMAN_IBAN


async def test_a_mandate_reference_is_used_once_for_ever(admin: httpx.AsyncClient) -> None:
    await admin.put("/organisation", json=own_organisation())
    mine, yours = await created(admin), await created(admin)
    body = {"accounts": [an_account()], "mandates": [a_mandate(reference="M-7", state="draft")]}
    put = await admin.put(f"/parties/{mine['id']}/payment", json=body)
    emptied = await admin.put(
        f"/parties/{mine['id']}/payment", json={}, headers={"If-Match": put.headers["etag"]}
    )
    assert emptied.status_code == 200
    body["mandates"] = [a_mandate(reference="m-7")]
    taken = await admin.put(f"/parties/{yours['id']}/payment", json=body)
    assert [one["code"] for one in taken.json()["fields"]] == ["reference-taken"]


async def test_parties_racing_for_a_mandate_reference_get_it_once(
    admin: httpx.AsyncClient,
) -> None:
    await admin.put("/organisation", json=own_organisation())
    parties = [await created(admin) for _ in range(8)]
    body = {"accounts": [an_account()], "mandates": [a_mandate()]}
    answers = await asyncio.gather(
        *(admin.put(f"/parties/{party['id']}/payment", json=body) for party in parties)
    )
    assert Counter(answer.status_code for answer in answers) == {200: 1, 422: 7}


async def test_histories_tell_who_changed_what_and_mask_ibans(admin: httpx.AsyncClient) -> None:
    party = await created(admin)
    path = f"/parties/{party['id']}"
    await admin.put(path, json={"name": "Kranz & Co"}, headers={"If-Match": '"1"'})
    await admin.put(f"{path}/payment", json={"accounts": [an_account()]})
    first = (await admin.get(f"{path}/history", params={"limit": 2})).json()
    rest = (
        await admin.get(f"{path}/history", params={"cursor": first["next_cursor"], "limit": 2})
    ).json()
    payment, change, creation = first["items"] + rest["items"]
    assert rest["next_cursor"] is None
    assert change["author"]["door"] == "http"
    assert change["changes"] == [
        {"field": "name", "before": "Glaserei Kranz", "after": "Kranz & Co"}
    ]
    assert creation["changes"][0]["before"] is None
    assert "DE…3000" in json.dumps(payment, ensure_ascii=False)
    assert GERMAN_IBAN not in json.dumps(payment)


async def test_the_organisation_is_published_with_its_bic(
    admin: httpx.AsyncClient, facts_about: FactsAbout
) -> None:
    assert (await admin.get("/organisation")).status_code == 404
    await admin.put("/organisation", json=own_organisation())
    events = await facts_about(CUSTOMERS_ORGANISATION, "organisation")
    assert events[-1].model_dump()["organisation"]["bic"] == "COBADEFFXXX"
