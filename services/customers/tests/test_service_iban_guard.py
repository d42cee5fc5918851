"""A changed IBAN through the whole service: second person, waiting time, and what is told."""

from datetime import timedelta

import httpx
import pytest
from kontor_chassis.clock import now
from kontor_contracts.topics import CUSTOMERS_PARTY, CUSTOMERS_PAYMENT
from kontor_customers.app import Parts
from kontor_customers.model.organisation import civil_day
from kontor_customers.testing.records import (
    FRENCH_IBAN,
    GERMAN_IBAN,
    a_mandate,
    an_account,
    own_organisation,
)
from kontor_customers.testing.service import FactsAbout, Json, created, signed_in
from kontor_customers.usecases import dormancy, upkeep


async def a_debtor(admin: httpx.AsyncClient, **guard: object) -> tuple[str, Json]:
    """A party with a debit, and the organisation's guard; the path and its payment details."""
    await admin.put("/organisation", json=own_organisation(**guard))
    party = await created(admin)
    path = f"/parties/{party['id']}"
    body = {"method": "sepa-debit", "accounts": [an_account()], "mandates": [a_mandate()]}
    return path, (await admin.put(f"{path}/payment", json=body)).raise_for_status().json()


async def moved(admin: httpx.AsyncClient, path: str, payment: Json) -> Json:
    """The account with another IBAN, as far as that is allowed at once."""
    account = {**payment["accounts"][0], "iban": FRENCH_IBAN, "bic": ""}
    answer = await admin.put(
        f"{path}/payment",
        json={**payment, "accounts": [account]},
        headers={"If-Match": f'"{payment["version"]}"'},
    )
    after: Json = answer.raise_for_status().json()
    return after


async def iban(admin: httpx.AsyncClient, path: str) -> str:
    return str((await admin.get(f"{path}/payment")).json()["accounts"][0]["iban"])


async def test_by_default_a_changed_iban_holds_at_once_and_is_told_masked(
    admin: httpx.AsyncClient, facts_about: FactsAbout
) -> None:
    path, payment = await a_debtor(admin)
    assert (await moved(admin, path, payment))["accounts"][0]["iban"] == FRENCH_IBAN
    (change,) = (await admin.get(f"{path}/iban-changes")).json()["items"]
    assert (change["state"], change["before"], change["after"]) == ("applied", "DE…3000", "FR…2606")
    (told,) = await facts_about(CUSTOMERS_PARTY, payment["accounts"][0]["id"])
    assert told.type == "bank-account-changed"
    assert FRENCH_IBAN not in told.model_dump_json()


async def test_a_second_person_confirms_a_changed_iban(
    admin: httpx.AsyncClient, facts_about: FactsAbout
) -> None:
    path, payment = await a_debtor(admin, iban_guard="second-person")
    assert (await moved(admin, path, payment))["accounts"][0]["iban"] == GERMAN_IBAN
    (change,) = (await admin.get(f"{path}/iban-changes")).json()["items"]
    confirm = f"{path}/iban-changes/{change['id']}/confirm"
    alone = await admin.post(confirm)
    assert (alone.status_code, alone.json()["code"]) == (403, "second-person-needed")
    acc = await signed_in(admin, "Acc", "accounting")
    confirmed = await admin.post(confirm, headers=acc)
    assert (confirmed.json()["state"], confirmed.json()["confirmed_by"]) == ("applied", "Acc")
    assert await iban(admin, path) == FRENCH_IBAN
    assert (await admin.post(confirm, headers=acc)).status_code == 409
    facts = await facts_about(CUSTOMERS_PAYMENT, payment["party_id"])
    assert [fact.order for fact in facts] == [1, 2]


async def test_a_changed_iban_is_withdrawn(admin: httpx.AsyncClient) -> None:
    path, payment = await a_debtor(admin, iban_guard="second-person")
    await moved(admin, path, payment)
    (change,) = (await admin.get(f"{path}/iban-changes")).json()["items"]
    gone = await admin.post(f"{path}/iban-changes/{change['id']}/withdraw")
    assert gone.json()["state"] == "withdrawn"
    assert await iban(admin, path) == GERMAN_IBAN


async def test_a_changed_iban_is_used_when_its_day_has_come(
    admin: httpx.AsyncClient, parts: Parts
) -> None:
    path, payment = await a_debtor(admin, iban_guard="waiting-time", iban_waiting_days=2)
    await moved(admin, path, payment)
    today = civil_day(None, now())
    await upkeep.use_due_ibans(parts.books, today + timedelta(days=1))
    assert await iban(admin, path) == GERMAN_IBAN
    for _ in range(2):
        await upkeep.use_due_ibans(parts.books, today + timedelta(days=2))
        assert await iban(admin, path) == FRENCH_IBAN
    history = (await admin.get(f"{path}/history")).json()["items"]
    assert {one["author"]["door"] for one in history} == {"http", "clock"}
    assert GERMAN_IBAN not in str(history)
    assert FRENCH_IBAN not in str(history)


@pytest.mark.parametrize("days", [0, 31])
async def test_a_waiting_time_has_its_limits(admin: httpx.AsyncClient, days: int) -> None:
    answer = await admin.put("/organisation", json=own_organisation(iban_waiting_days=days))
    assert answer.status_code == 422


async def test_mandates_that_have_slept_too_long_expire(
    admin: httpx.AsyncClient, parts: Parts
) -> None:
    path, payment = await a_debtor(admin)
    today = civil_day(None, now())
    await dormancy.expire_mandates(parts.books, today)
    assert (await admin.get(f"{path}/payment")).json()["mandates"][0]["state"] == "active"
    await dormancy.expire_mandates(parts.books, today.replace(year=today.year + 4))
    after = (await admin.get(f"{path}/payment")).json()
    assert (after["mandates"][0]["state"], after["version"]) == ("expired", 2)
    missing = (await admin.get(path)).json()["missing"]
    assert "mandate-missing" in {one["code"] for one in missing}
    assert payment["version"] == 1
