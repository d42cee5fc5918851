"""A contact whose address takes no mail is marked until it has another."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import httpx
from kontor_chassis.testing import Publish, has_read_all, in_background
from kontor_contracts.delivery.delivery import MailBounced
from kontor_customers.app import Parts, worker_tasks
from kontor_customers.subscribers import GROUP
from kontor_customers.testing.service import Json, created, imported
from kontor_local.testing import eventually

RITA = {"name": "Rita", "email": "rita@example.com"}


def a_bounce(party: Json, email: str = "rita@example.com") -> MailBounced:
    return MailBounced(
        invoice_id=uuid4(),
        invoice_number="2026-000123",
        party_id=UUID(party["id"]),
        at=datetime(2026, 11, 4, 9, tzinfo=UTC),
        contact_id=UUID(party["contacts"][0]["id"]),
        email=email,
        status="5.1.1",
        reason="no such user",
    )


async def test_a_hard_bounce_marks_the_contact_until_its_address_changes(
    admin: httpx.AsyncClient, parts: Parts, publish: Publish
) -> None:
    party = await created(admin, contacts=[RITA])
    other = await created(admin, contacts=[RITA])
    path = f"/parties/{party['id']}"

    async def read() -> Json:
        answer: Json = (await admin.get(path)).json()
        return answer

    elsewhere = a_bounce(other, "rita@before.example")
    async with in_background(*await worker_tasks(parts, "subscribers")):
        await publish(elsewhere, a_bounce(party), a_bounce(party, "RITA@example.com"))
        await eventually(lambda: has_read_all(parts.settings, GROUP))
    marked = await read()
    assert marked["version"] == 2
    assert marked["contacts"][0]["bounced"] == {
        "at": "2026-11-04T09:00:00Z",
        "status": "5.1.1",
        "reason": "no such user",
    }
    (line, _) = (await admin.get(f"{path}/history")).json()["items"]
    assert (line["author"]["name"], line["author"]["door"]) == ("Mail server", "event")

    renamed = {**marked["contacts"][0], "name": "Rita Kranz"}
    await admin.put(f"{path}/contacts/{renamed['id']}", json=renamed, headers={"If-Match": '"2"'})
    row = f"number;email;function\n{party['number']};rita@example.com;billing\n"
    await imported(admin, "contacts", row)
    kept = await read()
    assert (kept["version"], bool(kept["contacts"][0]["bounced"])) == (4, True)
    kept["contacts"][0]["email"] = "new@example.com"
    (await admin.put(path, json=kept, headers={"If-Match": '"4"'})).raise_for_status()
    assert (await read())["contacts"][0]["bounced"] is None
    untouched = (await admin.get(f"/parties/{other['id']}")).json()
    assert (untouched["version"], untouched["contacts"][0]["bounced"]) == (1, None)
