"""Two people at one record: the second sees what the first has changed, in every form."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI
from kontor_cli.settings import Service
from kontor_contracts.values import Value
from kontor_local.testing.browser import Desk
from kontor_local.testing.everything import Everything
from kontor_local.testing.office import Office
from kontor_local.testing.portal import PortalCustomer
from kontor_local.testing.sent_forms import form_with
from kontor_web.pages import PARTS as OFFICE_PARTS
from kontor_web.portal import PARTS as PORTAL_PARTS

SEE_OTHER, STALE = 303, 412
LINES = "Invoice {{ number }}\n\nHello {{ name }}, {{ link }} "


@dataclass(frozen=True)
class Edit:
    """What two people write into one field, a star for a new word; `beside` is said by both."""

    path: str
    field: str
    first: str
    second: str
    beside: Mapping[str, str]


def edit(path: str, field: str, first: str, second: str, **beside: str) -> Edit:
    named = {name.replace("__", "."): value for name, value in beside.items()}
    return Edit(path, field, first, second, named)


DAY = "2030-01-01"
SITES = ("https://eins.example", "https://zwei.example")
PHONES = ("+49681111111", "+49681222222")
EDITS = (
    edit("/parties/{party_id}/edit", "legal_form", "GmbH", "AG"),
    edit("/parties/{party_id}/contacts/{contact_id}", "phone", *PHONES),
    edit("/parties/{party_id}/payment", "holder", "Ada Eins", "Ada Zwei", iban="{iban}"),
    edit("/parties/{party_id}/notes/{note_id}", "text", "Ruft an", "Schreibt lieber"),
    edit("/actions/{action_id}/edit", "due_on", "2031-02-03", "2031-02-04"),
    edit("/tickets/{ticket_id}/edit", "subject", "Kein Ton", "Kein Bild"),
    edit("/folders/{folder_id}/edit", "site", "Kiel", "Lübeck"),
    edit("/folders/{folder_id}/lines/{line_id}", "discount_percent", "5", "7,5"),
    edit("/batches/{batch}", "day", "5", "6"),
    edit("/functions/{key}", "name.en", "Purchasing *", "Buying *"),
    edit("/standard-installations/{installation}", "title", "Erster", "Zweiter"),
    edit("/standard-installations/{installation}/phases/{number}", "delay_days", "1", "2"),
    edit("/vat-rates/{country}/{rate_class}", "rates.0.rate", "11", "12", rates__0__valid_from=DAY),
    edit("/mail-templates/{method}/{language}", "text", f"{LINES}A", f"{LINES}B"),
    edit("/team/{member_id}", "name", "Nina", "Nena"),
    edit("/organisation", "website", *SITES),
    edit("/setup/{name}", "website", "https://drei.example", "https://vier.example"),
)  # fmt: skip
IN_THE_PORTAL = (
    edit("/portal/me", "phone", *PHONES),
    edit("/portal/contacts/{contact_id}", "phone", *reversed(PHONES)),
)
#: Forms that add a record or take one step: nothing of another person's is lost by them.
OTHERS = frozenset(
    {
        "/actions/new", "/bank", "/bank/returns/assign", "/bank/returns/dismiss", "/batches",
        "/customers/new", "/debits", "/folders/{folder_id}/lines/new", "/functions",
        "/invoices/{invoice_id}/cancel", "/invoices/{invoice_id}/credit",
        "/parties/{party_id}/actions", "/parties/{party_id}/contacts/new",
        "/parties/{party_id}/convert", "/parties/{party_id}/folders/new",
        "/parties/{party_id}/invoices/new", "/parties/{party_id}/notes", "/password",
        "/password/forgotten", "/profile/password", "/profile/second-factor", "/prospects/new",
        "/runs", "/sign-in", "/standard-installations/new", "/team/new", "/tickets/{ticket_id}",
        "/portal/contacts/new", "/portal/enter", "/portal/me/password", "/portal/sign-in",
        "/portal/sign-in/password", "/portal/tickets/new", "/portal/tickets/{ticket_id}",
        #: On a page that asks once more, for the version that it shows.
        "/batches/{name}/remove", "/debits/{file_id}/{name}", "/folders/{folder_id}/{name}",
        "/standard-installations/{key}/phases/{number}/remove",
        "/team/{member_id}/second-factor/remove",
    }
)  # fmt: skip


class Made(Value):
    id: str = ""
    key: str = ""


def test_every_form_that_changes_a_record_is_tried_by_two_people() -> None:
    tried = {shape_of(one.path) for one in (*EDITS, *IN_THE_PORTAL)}
    assert tried | {shape_of(one) for one in OTHERS} == set(forms())


def forms() -> Iterator[str]:
    """Where a page is asked for and sent."""
    for prefix, parts in (("", OFFICE_PARTS), ("/portal", PORTAL_PARTS)):
        app = FastAPI()
        for part in parts:
            app.include_router(part.routes, prefix=prefix)
        for path, methods in app.openapi()["paths"].items():
            if {"get", "post"} <= set(methods):
                yield shape_of(path)


def shape_of(path: str) -> str:
    """The path with no names for what it leaves open."""
    return "/".join("*" if one.startswith("{") else one for one in path.split("/"))


@pytest.fixture(scope="module")
def known(whole: Everything) -> dict[str, str]:
    """Ids of one record of each kind."""
    office = Office(whole)
    office.configure()
    party = office.enter_billable("Zwei am Werk", f"zwei@{uuid4().hex}.example")
    folder = office.open_folder(party, "01", "29.90")
    note = {"text": "Wie immer"}
    #: Not overdue: that would be noted amid the test, which changes it too.
    action = {"title": "Nachfassen", "due_on": "2031-01-30", "party_id": str(party.id)}
    ticket = {"subject": "Stumm", "text": "Seit heute", "party_id": str(party.id)}
    name = uuid4().hex[:8]
    function = {"name": {"de": f"Einkauf {name}"}}
    member = {"name": "Nora", "email": f"{name}@team.example", "roles": ["support"]}
    phase = {"key": "p", "title": "Bau", "tasks": [{"key": "t", "title": "Bauen"}]}
    put(whole, f"/batches/B{name}", {"title": "Zwei"})
    put(whole, f"/standard-installations/i{name}", {"title": "Zwei", "phases": [phase]})
    return {
        "party_id": str(party.id),
        "contact_id": str(party.contacts[0].id),
        "iban": "DE89370400440532013000",
        "note_id": post(whole, Service.CUSTOMERS, f"/parties/{party.id}/notes", note).id,
        "action_id": post(whole, Service.TASKS, "/actions", action).id,
        "ticket_id": post(whole, Service.TASKS, "/tickets", ticket).id,
        "folder_id": str(folder.id),
        "line_id": str(folder.lines[0].id),
        "batch": f"B{name}",
        "key": post(whole, Service.CUSTOMERS, "/functions", function).key,
        "installation": f"i{name}",
        "number": "0",
        "country": "SE",
        "rate_class": "reduced",
        "method": "email-notice",
        "language": "en",
        "member_id": post(whole, Service.CUSTOMERS, "/team", member).id,
        "name": "company",
    }


def post(whole: Everything, service: Service, path: str, body: object) -> Made:
    return whole.session.post(service, path, Made, body)


def put(whole: Everything, path: str, body: object) -> None:
    headers = {"If-Match": '"0"'}
    whole.session.send("PUT", Service.BILLING, path, json=body, headers=headers)


@pytest.mark.parametrize("one", EDITS, ids=lambda one: one.path)
async def test_the_second_sees_what_the_first_has_changed(
    clerk: httpx.AsyncClient, known: dict[str, str], one: Edit
) -> None:
    await tried_by_two(clerk, known, one)


async def test_a_button_beside_what_others_have_changed_since_does_nothing(
    clerk: httpx.AsyncClient, known: dict[str, str]
) -> None:
    path = f"/actions/{known['action_id']}"
    read = form_with(await clerk.get(f"{path}/edit"), "title")
    changes = {"title": uuid4().hex}
    assert (
        await clerk.post(f"{path}/edit", data=read.with_changes(changes))
    ).status_code == SEE_OTHER
    step = {"version": read.fields["version"], "state": ["done"]}
    refused = await clerk.post(f"{path}/move", data=step)
    assert refused.status_code == STALE
    assert "Jemand anderes hat inzwischen gespeichert" in refused.text


async def test_so_does_a_contact_in_the_portal(desk: Desk, customer: PortalCustomer) -> None:
    email = customer.email_of("vertretung")
    known = customer.links(email)
    async with httpx.AsyncClient(base_url=desk.url, timeout=30) as client:
        await client.post("/portal/sign-in", data={"email": email})
        link = customer.new_link(email, known)
        await client.post("/portal/enter", data={"link": link})
        for one in IN_THE_PORTAL:
            await tried_by_two(client, {"contact_id": str(customer.party.contacts[0].id)}, one)


async def tried_by_two(client: httpx.AsyncClient, known: Mapping[str, str], one: Edit) -> None:
    path = one.path.format(**known)
    beside = {name: value.format(**known) for name, value in one.beside.items()}
    ours, theirs = (text.replace("*", uuid4().hex) for text in (one.second, one.first))
    read = form_with(await client.get(path), one.field)
    first = await client.post(path, data=read.with_changes({**beside, one.field: theirs}))
    assert first.status_code == SEE_OTHER, first.text
    second = await client.post(path, data=read.with_changes({**beside, one.field: ours}))
    assert second.status_code == STALE, second.text
    told = unescape(second.text).partition(' differences"')[2].partition("</table>")[0]
    assert theirs.strip() in told
    assert ours.strip() in told
    again = form_with(second, one.field)
    assert again.fields[one.field][-1].strip() == ours
    assert (await client.post(path, data=again.fields)).status_code == SEE_OTHER
