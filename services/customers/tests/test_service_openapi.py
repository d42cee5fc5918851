"""The whole API as its description says: asked thousands of questions that nobody thought of."""

import asyncio
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from kontor_customers.app import Parts
from kontor_customers.testing.records import an_account
from kontor_customers.testing.service import ADMIN, created
from kontor_local.child import running
from kontor_local.ports import HOST, free_ports
from kontor_local.probes import healthy
from kontor_local.program import Program

PORT = "KONTOR_HTTP_PORT"
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
)
SECONDS = 30


@pytest.fixture
async def address(parts: Parts, tmp_path: Path) -> AsyncIterator[str]:
    """Where the API answers, in a process of its own."""
    settings, ports = parts.settings, free_ports([PORT])
    program = Program(
        name="customers-api",
        command=(sys.executable, "-m", "kontor_customers", "api"),
        environment={
            "KONTOR_MONGO_URL": settings.mongo_url,
            "KONTOR_KAFKA_BOOTSTRAP": settings.kafka_bootstrap,
            "KONTOR_TOPIC_PREFIX": settings.topic_prefix,
            "KONTOR_DATABASE_PREFIX": settings.database_prefix,
            PORT: str(ports[PORT]),
        },
        ports=ports,
        ready=healthy(ports[PORT]),
    )
    async with running(program, tmp_path):
        yield f"http://{HOST}:{ports[PORT]}"


@pytest.fixture
async def token(address: str) -> str:
    async with httpx.AsyncClient(base_url=address) as client:
        return str((await client.post("/token", json=ADMIN)).json()["access_token"])


@pytest.fixture
async def configuration(address: str, token: str, tmp_path: Path) -> Path:
    """Tells Schemathesis of records that are there; made-up ids would find none."""
    headers = {"Authorization": f"Bearer {token}"}
    async with httpx.AsyncClient(base_url=address, headers=headers) as client:
        party = await created(client, contacts=[{"name": "Rita"}])
        path = f"/parties/{party['id']}"
        note = (await client.post(f"{path}/notes", json={"text": "Likes letters"})).json()
        payment = {"accounts": [an_account()]}
        (await client.put(f"{path}/payment", json=payment)).raise_for_status()
    known = {
        "party_id": party["id"],
        "contact_id": party["contacts"][0]["id"],
        "note_id": note["id"],
        "key": "technical",
    }
    lines = [f'"path.{name}" = "{value}"' for name, value in known.items()]
    file = tmp_path / "schemathesis.toml"
    file.write_text("\n".join(["[parameters]", *lines]), encoding="utf-8")
    return file


async def test_no_request_breaks_the_api_or_is_answered_otherwise_than_described(
    address: str, token: str, configuration: Path
) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "schemathesis.cli",
        f"--config-file={configuration}",
        "run",
        f"{address}/openapi.json",
        f"--header=Authorization: Bearer {token}",
        f"--checks={','.join(CHECKS)}",
        "--phases=coverage,fuzzing",
        f"--max-time={SECONDS}",
        "--max-examples=20",
        "--continue-on-failure",
        "--seed=1",
        "--no-shrink",
        "--suppress-health-check=all",
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    told, _ = await process.communicate()
    assert process.returncode == 0, told.decode()
