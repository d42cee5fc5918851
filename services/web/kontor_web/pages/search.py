"""Search over everything (Ctrl K): customers, contacts, invoices, actions, pages."""

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from fastapi import APIRouter, Request, Response
from kontor_contracts.values import Value

from kontor_web.access import Person, SignedIn
from kontor_web.languages import language_of, marked, translated
from kontor_web.navigation import entries_for
from kontor_web.pages.actions.records import ActionView
from kontor_web.pages.invoices.records import InvoiceLine
from kontor_web.pages.parties.reading import if_possible
from kontor_web.pages.parties.records import PartyLine
from kontor_web.rendering import page
from kontor_web.services import Items
from kontor_web.settings import Service

routes = APIRouter()
#: Of each group; the whole list is a link away.
MOST = 6
SHORTEST = 2
HitT = TypeVar("HitT")
#: Pages that the navigation does not name.
OTHERS = (
    ("/organisation", marked("Organisation")),
    ("/profile", marked("Profil")),
    ("/team", marked("Team")),
    ("/files", marked("Dateien")),
    ("/customers/new", marked("Kunden hinzufügen")),
    ("/prospects/new", marked("Interessenten hinzufügen")),
)


class ContactHit(Value):
    id: UUID
    name: str
    email: str
    party_id: UUID
    party_name: str


@dataclass(frozen=True)
class Hit:
    path: str
    label: str
    more: str = ""


@dataclass(frozen=True)
class Group:
    """What was found of one kind; `path` leads to the whole list."""

    label: str
    icon: str
    hits: list[Hit]
    path: str = ""


@routes.get("/search")
async def search(request: Request, person: SignedIn, q: str = "") -> Response:
    """The page; the dialog asks for the same with `HX-Request` and shows the results alone."""
    wanted = q.strip()
    groups = await _groups(request, person, wanted) if len(wanted) >= SHORTEST else []
    template = "search/found.html" if "hx-request" in request.headers else "search/page.html"
    filled = [one for one in groups if one.hits]
    return page(request, template, q=wanted, groups=filled)


async def _groups(request: Request, person: Person, wanted: str) -> list[Group]:
    parties, contacts, invoices, actions = await asyncio.gather(
        _found(person.list(Service.CUSTOMERS, "/parties", PartyLine, **_asked(wanted))),
        _found(person.list(Service.CUSTOMERS, "/contacts", ContactHit, **_asked(wanted))),
        _found(person.list(Service.BILLING, "/invoices", InvoiceLine, **_numbered(wanted))),
        _found(person.list(Service.TASKS, "/actions", ActionView, **_asked(wanted))),
    )
    return [
        Group(marked("Kunden und Interessenten"), "users", [_party(one) for one in parties]),
        Group(marked("Kontakte"), "contact", [_contact(one) for one in contacts]),
        Group(marked("Rechnungen"), "receipt-euro", [_invoice(one) for one in invoices]),
        Group(marked("Aktionen"), "list-todo", [_action(one) for one in actions]),
        Group(marked("Seiten"), "arrow-right", _pages(request, person, wanted)),
    ]


def _asked(wanted: str) -> dict[str, str]:
    return {"q": wanted, "limit": str(MOST)}


def _numbered(wanted: str) -> dict[str, str]:
    return {"starting": wanted, "limit": str(MOST)}


async def _found(asking: Awaitable[Items[HitT]]) -> list[HitT]:
    """None of a service that is away, or that the person may not ask."""
    answer = await if_possible(asking)
    return answer.items if answer else []


def _party(one: PartyLine) -> Hit:
    return Hit(f"/parties/{one.id}", one.name, f"{one.number} {one.city}".strip())


def _contact(one: ContactHit) -> Hit:
    path = f"/parties/{one.party_id}/contacts/{one.id}"
    return Hit(path, one.name, f"{one.party_name} {one.email}".strip())


def _invoice(one: InvoiceLine) -> Hit:
    return Hit(f"/invoices/{one.id}", one.number, one.account_number)


def _action(one: ActionView) -> Hit:
    return Hit(f"/actions/{one.id}/edit", one.title, one.party_name)


def _pages(request: Request, person: Person, wanted: str) -> list[Hit]:
    language = language_of(request)
    known = [(one.path, one.label) for one in entries_for(person)]
    named = [(path, translated(language, label)) for path, label in (*known, *OTHERS)]
    return [Hit(path, label) for path, label in named if wanted.casefold() in label.casefold()]
