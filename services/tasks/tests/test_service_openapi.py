"""The whole API as its description says: asked thousands of questions that nobody thought of."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from kontor_chassis.testing import token_of
from kontor_chassis.tokens import KeyRing
from kontor_chassis.transaction import Transaction
from kontor_contracts.customers.team import Member
from kontor_local.child import running
from kontor_local.testing.service_process import address_of, contradictions, process_of
from kontor_tasks.app import Parts
from kontor_tasks.model.parties import PartyName
from kontor_tasks.testing.records import a_phase, a_task, an_activation, an_installation
from kontor_tasks.testing.service import planned
from kontor_tasks.usecases import installations


@pytest.fixture
async def address(parts: Parts, key_ring: KeyRing, tmp_path: Path) -> AsyncIterator[str]:
    """Where the API answers, in a process of its own that knows the tests' key."""
    keys = [key.model_dump() for key in await key_ring._load()]
    await parts.database["signing_keys"].insert_one({"_id": 1, "version": 1, "keys": keys})
    program = process_of("kontor_tasks", "api", parts.settings)
    async with running(program, tmp_path):
        yield address_of(program)


@pytest.fixture
def token(ada: Member) -> str:
    """Ada's, as an admin: nothing is closed to her."""
    return token_of("admin", subject=str(ada.id), name=ada.name, seconds=3600)


@pytest.fixture
async def known(address: str, token: str, kranz: PartyName, parts: Parts) -> dict[str, str]:
    """Records that are there."""
    activation = an_activation(an_installation(a_phase("one", a_task("a"))))

    async def start(tx: Transaction) -> None:
        await installations.start(parts.desk, [activation], tx)

    await parts.transactions.run(start)
    headers = {"Authorization": f"Bearer {token}"}
    async with httpx.AsyncClient(base_url=address, headers=headers) as client:
        action = await planned(client, party_id=str(kranz.id))
        body = {"subject": "No tone", "text": "Since 8", "party_id": str(kranz.id)}
        ticket = (await client.post("/tickets", json=body)).json()
        path = f"/tickets/{ticket['id']}/attachments"
        file = (await client.post(path, params={"name": "a.txt"}, content=b"hello")).json()
    return {
        "action_id": action["id"],
        "ticket_id": ticket["id"],
        "attachment_id": file["id"],
        "folder_id": str(activation.folder.id),
        "fact": "delivery-failed",
    }


async def test_no_request_breaks_the_api_or_is_answered_otherwise_than_described(
    address: str, token: str, known: dict[str, str], tmp_path: Path
) -> None:
    assert await contradictions(address, token, known, tmp_path) == ""
