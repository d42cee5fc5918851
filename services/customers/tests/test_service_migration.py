"""A whole company moves in from other systems: notes, mandates, BlueRockTEL's field names."""

import httpx
from kontor_customers.testing.records import FRENCH_IBAN, own_organisation
from kontor_customers.testing.service import created, finished, imported, refused

FILES = {
    "customers": (
        "customerAccount,name,mainAddressLine1,mainAddressPostalCode,mainAddressCity,"
        "mainAddressCountry,registrationNumber,language,mergeInvoices,chargeVAT\n"
        'BRT-1,"Café ""Étoile"", Metz",1 rue Basse,57000,Metz,FR,73282932000074,fr,1,1\n'
    ),
    "contacts": (
        "customerAccount,firstName,lastName,emailAddress,mobilePhone,active,invoicesRecipient,"
        "myClient\nBRT-1,Ana,Petit,ana@example.com,06 12 34 56 78,1,1,1\n"
    ),
    "payments": (
        "customerAccount,IBAN,mandateIdentification,dt_of_sgntr,ics\n"
        f"BRT-1,{FRENCH_IBAN},BRT-UMR-1,15/03/2026,DE98ZZZ09999999999\n"
    ),
    "notes": "customerAccount,id,title,body\nBRT-1,5,Accès,Sonner au 2e\n",
}


async def test_a_company_moves_in_with_bluerocktels_files_and_nothing_doubles(
    admin: httpx.AsyncClient,
) -> None:
    await admin.put("/organisation", json=own_organisation())
    first = [
        (await imported(admin, kind, text, mapping="bluerocktel"))[-1]
        for kind, text in FILES.items()
    ]
    again = [
        (await imported(admin, kind, text, mapping="bluerocktel"))[-1]
        for kind, text in FILES.items()
    ]
    assert first == [finished(created=1)] * 4
    assert again == [finished(unchanged=1)] * 4
    (line,) = (await admin.get("/parties", params={"q": "etoile"})).json()["items"]
    party = (await admin.get(f"/parties/{line['id']}")).json()
    assert party["missing"] == []
    assert party["consolidate_invoices"] is True
    (ana,) = party["contacts"]
    assert (ana["phones"], ana["invoice_recipient"]) == (["+33612345678"], "to")
    assert ana["portal_rights"] == ["invoices", "services", "tickets"]
    payment = (await admin.get(f"/parties/{party['id']}/payment")).json()
    assert (payment["method"], payment["mandates"][0]["reference"]) == ("sepa-debit", "BRT-UMR-1")
    (note,) = (await admin.get(f"/parties/{party['id']}/notes")).json()["items"]
    assert note["text"] == "Accès\nSonner au 2e"


async def test_a_mandate_given_to_another_creditor_is_refused(admin: httpx.AsyncClient) -> None:
    await admin.put("/organisation", json=own_organisation(creditor_id="FR72ZZZ123456"))
    await imported(admin, "customers", FILES["customers"], mapping="bluerocktel")
    lines = await imported(admin, "payments", FILES["payments"], mapping="bluerocktel")
    assert [(line.column, line.code) for line in refused(lines)] == [
        ("creditor_id", "other-creditor")
    ]


async def test_an_unknown_field_of_bluerocktel_is_named(admin: httpx.AsyncClient) -> None:
    answer = await admin.post(
        "/imports/customers", params={"mapping": "bluerocktel"}, content=b"name;horoscope\n"
    )
    assert [one["field"] for one in answer.json()["fields"]] == ["horoscope"]


async def test_notes_are_imported_once_edited_by_key_and_kept_with_their_day(
    admin: httpx.AsyncClient,
) -> None:
    party = await created(admin, name="Kränz")
    path = f"/parties/{party['id']}/notes"
    text = "number;key;text;pinned;written_at;author\n{}\nK-9;;lost;;;\n"
    row = 'Kränz;n1;"Zwei\nZeilen";yes;2024-02-03;Ada'
    lines = await imported(admin, "notes", text.format(row), encoding="latin-1")
    assert lines[-1] == finished(created=1, refused=1)
    assert [(line.row, line.code) for line in refused(lines)] == [(4, "unknown-party")]
    (note,) = (await admin.get(path)).json()["items"]
    assert (note["text"], note["author"], note["pinned"]) == ("Zwei\nZeilen", "Ada", True)
    assert note["written_at"].startswith("2024-02-03")
    assert (await imported(admin, "notes", text.format(row)))[-1] == finished(
        unchanged=1, refused=1
    )
    changed = row.replace("Zwei", "Drei")
    await imported(admin, "notes", text.format(changed))
    (note,) = (await admin.get(path)).json()["items"]
    assert [one["text"] for one in note["editions"]] == ["Zwei\nZeilen"]
