"""One process of a service on the tests' parts, and its API asked whatever it describes."""

import asyncio
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from kontor_local.ports import HOST, free_ports
from kontor_local.probes import healthy
from kontor_local.program import Program

PORT = "KONTOR_HTTP_PORT"
#: How long an API is asked, and how often each operation at most; `make faults` asks for longer.
ASKED_SECONDS = int(os.environ.get("KONTOR_ASKED_SECONDS", "10"))
ASKED_TIMES = int(os.environ.get("KONTOR_ASKED_TIMES", "5"))
#: What Schemathesis compares with the description.
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
)


class Parts(Protocol):
    """Where a service's parts are, as its settings say."""

    mongo_url: str
    kafka_bootstrap: str
    topic_prefix: str
    database_prefix: str


def process_of(package: str, process: str, parts: Parts, **settings: str) -> Program:
    """`python -m package process`, with settings by their names beside those of the parts."""
    ports = free_ports([PORT])
    return Program(
        name=f"{package}-{process}",
        command=(sys.executable, "-m", package, process),
        environment={
            "KONTOR_MONGO_URL": parts.mongo_url,
            "KONTOR_KAFKA_BOOTSTRAP": parts.kafka_bootstrap,
            "KONTOR_TOPIC_PREFIX": parts.topic_prefix,
            "KONTOR_DATABASE_PREFIX": parts.database_prefix,
            PORT: str(ports[PORT]),
            **settings,
        },
        ports=ports,
        ready=healthy(ports[PORT]),
    )


def address_of(program: Program) -> str:
    return f"http://{HOST}:{program.ports[PORT]}"


async def contradictions(
    address: str, token: str, known: Mapping[str, str], directory: Path, *options: str
) -> str:
    """Everything in which the API breaks, or answers otherwise than described; empty: nothing.

    `known` names records that are there, by path parameter: made-up ids would find none.
    """
    lines = [f'"path.{name}" = "{value}"' for name, value in known.items()]
    configuration = directory / "schemathesis.toml"
    configuration.write_text("\n".join(["[parameters]", *lines]), encoding="utf-8")
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
        f"--max-time={ASKED_SECONDS}",
        f"--max-examples={ASKED_TIMES}",
        "--continue-on-failure",
        "--seed=1",
        "--no-shrink",
        "--suppress-health-check=all",
        *options,
        cwd=directory,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    told, _ = await process.communicate()
    return told.decode() if process.returncode else ""
