"""MongoDB as in a cluster: TLS, and for each service a user that may do what our documents say."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pymongo import AsyncMongoClient

from kontor_local.cluster import mongodb as manifests
from kontor_local.cluster.naming import mongo_user
from kontor_local.mongod import PORT_SETTING, REPLICA_SET, ROOT, Client, Guard
from kontor_local.ports import HOST
from kontor_local.testing.certificates import Certified


@dataclass(frozen=True)
class Databases:
    """What pods get to know of MongoDB."""

    port: int
    guard: Guard
    passwords: Mapping[str, str]

    def settings_of(self, owner: str) -> dict[str, str]:
        door = f"{mongo_user(owner)}:{self.passwords[owner]}@{HOST}:{self.port}"
        options = f"replicaSet={REPLICA_SET}&tls=true&tlsCAFile={self.guard.authority}"
        return {"KONTOR_MONGO_URL": f"mongodb://{door}/?{options}"}


def databases_at(ports: Mapping[str, int], directory: Path, certificate: Certified) -> Databases:
    """Guarded, with a password for each user."""
    key_file = directory / "mongod.key"
    key_file.touch(mode=0o600)
    key_file.write_text(secrets.token_hex(48), encoding="utf-8")
    guard = Guard(
        certificate=certificate.keystore,
        authority=certificate.authority,
        key_file=key_file,
        root_password=secrets.token_urlsafe(),
    )
    passwords = {owner: secrets.token_urlsafe() for owner in manifests.users()}
    return Databases(ports[PORT_SETTING], guard, passwords)


async def admit(databases: Databases, root_url: str) -> None:
    """Make all users; a server that knows none lets whoever is on its machine make the first."""
    first: Client = AsyncMongoClient(HOST, databases.port, directConnection=True)
    async with first:
        password = databases.guard.root_password
        await first.admin.command("createUser", ROOT, pwd=password, roles=["root"])
    root: Client = AsyncMongoClient(root_url)
    async with root:
        for owner, roles in manifests.users().items():
            password = databases.passwords[owner]
            await root.admin.command("createUser", mongo_user(owner), pwd=password, roles=roles)
