"""Every route with every role, through the services' own doors and on a real database."""

import re
from uuid import uuid4

import httpx
from kontor_chassis.http.access import Role
from kontor_chassis.testing import token_of
from kontor_contracts.customers.party import PortalRight
from kontor_local import access
from kontor_local.access import OPEN, Door, doors_of

REFUSED = {401, 403}


def tokens() -> dict[Role, str]:
    found = {role: token_of(role, subject=str(uuid4())) for role in Role}
    contact = token_of(
        Role.CONTACT, subject=str(uuid4()), party=str(uuid4()), rights=list(PortalRight)
    )
    return {**found, Role.CONTACT: contact}


async def knock(http: httpx.AsyncClient, door: Door, token: str = "") -> httpx.Response:
    """Asks for a record that nobody has."""
    path = re.sub(r"\{[^}]+\}", lambda _: str(uuid4()), door.path)
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return await http.request(door.method, path, headers=headers)


def is_let_in(answer: httpx.Response) -> bool:
    """Past the permission; what stands behind the door may still have its own reason to refuse."""
    detail = answer.json()["detail"] if answer.status_code in REFUSED else ""
    return not detail.startswith(("send an access token", "this needs one of", "this contact has"))


async def test_each_door_opens_to_the_roles_of_the_table_and_to_no_other(
    service: str, http: httpx.AsyncClient
) -> None:
    holders = tokens()
    wrong = []
    for door in [one for one in doors_of(service) if one.permissions]:
        for role, token in holders.items():
            answer = await knock(http, door, token)
            if is_let_in(answer) is not door.admits(role) or answer.is_server_error:
                wrong.append(f"{door.name}: {role} got {answer.status_code} {answer.text}")
    assert wrong == []


async def test_nobody_gets_in_without_a_token_but_where_the_table_says_so(
    service: str, http: httpx.AsyncClient
) -> None:
    for door in doors_of(service):
        answer = await knock(http, door)
        code = "" if answer.is_success else answer.json().get("code")
        if door.permissions:
            assert (answer.status_code, code) == (401, "not-signed-in"), door
        else:
            assert door.name in OPEN


async def test_a_contact_without_the_right_is_refused_everywhere(
    service: str, http: httpx.AsyncClient
) -> None:
    without = token_of(Role.CONTACT, party=str(uuid4()), rights=[])
    asked = [door for door in doors_of(service) if door.rights]
    assert [one for one in asked if (await knock(http, one, without)).status_code != 403] == []


def test_the_table_is_checked_in_as_it_is_made_from_the_routes() -> None:
    assert access.FILE.read_text(encoding="utf-8") == access.table(), "run `make describe`"
