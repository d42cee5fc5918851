"""Customers and prospects through both doors of the whole service."""

import asyncio
from collections import Counter
from uuid import UUID, uuid4

import httpx
from kontor_chassis.testing import Publish, has_read_all, in_background
from kontor_contracts.billing.folder import Folder, FolderActivated, FolderState
from kontor_contracts.customers.party import CustomerRegistered, ProspectConverted
from kontor_contracts.topics import (
    CUSTOMERS_PARTY,
)
from kontor_customers.app import Parts, worker_tasks
from kontor_customers.subscribers import GROUP
from kontor_customers.testing.service import (
    FactsAbout,
    Json,
    created,
)
from kontor_local.testing import eventually


async def test_a_customer_is_entered_with_a_name_alone(
    admin: httpx.AsyncClient, facts_about: FactsAbout
) -> None:
    answer = await admin.post("/customers", json={"name": "Glaserei Kranz"})
    assert (answer.status_code, answer.headers["etag"]) == (201, '"1"')
    party = answer.json()
    assert (party["number"], party["lifecycle"]) == ("K-000001", "customer")
    assert {one["code"] for one in party["missing"]} == {"no-address", "no-recipient"}
    (event,) = await facts_about(CUSTOMERS_PARTY, party["id"])
    assert isinstance(event, CustomerRegistered)
    assert event.party.name == "Glaserei Kranz"


EVERYTHING = {
    "name": "Commune de Metz",
    "kind": "public-body",
    "legal_form": "Commune",
    "billing_address": {"street": "Place d'Armes", "postcode": "57000", "city": "Metz"}
    | {"house_number": "1", "addition": "BP 1", "country": "FR"},
    "delivery_address": {"street": "Quai", "postcode": "57000", "city": "Metz"}
    | {"house_number": "2", "addition": "", "country": "FR"},
    "vat_id": "FR40303265045",
    "siren": "732829320",
    "siret": "73282932000074",
    "registration_number": "RCS Metz B 732829320",
    "accounting_reference": "411000",
    "language": "fr",
    "currency": "EUR",
    "electronic_address": {"scheme": "0009", "id": "73282932000074"},
    "buyer_reference": "04011000-1234512345-06",
    "chorus": {"rule": "both", "service_code": "S-1", "engagement_number": "E-1"},
    "vat": {"treatment": "eu-reverse-charge", "reason_code": "VATEX-EU-AE", "reason": None},
    "consolidate_invoices": True,
    "payment_term": {"days": 30, "end_of_month": True},
    "minimum_invoice": "12.50",
    "billing_batch": "A",
    "delivery": {"method": "chorus-pro", "fallback": "email-attachment"},
    "tags": ["VIP", "Mairie"],
    "on_hold": "Mahnverfahren",
}


async def test_every_field_of_a_party_is_kept_and_told(
    admin: httpx.AsyncClient, facts_about: FactsAbout
) -> None:
    (me,) = (await admin.get("/team")).json()["items"]
    payer = await created(admin)
    written = {**EVERYTHING, "payer_id": payer["id"], "responsible_id": me["id"]}
    party = (await admin.post("/customers", json=written)).raise_for_status().json()
    read = (await admin.get(f"/parties/{party['id']}")).json()
    assert {name: read[name] for name in written} == written
    (fact,) = await facts_about(CUSTOMERS_PARTY, party["id"])
    told = fact.model_dump(mode="json")["party"]
    assert {name: told[name] for name in written} == written


async def test_every_wrong_field_is_named_at_once(admin: httpx.AsyncClient) -> None:
    answer = await admin.post(
        "/customers", json={"name": " ", "siret": "1", "billing_address": {"country": "XX"}}
    )
    assert answer.status_code == 422
    named = {one["field"] for one in answer.json()["fields"]}
    assert named == {"name", "siret", "billing_address.country"}


async def test_fifty_parallel_creates_get_fifty_numbers(admin: httpx.AsyncClient) -> None:
    parties = await asyncio.gather(*(created(admin, name=f"Kranz {n}") for n in range(50)))
    assert len({party["number"] for party in parties}) == 50


async def test_the_same_idempotency_key_enters_one_customer(admin: httpx.AsyncClient) -> None:
    key = {"Idempotency-Key": "k-1"}
    first = await admin.post("/customers", json={"name": "Kranz"}, headers=key)
    again = await admin.post("/customers", json={"name": "Kranz"}, headers=key)
    assert first.json() == again.json()
    other = await admin.post("/customers", json={"name": "Lux"}, headers=key)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency-key-reused")


async def test_the_second_editor_gets_the_current_version(admin: httpx.AsyncClient) -> None:
    party = await created(admin)
    path, seen = f"/parties/{party['id']}", {"If-Match": '"1"'}
    first = await admin.put(path, json={"name": "First"}, headers=seen)
    second = await admin.put(path, json={"name": "Second"}, headers=seen)
    assert (first.status_code, second.status_code) == (200, 412)
    assert second.headers["etag"] == first.headers["etag"] == '"2"'
    assert (await admin.get(path)).json()["name"] == "First"


async def test_parallel_editors_lose_nothing(admin: httpx.AsyncClient) -> None:
    party = await created(admin)
    path, seen = f"/parties/{party['id']}", {"If-Match": '"1"'}
    answers = await asyncio.gather(
        *(admin.put(path, json={"name": f"Editor {n}"}, headers=seen) for n in range(10))
    )
    assert Counter(answer.status_code for answer in answers) == {200: 1, 412: 9}


async def test_a_change_without_a_version_is_refused(admin: httpx.AsyncClient) -> None:
    party = await created(admin)
    answer = await admin.put(f"/parties/{party['id']}", json={"name": "X"})
    assert answer.status_code == 428


async def test_a_record_read_can_be_sent_back(admin: httpx.AsyncClient) -> None:
    party = await created(admin, contacts=[{"name": "Rita"}])
    answer = await admin.put(f"/parties/{party['id']}", json=party, headers={"If-Match": '"1"'})
    assert (answer.status_code, answer.headers["etag"]) == (200, '"1"')


async def test_twenty_conversions_at_once_are_one(
    admin: httpx.AsyncClient, facts_about: FactsAbout
) -> None:
    contact = {"name": "Rita", "email": "rita@example.com"}
    prospect = await created(admin, "prospects", contacts=[contact])
    path = f"/parties/{prospect['id']}/convert"
    answers = await asyncio.gather(*(admin.post(path) for _ in range(20)))
    assert {answer.status_code for answer in answers} == {200}
    assert {answer.json()["lifecycle"] for answer in answers} == {"customer"}
    assert answers[0].json()["contacts"] == prospect["contacts"]
    events = await facts_about(CUSTOMERS_PARTY, prospect["id"])
    assert Counter(event.type for event in events) == {
        "prospect-registered": 1,
        "prospect-converted": 1,
    }


def an_active_folder(party_id: str, *, installation: str) -> Folder:
    return Folder(
        id=uuid4(),
        version=2,
        party_id=UUID(party_id),
        number="01",
        title="Site",
        state=FolderState.ACTIVE,
        standard_installation=installation,
    )


async def test_an_active_folder_with_a_standard_installation_converts_its_prospect(
    admin: httpx.AsyncClient, parts: Parts, publish: Publish, facts_about: FactsAbout
) -> None:
    with_installation = await created(admin, "prospects")
    without = await created(admin, "prospects")

    async def lifecycle(party: Json) -> str:
        return str((await admin.get(f"/parties/{party['id']}")).json()["lifecycle"])

    async with in_background(*await worker_tasks(parts, "subscribers")):
        await publish(FolderActivated(folder=an_active_folder(without["id"], installation="")))
        folder = an_active_folder(with_installation["id"], installation="fibre")
        await publish(FolderActivated(folder=folder), FolderActivated(folder=folder))
        await eventually(lambda: has_read_all(parts.settings, GROUP))
    assert await lifecycle(with_installation) == "customer"
    assert await lifecycle(without) == "prospect"
    events = await facts_about(CUSTOMERS_PARTY, with_installation["id"])
    assert sum(isinstance(event, ProspectConverted) for event in events) == 1


async def test_parties_are_found_page_by_page(admin: httpx.AsyncClient) -> None:
    for name in ("Müller Bau", "Mueller Holz", "Maier", "Muller SARL"):
        await created(admin, name=name)
    await created(admin, "prospects", name="Müller Prospekt")
    found, cursor = [], ""
    for _ in range(4):
        page = (
            await admin.get("/parties", params={"q": "mul", "limit": 2, "cursor": cursor})
        ).json()
        found += [one["name"] for one in page["items"]]
        if not (cursor := page["next_cursor"] or ""):
            break
    assert found == ["Müller Bau", "Müller Prospekt", "Muller SARL"]
    by_number = await admin.get("/parties", params={"q": "K-000003"})
    assert [one["name"] for one in by_number.json()["items"]] == ["Maier"]
    prospects = await admin.get("/parties", params={"lifecycle": "prospect"})
    assert [one["name"] for one in prospects.json()["items"]] == ["Müller Prospekt"]


async def test_a_made_up_cursor_is_refused(admin: httpx.AsyncClient) -> None:
    assert (await admin.get("/parties", params={"cursor": "bm8"})).status_code == 422
