"""The whole API as its description says: asked thousands of questions that nobody thought of."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from kontor_customers.app import Parts
from kontor_customers.testing.records import an_account
from kontor_customers.testing.service import ADMIN, created
from kontor_local.child import running
from kontor_local.testing.service_process import address_of, contradictions, process_of


@pytest.fixture
async def address(parts: Parts, tmp_path: Path) -> AsyncIterator[str]:
    """Where the API answers, in a process of its own."""
    program = process_of("kontor_customers", "api", parts.settings)
    async with running(program, tmp_path):
        yield address_of(program)


@pytest.fixture
async def token(address: str) -> str:
    async with httpx.AsyncClient(base_url=address) as client:
        return str((await client.post("/token", json=ADMIN)).json()["access_token"])


@pytest.fixture
async def known(address: str, token: str) -> dict[str, str]:
    """Records that are there."""
    headers = {"Authorization": f"Bearer {token}"}
    async with httpx.AsyncClient(base_url=address, headers=headers) as client:
        party = await created(client, contacts=[{"name": "Rita"}])
        path = f"/parties/{party['id']}"
        note = (await client.post(f"{path}/notes", json={"text": "Likes letters"})).json()
        payment = {"accounts": [an_account()]}
        (await client.put(f"{path}/payment", json=payment)).raise_for_status()
    return {
        "party_id": party["id"],
        "contact_id": party["contacts"][0]["id"],
        "note_id": note["id"],
        "key": "technical",
    }


async def test_no_request_breaks_the_api_or_is_answered_otherwise_than_described(
    address: str, token: str, known: dict[str, str], tmp_path: Path
) -> None:
    assert await contradictions(address, token, known, tmp_path) == ""
