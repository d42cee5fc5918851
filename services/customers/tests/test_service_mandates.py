"""Mandates follow what the bank says of their collections, and are told of before they expire."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import httpx
from kontor_chassis.clock import now
from kontor_chassis.testing import Publish, has_read_all, in_background
from kontor_contracts.billing.collection import CollectionPresented, PaymentReturned, ReturnKind
from kontor_contracts.customers.mandate import MandateExpiring
from kontor_contracts.customers.payment import MandateState
from kontor_contracts.topics import CUSTOMERS_PARTY
from kontor_customers.app import Parts, worker_tasks
from kontor_customers.model.organisation import civil_day
from kontor_customers.subscribers import GROUP
from kontor_customers.testing.records import a_mandate, an_account, own_organisation
from kontor_customers.testing.service import FactsAbout, Json, created
from kontor_customers.usecases.dormancy import expire_mandates, warn_of_expiry
from kontor_local.testing import eventually


async def a_debtor(admin: httpx.AsyncClient, **mandate: object) -> tuple[str, Json]:
    await admin.put("/organisation", json=own_organisation())
    path = f"/parties/{(await created(admin))['id']}/payment"
    mandates = [a_mandate(reference=f"M-{uuid4().hex[:8]}", **mandate)]
    body = {"method": "sepa-debit", "accounts": [an_account()], "mandates": mandates}
    return path, (await admin.put(path, json=body)).raise_for_status().json()


def presented(payment: Json, on: date) -> CollectionPresented:
    return CollectionPresented(
        collection_id=uuid4(),
        invoice_id=uuid4(),
        invoice_number="2026-000123",
        party_id=UUID(payment["party_id"]),
        reference="2026-000123-1-1",
        amount=Decimal("119.00"),
        currency="EUR",
        mandate_id=UUID(payment["mandates"][0]["id"]),
        file_id=uuid4(),
        collection_date=on,
        sequence="RCUR",
    )


def paid_for_another(fact: CollectionPresented) -> CollectionPresented:
    """The same mandate, for an invoice of another customer."""
    return fact.model_copy(update={"party_id": uuid4(), "payer_id": fact.party_id})


def returned(fact: CollectionPresented, becomes: MandateState) -> PaymentReturned:
    same = fact.model_dump(exclude={"file_id", "collection_date", "sequence"})
    returning = {"kind": ReturnKind.RETURNED, "code": "MD01", "needs_person": True}
    return PaymentReturned(**same, **returning, mandate_becomes=becomes)


async def test_a_collection_moves_the_mandates_last_use_and_a_return_ends_it(
    admin: httpx.AsyncClient, parts: Parts, publish: Publish
) -> None:
    path, payment = await a_debtor(admin)
    use = presented(payment, date(2026, 11, 16))
    end = returned(use, MandateState.CANCELLED)

    async def mandate_is(last_used_on: str, state: str) -> bool:
        (found,) = (await admin.get(path)).json()["mandates"]
        return (found["last_used_on"], found["state"]) == (last_used_on, state)

    async with in_background(*await worker_tasks(parts, "subscribers")):
        await publish(use, use)
        await eventually(lambda: mandate_is("2026-11-16", "active"))
        await publish(end, end, presented(payment, date(2026, 10, 1)))
        await eventually(lambda: mandate_is("2026-11-16", "cancelled"))
        again = returned(presented(payment, date(2026, 12, 1)), MandateState.SUSPENDED)
        await publish(again, paid_for_another(presented(payment, date(2026, 12, 1))))
        await eventually(lambda: has_read_all(parts.settings, GROUP))
        assert await mandate_is("2026-12-01", "cancelled")
    history = (await admin.get(path.replace("payment", "history"))).json()["items"]
    by_bank = [one["changes"] for one in history if one["author"]["name"] == "Bank"]
    assert [change["after"] for (change,) in by_bank] == ["2026-12-01", "cancelled", "2026-11-16"]


async def test_people_are_told_once_before_a_mandate_expires_and_again_after_another_use(
    admin: httpx.AsyncClient, parts: Parts, facts_about: FactsAbout
) -> None:
    path, payment = await a_debtor(admin, signed_on="2026-01-15")
    mandate = payment["mandates"][0]

    async def told() -> list[date]:
        facts = await facts_about(CUSTOMERS_PARTY, mandate["id"])
        return [one.expires_on for one in facts if isinstance(one, MandateExpiring)]

    for day in (date(2028, 11, 15), date(2028, 11, 16), date(2028, 11, 17)):
        await warn_of_expiry(parts.books, day, days=60)
    assert await told() == [date(2029, 1, 15)]
    used = {**payment, "mandates": [{**mandate, "last_used_on": "2026-03-01"}]}
    (await admin.put(path, json=used, headers={"If-Match": '"1"'})).raise_for_status()
    await warn_of_expiry(parts.books, date(2028, 12, 1), days=60)
    assert await told() == [date(2029, 1, 15)]
    await warn_of_expiry(parts.books, date(2029, 1, 1), days=60)
    assert await told() == [date(2029, 1, 15), date(2029, 3, 1)]


async def test_many_sleeping_mandates_expire_in_one_go(
    admin: httpx.AsyncClient, parts: Parts
) -> None:
    debtors = [await a_debtor(admin) for _ in range(3)]
    far = civil_day(None, now()) + timedelta(days=4 * 366)
    await expire_mandates(parts.books, far)
    states = [(await admin.get(path)).json()["mandates"][0]["state"] for path, _ in debtors]
    assert states == ["expired"] * 3
    assert [batch async for batch in parts.books.payments.expiring_by(far, 2)] == []
