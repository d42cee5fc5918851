"""What other systems hear of becomes a prospect, once."""

import httpx
from kontor_chassis.testing import Publish, has_read_all, in_background, published
from kontor_contracts.inbound import InboundRefused, LeadReported
from kontor_contracts.topics import INBOUND_REPLY
from kontor_customers.app import Parts, worker_tasks
from kontor_customers.subscribers import GROUP
from kontor_customers.testing.service import Json
from kontor_local.testing import eventually


def a_lead(lead_id: str, **fields: str) -> LeadReported:
    told = {"name": "Bäckerei Lead", "contact": "Ada", "reporter": "Website", "lead_id": lead_id}
    return LeadReported.model_validate(told | fields)


async def test_a_lead_told_twice_makes_one_prospect_and_a_wrong_one_is_refused_with_all_its_fields(
    admin: httpx.AsyncClient, parts: Parts, publish: Publish
) -> None:
    async def prospects() -> list[Json]:
        found = await admin.get("/parties", params={"q": "Bäckerei Lead"})
        return list(found.raise_for_status().json()["items"])

    async def refused() -> list[str]:
        facts = await published(parts.settings, INBOUND_REPLY)
        return [one.reason for one in facts if isinstance(one, InboundRefused)]

    lead = a_lead("web-1", email="ada@lead.example", phone="+49 681 555000", text="Two shops.")
    tasks = [
        *await worker_tasks(parts, "subscribers"),
        *await worker_tasks(parts, "relay"),
    ]
    async with in_background(*tasks):
        await publish(lead)
        await publish(lead, a_lead("web-2", name="Falsch", email="no address", phone="x"))
        await eventually(lambda: has_read_all(parts.settings, GROUP), timeout=30)
        [prospect] = await prospects()
        [reason] = await eventually(refused, timeout=30)
    assert "contacts.0.email" in reason
    assert "contacts.0.phones.0" in reason
    assert prospect["lifecycle"] == "prospect"
    party = (await admin.get(f"/parties/{prospect['id']}")).json()
    assert [one["email"] for one in party["contacts"]] == ["ada@lead.example"]
    notes = (await admin.get(f"/parties/{prospect['id']}/notes")).json()["items"]
    assert [(one["text"], one["author"]) for one in notes] == [("Two shops.", "Website")]
