"""Someone else's records in every service, and all routes to knock at with their ids."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import uuid4

import httpx
from kontor_chassis.http.access import Role
from kontor_cli.settings import Service
from pydantic import JsonValue

from kontor_local.access import Door, doors_of
from kontor_local.apis import services
from kontor_local.ports import HOST
from kontor_local.testing.everything import Everything
from kontor_local.testing.portal import PortalCustomer

IBAN = "DE02120300000000202051"
WORDS = "Vertraulich-4711"
PASSWORD = "a long enough one"  # noqa: S105  # made up
#: Without these a route that admits a contact would refuse the body before it looks whose it is.
BODIES: dict[str, bytes] = {
    "POST /tickets/{ticket_id}/messages": b'{"text": "mine?"}',
    "POST /tickets/{ticket_id}/attachments": b"mine?",
    "PUT /portal/contacts/{contact_id}": b'{"name": "Mine", "email": "mine@example.com"}',
}


@dataclass(frozen=True)
class Records:
    """`ids` by path parameter; `marks` are what an answer to somebody else must not hold."""

    ids: Mapping[str, str]
    marks: tuple[str, ...]

    def told_in(self, answer: httpx.Response, asked: str) -> list[str]:
        """An id that was asked for may be repeated in a refusal."""
        return [one for one in self.marks if one in answer.text and one not in asked]


def records_of(customer: PortalCustomer) -> Records:
    """Of the customer that is not the contacts' own."""
    seen, other = customer.everything.session, customer.other
    party = f"/parties/{other.party_id}"
    account = {"iban": IBAN, "holder": WORDS}
    details = {"method": "transfer", "accounts": [account]}

    def made(service: Service, path: str, body: object, method: str = "POST") -> dict[str, str]:
        headers = {"If-Match": '"0"'} if method == "PUT" else {}
        answer = seen.send(method, service, path, json=body, headers=headers)
        return {name: str(value) for name, value in answer.json().items()}

    made(Service.CUSTOMERS, f"{party}/payment", details, "PUT")
    note = made(Service.CUSTOMERS, f"{party}/notes", {"text": WORDS})
    contact = made(Service.CUSTOMERS, f"{party}/contacts", {"name": WORDS})
    about = {"party_id": str(other.party_id)}
    ticket = made(Service.TASKS, "/tickets", {"subject": WORDS, "text": WORDS, **about})
    file = f"/tickets/{ticket['id']}/attachments"
    sent = seen.send("POST", Service.TASKS, file, params={"name": "a.txt"}, content=b"secret")
    action = made(Service.TASKS, "/actions", {"title": WORDS, "due_on": "2041-01-01", **about})
    folders: list[dict[str, JsonValue]] = seen.send(
        "GET", Service.BILLING, f"{party}/folders"
    ).json()["items"]
    ids = {
        "party_id": str(other.party_id),
        "invoice_id": str(other.id),
        "folder_id": str(folders[0]["id"]),
        "note_id": note["id"],
        "contact_id": contact["id"],
        "ticket_id": ticket["id"],
        "attachment_id": str(sent.json()["id"]),
        "action_id": action["id"],
    }
    return Records(ids, (WORDS, IBAN, other.number, *ids.values()))


def doors() -> Iterator[Door]:
    """Every route that asks for a token."""
    return (one for name in services() for one in doors_of(Service(name)) if one.permissions)


def token_of_member(everything: Everything, role: Role) -> str:
    """Of a new member of the team with this role alone."""
    email = f"{role}.{uuid4().hex[:8]}@kontor.example"
    member = {"name": role.value, "email": email, "roles": [role], "password": PASSWORD}
    everything.session.send("POST", Service.CUSTOMERS, "/team", json=member)
    credentials = {"email": email, "password": PASSWORD}
    answer = everything.session.send("POST", Service.CUSTOMERS, "/token", json=credentials)
    return str(answer.json()["access_token"])


def token_of_contact(customer: PortalCustomer, kind: str) -> str:
    """By the link in the mailbox."""
    seen, email = customer.everything.session, customer.email_of(kind)
    known = customer.links(email)
    seen.send("POST", Service.CUSTOMERS, "/portal/links", json={"email": email})
    link = {"link": customer.new_link(email, known)}
    answer = seen.send("POST", Service.CUSTOMERS, "/portal/sessions/by-link", json=link)
    return str(answer.json()["access_token"])


@dataclass(frozen=True)
class Stranger:
    """Somebody at all doors, who asks for what is another's."""

    everything: Everything
    records: Records
    token: str
    #: Of the own party: another's is not to be had.
    version: int = 1

    def knock(self, http: httpx.Client, door: Door) -> httpx.Response:
        path = re.sub(r"{(\w+)}", lambda one: self.records.ids.get(one[1], str(uuid4())), door.path)
        port = self.everything.installation.ports[f"KONTOR_LOCAL_{door.service.upper()}_API_PORT"]
        headers = {
            "Authorization": f"Bearer {self.token}",
            "If-Match": f'"{self.version}"',
            "Content-Type": "application/json",
            "Idempotency-Key": uuid4().hex,
        }
        return http.request(
            door.method,
            f"http://{HOST}:{port}{path}",
            headers=headers,
            content=BODIES.get(door.name),
            params={"party_id": self.records.ids["party_id"], "name": "a.txt"},
        )
