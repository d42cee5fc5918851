"""The whole API as its description says: asked thousands of questions that nobody thought of."""

import asyncio
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from kontor_chassis.testing import token_of
from kontor_chassis.tokens import KeyRing
from kontor_chassis.transaction import Transaction
from kontor_contracts.customers.team import Member
from kontor_local.child import running
from kontor_local.ports import HOST, free_ports
from kontor_local.probes import healthy
from kontor_local.program import Program
from kontor_tasks.app import Parts
from kontor_tasks.model.parties import PartyName
from kontor_tasks.testing.records import a_phase, a_task, an_activation, an_installation
from kontor_tasks.testing.service import planned
from kontor_tasks.usecases import installations

PORT = "KONTOR_HTTP_PORT"
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
)
SECONDS = 40


@pytest.fixture
async def address(parts: Parts, key_ring: KeyRing, tmp_path: Path) -> AsyncIterator[str]:
    """Where the API answers, in a process of its own that knows the tests' key."""
    keys = [key.model_dump() for key in await key_ring._load()]
    await parts.database["signing_keys"].insert_one({"_id": 1, "version": 1, "keys": keys})
    settings, ports = parts.settings, free_ports([PORT])
    program = Program(
        name="tasks-api",
        command=(sys.executable, "-m", "kontor_tasks", "api"),
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
def token(ada: Member) -> str:
    """Ada's, as an admin: nothing is closed to her."""
    return token_of("admin", subject=str(ada.id), name=ada.name, seconds=3600)


@pytest.fixture
async def configuration(
    address: str, token: str, kranz: PartyName, parts: Parts, tmp_path: Path
) -> Path:
    """Tells Schemathesis of records that are there; made-up ids would find none."""
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
    known = {
        "action_id": action["id"],
        "ticket_id": ticket["id"],
        "attachment_id": file["id"],
        "folder_id": str(activation.folder.id),
        "fact": "delivery-failed",
    }
    lines = [f'"path.{name}" = "{value}"' for name, value in known.items()]
    found = tmp_path / "schemathesis.toml"
    found.write_text("\n".join(["[parameters]", *lines]), encoding="utf-8")
    return found


async def test_no_request_breaks_the_api_or_is_answered_otherwise_than_described(
    address: str, token: str, configuration: Path, tmp_path: Path
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
        cwd=tmp_path,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    told, _ = await process.communicate()
    assert process.returncode == 0, told.decode()
