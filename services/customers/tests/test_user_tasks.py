"""What a user of the back office does with a customer, from the first line to the first invoice."""

import httpx
from kontor_contracts.topics import CUSTOMERS_PARTY
from kontor_customers.testing.records import FRENCH_IBAN, a_mandate, an_account, own_organisation
from kontor_customers.testing.service import FactsAbout, Json, created, signed_in


def codes(party: Json) -> set[str]:
    return {one["code"] for one in party["missing"]}


async def read(admin: httpx.AsyncClient, party: Json) -> Json:
    found: Json = (await admin.get(f"/parties/{party['id']}")).json()
    return found


async def changed(admin: httpx.AsyncClient, party: Json, **fields: object) -> Json:
    """The party saved again with other fields, as a page does it."""
    stored = await read(admin, party)
    answer = await admin.put(
        f"/parties/{party['id']}",
        json={**stored, **fields},
        headers={"If-Match": f'"{stored["version"]}"'},
    )
    after: Json = answer.raise_for_status().json()
    return after


async def test_s1_a_customer_is_created_with_a_name_only_and_the_rest_follows(
    admin: httpx.AsyncClient,
) -> None:
    sal = await signed_in(admin, "Sal", "sales")
    members = (await admin.get("/team")).json()["items"]
    party = (await admin.post("/customers", json={"name": "Mairie de Metz"}, headers=sal)).json()
    assert party["number"] == "K-000001"
    responsible = next(one["id"] for one in members if one["name"] == "Sal")
    after = await changed(
        admin,
        party,
        kind="public-body",
        legal_form="Commune",
        billing_address={
            "street": "1 place d'Armes",
            "postcode": "57000",
            "city": "Metz",
            "country": "FR",
        },
        delivery_address={"street": "Dépôt", "country": "FR"},
        siret="73282932000074",
        accounting_reference="411METZ",
        language="fr",
        electronic_address={"scheme": "0009", "id": "73282932000074"},
        chorus={"rule": "both", "service_code": "S1", "engagement_number": "E1"},
        responsible_id=responsible,
        tags=["Grand Est", "Grand Est"],
        on_hold="contract not signed",
    )
    assert (after["tags"], after["responsible_id"]) == (["Grand Est"], responsible)
    stranger = await admin.put(
        f"/parties/{party['id']}",
        json={**after, "responsible_id": party["id"]},
        headers={"If-Match": '"2"'},
    )
    assert [one["code"] for one in stranger.json()["fields"]] == ["unknown-member"]


async def test_s2_s3_invoices_are_consolidated_and_vat_is_left_out_for_a_reason(
    admin: httpx.AsyncClient,
) -> None:
    await admin.put("/organisation", json=own_organisation(address={"country": "DE"}))
    party = await created(admin)
    vat = {"treatment": "eu-reverse-charge", "reason_code": "VATEX-EU-AE"}
    after = await changed(admin, party, consolidate_invoices=True, vat=vat, vat_id="DE136695976")
    assert "vat-id-missing" in codes(after), "an own VAT id is none of another member state"
    after = await changed(admin, party, vat_id="FR40303265045")
    assert "vat-id-missing" not in codes(after)
    assert after["consolidate_invoices"] is True


async def test_s4_contacts_are_added_and_one_becomes_recipient(admin: httpx.AsyncClient) -> None:
    party = await created(admin)
    contacts = f"/parties/{party['id']}/contacts"
    tom = {"name": "Tom", "functions": ["Technisch"], "portal_rights": ["tickets"]}
    rita = {"name": "Rita", "email": "rita@example.com", "phones": ["+49 30 123456"]}
    for contact in (tom, rita):
        assert (await admin.post(contacts, json=contact)).status_code == 201
    listed = (await admin.get(contacts, params={"active": True})).json()["items"]
    assert [one["name"] for one in listed] == ["Rita", "Tom"]
    assert listed[0]["phones"] == ["+4930123456"]
    assert "no-recipient" in codes(await read(admin, party)), "saved all the same"
    made = await admin.put(
        f"{contacts}/{listed[0]['id']}",
        json={**rita, "invoice_recipient": "to"},
        headers={"If-Match": '"3"'},
    )
    assert (made.status_code, made.headers["etag"]) == (200, '"4"')
    assert "no-recipient" not in codes(await read(admin, party))


async def test_s4_an_inactive_contact_is_in_no_list_to_pick_from_and_gets_nothing(
    admin: httpx.AsyncClient,
) -> None:
    rita = {"name": "Rita", "email": "rita@example.com", "invoice_recipient": "to"}
    party = await created(admin, contacts=[rita])
    contacts = f"/parties/{party['id']}/contacts"
    gone = await admin.delete(f"{contacts}/{party['contacts'][0]['id']}")
    assert gone.json()["active"] is False
    assert (await admin.get(contacts, params={"active": True})).json()["items"] == []
    assert len((await admin.get(contacts)).json()["items"]) == 1
    assert "no-recipient" in codes(await read(admin, party))


async def test_s6_s7_payment_by_debit_is_configured_once_the_own_bank_data_are(
    admin: httpx.AsyncClient,
) -> None:
    party = await created(admin)
    path = f"/parties/{party['id']}/payment"
    debit = {
        "method": "sepa-debit",
        "accounts": [an_account(), an_account(iban=FRENCH_IBAN, holder="Kranz SARL")],
        "mandates": [a_mandate(reference=None, account_iban=FRENCH_IBAN)],
    }
    refused = await admin.put(path, json=debit)
    assert refused.json()["code"] == "organisation-incomplete"
    assert len(refused.json()["fields"]) == 4, "one error names all of it"
    await admin.put("/organisation", json=own_organisation(mandate_reference_pattern="GL{number}"))
    payment = (await admin.put(path, json=debit)).json()
    assert payment["mandates"][0]["reference"] == "GL1"
    assert payment["mandates"][0]["account_id"] == payment["accounts"][1]["id"]
    assert payment["mandate_id"] == payment["mandates"][0]["id"]


async def test_s10_to_s13_the_delivery_is_set_and_what_it_needs_is_listed(
    admin: httpx.AsyncClient,
) -> None:
    party = await created(admin)
    delivery = {"method": "chorus-pro", "fallback": "email-notice"}
    after = await changed(admin, party, delivery=delivery)
    assert "chorus-data-missing" in codes(after)
    same = {"method": "email-notice", "fallback": "email-notice"}
    answer = await admin.put(
        f"/parties/{party['id']}", json={**after, "delivery": same}, headers={"If-Match": '"2"'}
    )
    assert [one["field"] for one in answer.json()["fields"]] == ["delivery.fallback"]


async def test_s14_s16_a_prospect_with_notes_becomes_a_customer_and_keeps_all(
    admin: httpx.AsyncClient, facts_about: FactsAbout
) -> None:
    prospect = await created(admin, "prospects", contacts=[{"name": "Rita"}])
    path = f"/parties/{prospect['id']}"
    await admin.post(f"{path}/notes", json={"text": "Prefers letters", "pinned": True})
    preview = (await admin.get(f"{path}/conversion")).json()
    assert (preview["contacts"], preview["notes"], preview["folders"]) == (1, 1, 0)
    assert {one["code"] for one in preview["missing"]} == {"no-address", "no-recipient"}
    assert (await read(admin, prospect))["lifecycle"] == "prospect", "only looked at"
    customer = (await admin.post(f"{path}/convert")).json()
    assert (customer["id"], customer["lifecycle"]) == (prospect["id"], "customer")
    assert customer["contacts"] == prospect["contacts"]
    assert codes(customer) == {"no-address", "no-recipient"}
    assert len((await admin.get(f"{path}/notes")).json()["items"]) == 1
    await admin.post(f"{path}/convert")
    events = await facts_about(CUSTOMERS_PARTY, prospect["id"])
    assert [event.type for event in events] == ["prospect-registered", "prospect-converted"]
