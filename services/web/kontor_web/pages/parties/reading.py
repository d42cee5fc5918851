"""What all pages of a party show: the party itself, its head and tabs."""

from collections.abc import Awaitable
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from fastapi import Request, Response
from kontor_contracts.customers.team import Member

from kontor_web.access import Person
from kontor_web.languages import marked
from kontor_web.pages.parties.records import BatchName, PartyView
from kontor_web.rendering import page
from kontor_web.services import RefusedError, UnreachableError
from kontor_web.settings import Service

AnswerT = TypeVar("AnswerT")


@dataclass(frozen=True)
class Tab:
    """A page of the party."""

    name: str
    label: str

    def path(self, party: PartyView) -> str:
        return f"/parties/{party.id}" + (f"/{self.name}" if self.name else "")


TABS = (
    Tab("", marked("Übersicht")),
    Tab("folders", marked("Ordner")),
    Tab("invoices", marked("Rechnungen")),
    Tab("payment", marked("Zahlung")),
    Tab("contacts", marked("Kontakte")),
    Tab("actions", marked("Aktionen")),
    Tab("notes", marked("Notizen")),
    Tab("edit", marked("Stammdaten")),
    Tab("history", marked("Verlauf")),
)


async def read_party(person: Person, party_id: UUID) -> PartyView:
    return (await person.read(Service.CUSTOMERS, f"/parties/{party_id}", PartyView)).record


async def read_team(person: Person) -> list[Member]:
    return (await person.list(Service.CUSTOMERS, "/team", Member)).items


async def read_batches(person: Person) -> list[BatchName] | None:
    """None when billing is away."""
    found = await if_possible(person.list(Service.BILLING, "/batches", BatchName))
    return found.items if found else None


async def if_possible(question: Awaitable[AnswerT]) -> AnswerT | None:
    """The answer; nothing when a service is away or does not know the party yet."""
    try:
        return await question
    except (RefusedError, UnreachableError):
        return None


def party_page(
    request: Request,
    template: str,
    party: PartyView,
    *,
    tab: str,
    status: int = 200,
    **context: object,
) -> Response:
    """A page of the party, with its head and tabs."""
    return page(
        request, template, status=status, party=party, tabs=TABS, current_tab=tab, **context
    )
