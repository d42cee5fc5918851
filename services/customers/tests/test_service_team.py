"""What other services hear of the team."""

import httpx
from kontor_contracts.topics import CUSTOMERS_TEAM
from kontor_customers.testing.service import FactsAbout


async def test_joining_changing_and_leaving_are_told_with_the_whole_member(
    admin: httpx.AsyncClient, facts_about: FactsAbout
) -> None:
    fields = {"name": "Sal", "email": "sal@example.com", "roles": ["sales"]}
    joined = await admin.post("/team", json={**fields, "password": "a long enough one"})
    path = f"/team/{joined.json()['id']}"
    await admin.put(path, json={**fields, "roles": ["support"]}, headers={"If-Match": '"1"'})
    await admin.put(path, json={**fields, "active": False}, headers={"If-Match": '"2"'})
    facts = await facts_about(CUSTOMERS_TEAM, joined.json()["id"])
    types = ["team-member-joined", "team-member-changed", "team-member-left"]
    assert [fact.type for fact in facts] == types
    assert "password" not in facts[-1].model_dump_json()
