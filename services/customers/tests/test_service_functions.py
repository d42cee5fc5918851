"""Functions of contacts through HTTP: configured, renamed, retired, removed when free."""

import httpx
from kontor_customers.testing.service import created, signed_in


async def test_a_function_is_configured_chosen_renamed_and_retired(
    admin: httpx.AsyncClient,
) -> None:
    made = await admin.post("/functions", json={"name": {"de": "Einkauf", "fr": "Achats"}})
    assert (made.status_code, made.json()["key"]) == (201, "einkauf")
    contact = {"name": "Rita", "functions": ["Achats"]}
    party = await created(admin, contacts=[contact])
    assert party["contacts"][0]["functions"] == ["einkauf"]
    renamed = await admin.put(
        "/functions/einkauf", json={"name": {"de": "Beschaffung"}}, headers={"If-Match": '"1"'}
    )
    assert renamed.json()["name"]["de"] == "Beschaffung"
    in_use = await admin.delete("/functions/einkauf")
    assert (in_use.status_code, in_use.json()["code"]) == (409, "function-in-use")
    retired = {**renamed.json(), "retired": True}
    await admin.put("/functions/einkauf", json=retired, headers={"If-Match": '"2"'})
    fresh = await admin.post("/customers", json={"name": "Lux", "contacts": [contact]})
    assert [one["field"] for one in fresh.json()["fields"]] == ["contacts.0.functions.0"]
    kept = await admin.put(f"/parties/{party['id']}", json=party, headers={"If-Match": '"1"'})
    assert kept.status_code == 200


async def test_a_function_that_nobody_has_is_removed(admin: httpx.AsyncClient) -> None:
    assert (await admin.delete("/functions/technical")).status_code == 204
    keys = [one["key"] for one in (await admin.get("/functions")).json()["items"]]
    assert keys == ["billing", "management"]
    assert (await admin.delete("/functions/technical")).status_code == 404


async def test_only_admins_configure_functions(admin: httpx.AsyncClient) -> None:
    sal = await signed_in(admin, "Sal", "sales")
    body = {"name": {"de": "Einkauf"}}
    assert (await admin.post("/functions", json=body, headers=sal)).status_code == 403
