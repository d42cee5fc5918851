"""What is sent to a service is bounded, and a file's content opens, unpacks and fetches nothing."""

import gzip
import io
import json
import re
import tarfile
import zipfile
from collections.abc import AsyncIterator
from uuid import uuid4

import httpx
import pytest
from kontor_chassis.http.access import Role
from kontor_chassis.http.bodies import LARGEST_FILE, LARGEST_MESSAGE
from kontor_chassis.testing import token_of
from kontor_contracts.customers.party import PortalRight
from kontor_local.access import Door, doors_of
from kontor_local.apis import application, services

MEGABYTE = 1024 * 1024
WRITING = {"POST", "PUT", "PATCH"}
#: Every route that takes a file, as the descriptions name them.
UPLOADS = {
    "customers": {"POST /imports/{kind}", "PUT /organisation/logo"},
    "billing": {"POST /bank-files", "POST /imports/articles", "POST /imports/{kind}"},
    "delivery": {"POST /bounces"},
    "tasks": {"POST /tickets/{ticket_id}/attachments"},
}
KINDS = {"customers": "customers", "billing": "usage"}


def zipped(name: str, content: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return packed.getvalue()


def tarred(name: str) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        member = tarfile.TarInfo(name)
        member.size = 1
        archive.addfile(member, io.BytesIO(b"x"))
    return packed.getvalue()


def entities() -> bytes:
    made = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    head = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "ha">{made}]>'
    return f"{head}<x>&e9;</x>".encode()


HOSTILE = {
    "zip bomb": zipped("customers.csv", b" " * 16 * MEGABYTE),
    "gzip bomb": gzip.compress(b" " * 16 * MEGABYTE),
    "path in a zip": zipped("../../etc/cron.d/kontor", b"x"),
    "path in a tar": tarred("/etc/cron.d/kontor"),
    "entity bomb": entities(),
    "entity of a file": b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>',
    "picture of a file": b'<svg><image href="file:///etc/passwd"/></svg>',
    "deep": b"<a>" * 100_000,
}


def token_for(door: Door) -> str:
    """Of somebody who is let in; a contact only where nobody else is."""
    roles = sorted(Role, key=lambda role: role is Role.CONTACT)
    role = next(one for one in roles if door.admits(one))
    party = str(uuid4()) if role is Role.CONTACT else ""
    rights = list(PortalRight) if role is Role.CONTACT else []
    return token_of(role, subject=str(uuid4()), party=party, rights=rights)


def address_of(door: Door) -> str:
    path = door.path.replace("{kind}", KINDS.get(door.service, ""))
    return re.sub(r"\{[^}]+\}", lambda _: str(uuid4()), path)


class Endless:
    """A body that goes on until nobody reads it any more."""

    def __init__(self) -> None:
        self.read = 0

    async def parts(self) -> AsyncIterator[bytes]:
        while self.read < 2 * LARGEST_FILE:
            self.read += MEGABYTE
            yield b"x" * MEGABYTE


async def sent(http: httpx.AsyncClient, door: Door, kind: str, body: Endless) -> httpx.Response:
    headers = {"Content-Type": kind, "If-Match": '"1"', "Idempotency-Key": str(uuid4())}
    if door.permissions:
        headers["Authorization"] = f"Bearer {token_for(door)}"
    return await http.request(
        door.method, address_of(door), content=body.parts(), headers=headers, params={"name": "a"}
    )


async def test_no_route_reads_an_endless_body(service: str, http: httpx.AsyncClient) -> None:
    """As JSON, which most read; those that take files are sent one too."""
    wrong = []
    for door in [one for one in doors_of(service) if one.method in WRITING]:
        takes_file = door.name in UPLOADS[service]
        kind = "application/octet-stream" if takes_file else "application/json"
        body = Endless()
        answer = await sent(http, door, kind, body)
        most = LARGEST_FILE if takes_file else LARGEST_MESSAGE
        if not answer.is_client_error or body.read > most + MEGABYTE:
            wrong.append(f"{door.name}: {answer.status_code} after {body.read} bytes")
    assert wrong == []


@pytest.mark.parametrize("name", services())
def test_every_route_that_takes_a_file_is_in_the_table(name: str) -> None:
    described = application(name).openapi()["paths"]
    found = {
        f"{method.upper()} {path}"
        for path, methods in described.items()
        for method, route in methods.items()
        if set(route.get("requestBody", {}).get("content", ())) - {"application/json"}
    }
    assert found == UPLOADS[name]


@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=list(HOSTILE))
async def test_a_hostile_file_is_refused_or_kept_as_it_is_and_tells_nothing(
    service: str, http: httpx.AsyncClient, hostile: bytes
) -> None:
    for door in [one for one in doors_of(service) if one.name in UPLOADS[service]]:
        headers = {"Authorization": f"Bearer {token_for(door)}", "If-Match": '"0"'}
        answer = await http.request(
            door.method, address_of(door), content=hostile, headers=headers, params={"name": "a"}
        )
        assert not answer.is_server_error, door.name
        assert "root:" not in answer.text
        assert len(answer.content) < MEGABYTE
        assert answer.is_client_error or took_nothing(answer), (door.name, answer.text)


def took_nothing(answer: httpx.Response) -> bool:
    """A report of an import in which no row was good; a bounce that is about no mail of ours."""
    last = json.loads(answer.text.splitlines()[-1])
    return not last.get("created") and not last.get("updated") and not last.get("matched")
