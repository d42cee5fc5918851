"""A technical contact sees no amount anywhere; another party's records answer nothing."""

import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
from fastapi.routing import APIRoute
from kontor_cli.settings import Service
from kontor_local.ports import HOST
from kontor_local.testing.browser import Desk
from kontor_local.testing.portal import PortalCustomer
from kontor_web.portal import PARTS
from kontor_web.portal.access import COOKIE

PATHS = sorted(
    f"/portal{route.path}"
    for part in PARTS
    for route in part.routes.routes
    if isinstance(route, APIRoute) and "GET" in route.methods
)
DESCRIBED = Path(__file__).parents[2] / "docs" / "api"
#: As people and as machines write money.
AMOUNT = re.compile(r"€|\bEUR\b|(?<![\d.])\d+[.,]\d{2}(?![\d.])|unit_price|payable|1[.,]?234[.,]56")
#: What a technical contact is told by the services themselves.
TOLD = {
    "/portal/me",
    "/tickets",
    "/tickets/{ticket_id}",
    "/tickets/{ticket_id}/messages",
    "/tickets/{ticket_id}/attachments",
    "/parties/{party_id}/services",
}


@asynccontextmanager
async def entered(
    desk: Desk, customer: PortalCustomer, kind: str
) -> AsyncIterator[httpx.AsyncClient]:
    """HTTP with the cookie of a contact who came by the link in its mailbox."""
    email = customer.email_of(kind)
    known = customer.links(email)
    async with httpx.AsyncClient(base_url=desk.url, follow_redirects=True, timeout=30) as client:
        (await client.post("/portal/sign-in", data={"email": email})).raise_for_status()
        link = customer.new_link(email, known)
        (await client.post("/portal/enter", data={"link": link})).raise_for_status()
        assert client.cookies.get(COOKIE)
        yield client


@pytest.fixture(scope="module")
async def technician(desk: Desk, customer: PortalCustomer) -> AsyncIterator[httpx.AsyncClient]:
    async with entered(desk, customer, "monteur") as client:
        yield client


@pytest.fixture(scope="module")
async def ticket(technician: httpx.AsyncClient) -> str:
    """The id of a ticket of the technician's party."""
    form = {"subject": "Kein Netz", "text": "Seit heute früh."}
    opened = await technician.post("/portal/tickets/new", data=form)
    assert opened.status_code == httpx.codes.OK
    return str(opened.url).rpartition("/")[2]


def test_the_portal_has_routes_to_test() -> None:
    assert len(PATHS) > 12


@pytest.mark.parametrize("path", PATHS)
async def test_no_page_shows_an_amount_to_a_technical_contact(
    technician: httpx.AsyncClient, customer: PortalCustomer, ticket: str, path: str
) -> None:
    known = {
        "invoice_id": str(customer.invoice.id),
        "ticket_id": ticket,
        "contact_id": str(customer.party.contacts[0].id),
    }
    answer = await technician.get(path.format(**known))
    money = path.startswith("/portal/invoices")
    managing = path.startswith("/portal/contacts")
    expected = httpx.codes.FORBIDDEN if money or managing else httpx.codes.OK
    assert (answer.status_code, AMOUNT.findall(answer.text)) == (expected, [])


@pytest.mark.parametrize("service", [one for one in Service if one is not Service.WEB])
async def test_no_route_of_a_service_tells_an_amount_to_a_technical_contact(
    technician: httpx.AsyncClient, customer: PortalCustomer, ticket: str, service: Service
) -> None:
    installation = customer.everything.installation
    secret = {"secret": technician.cookies[COOKIE]}
    known = {"party_id": customer.party.id, "ticket_id": ticket, "invoice_id": customer.invoice.id}
    apis = [one for one in Service if one is not Service.WEB]
    ports = {one: installation.ports[f"KONTOR_LOCAL_{one.upper()}_API_PORT"] for one in apis}
    async with httpx.AsyncClient(timeout=60) as client:
        customers = f"http://{HOST}:{ports[Service.CUSTOMERS]}"
        refreshed = await client.post(f"{customers}/portal/sessions/refresh", json=secret)
        headers = {"Authorization": f"Bearer {refreshed.json()['access_token']}"}
        for path in gets(service):
            filled = re.sub(r"{(\w+)}", lambda one: str(known.get(one[1], customer.party.id)), path)
            answer = await client.get(f"http://{HOST}:{ports[service]}{filled}", headers=headers)
            assert answer.is_client_error or path in TOLD, path
            assert AMOUNT.findall(answer.text) == [], path


def gets(service: Service) -> list[str]:
    """The paths that the service answers to whoever is signed in."""
    described = json.loads((DESCRIBED / f"{service}.json").read_text(encoding="utf-8"))
    return [
        path
        for path, methods in described["paths"].items()
        if "get" in methods and not path.startswith(("/health", "/metrics"))
    ]


async def test_what_belongs_to_another_party_answers_nothing(
    desk: Desk, customer: PortalCustomer
) -> None:
    async with entered(desk, customer, "finance") as finance:
        own = await finance.get(f"/portal/invoices/{customer.invoice.id}/document.pdf")
        assert own.content.startswith(b"%PDF")
        other = await finance.get(f"/portal/invoices/{customer.other.id}/document.pdf")
        assert (other.status_code, b"%PDF" in other.content) == (httpx.codes.NOT_FOUND, False)
        listed = (await finance.get("/portal/invoices")).text
        assert customer.invoice.number in listed
        assert customer.other.number not in listed
        foreign = await finance.get(f"/portal/tickets/{customer.party.id}")
        assert foreign.status_code == httpx.codes.NOT_FOUND


async def test_a_link_and_an_unknown_address_are_answered_alike(
    desk: Desk, customer: PortalCustomer
) -> None:
    emails = (customer.email_of("nobody"), customer.email_of("aufsicht"))
    known = customer.links(emails[1])
    async with httpx.AsyncClient(base_url=desk.url, timeout=60) as client:
        answers = [await client.post("/portal/sign-in", data={"email": one}) for one in emails]
        plain = [one.text.replace(email, "") for one, email in zip(answers, emails, strict=True)]
    assert [one.status_code for one in answers] == [200, 200]
    assert plain[0] == plain[1]
    #: Else it would come amid the next test, which waits for a link of its own.
    assert customer.new_link(emails[1], known)
