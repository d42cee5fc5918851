"""With another's real ids, a contact and each role get from every route what is theirs: nothing."""

from collections.abc import Iterator

import httpx
import pytest
from kontor_chassis.http.access import Role
from kontor_cli.settings import Service
from kontor_local.testing.everything import Everything
from kontor_local.testing.office import Office
from kontor_local.testing.portal import PortalCustomer, portal_customer
from kontor_local.testing.strangers import (
    IBAN,
    Records,
    Stranger,
    doors,
    records_of,
    token_of_contact,
    token_of_member,
)

#: Who enters, collects and moves money.
SEE_IBANS = {Role.ADMIN, Role.ACCOUNTING, Role.INTEGRATION}
TEAM = [role for role in Role if role is not Role.CONTACT]
REFUSED = {httpx.codes.FORBIDDEN, httpx.codes.NOT_FOUND}


@pytest.fixture(scope="module")
def customer(whole: Everything) -> PortalCustomer:
    return portal_customer(whole)


@pytest.fixture(scope="module")
def records(customer: PortalCustomer) -> Records:
    return records_of(customer)


@pytest.fixture(scope="module")
def http() -> Iterator[httpx.Client]:
    with httpx.Client(timeout=60) as client:
        yield client


def test_a_contact_with_all_rights_gets_nothing_of_another_party(
    customer: PortalCustomer, records: Records, http: httpx.Client
) -> None:
    token = token_of_contact(customer, "leitung")
    version = Office(customer.everything).look_up(customer.party).version
    stranger = Stranger(customer.everything, records, token, version)
    wrong = []
    for door in doors():
        answer = stranger.knock(http, door)
        named = any(f"{{{name}}}" in door.path for name in records.ids)
        told = records.told_in(answer, str(answer.request.url))
        if told or answer.is_server_error or (named and answer.status_code not in REFUSED):
            wrong.append(f"{door.service} {door.name}: {answer.status_code} {told}")
    assert wrong == []
    session, ticket = customer.everything.session, records.ids["ticket_id"]
    messages = session.send("GET", Service.TASKS, f"/tickets/{ticket}/messages").json()["items"]
    assert "mine?" not in str(messages)


@pytest.mark.parametrize("role", TEAM)
def test_a_member_reads_nothing_that_its_role_has_no_route_to_and_no_whole_iban(
    customer: PortalCustomer, records: Records, http: httpx.Client, role: Role
) -> None:
    stranger = Stranger(customer.everything, records, token_of_member(customer.everything, role))
    wrong, whole_ibans = [], []
    for door in [one for one in doors() if one.method == "GET"]:
        answer = stranger.knock(http, door)
        told = records.told_in(answer, str(answer.request.url))
        if not door.admits(role) and (told or answer.status_code != httpx.codes.FORBIDDEN):
            wrong.append(f"{door.service} {door.name}: {answer.status_code} {told}")
        if IBAN in answer.text:
            whole_ibans.append(f"{door.service} {door.name}")
    assert wrong == []
    assert bool(whole_ibans) is (role in SEE_IBANS), whole_ibans
