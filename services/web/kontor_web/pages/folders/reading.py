"""What the pages of a folder read, and the frame that they show it in."""

import asyncio
from dataclasses import dataclass
from uuid import UUID

from fastapi import Request, Response
from kontor_contracts.billing.folder import Folder
from kontor_contracts.billing.installation import Installation
from kontor_contracts.billing.invoice import CollectionWay
from kontor_contracts.customers.team import TeamRole
from kontor_contracts.values import Value

from kontor_web.access import Person
from kontor_web.pages.parties.reading import if_possible, party_page, read_party
from kontor_web.pages.parties.records import PartyView
from kontor_web.settings import Service

MAY_CHANGE = frozenset({TeamRole.ADMIN, TeamRole.SALES, TeamRole.ACCOUNTING})


class EffectivePayment(Value):
    """How a folder is paid as things stand, and who decided it."""

    way: CollectionWay
    source: str
    mandate_reference: str = ""
    masked_iban: str = ""


@dataclass(frozen=True)
class Opened:
    """A folder, the version of it that was read, and its party."""

    folder: Folder
    version: int
    party: PartyView

    @property
    def path(self) -> str:
        return f"/folders/{self.folder.id}"


async def read_folder(person: Person, folder_id: UUID) -> Opened:
    seen = await person.read(Service.BILLING, f"/folders/{folder_id}", Folder)
    party = await read_party(person, seen.record.party_id)
    return Opened(seen.record, seen.version, party)


async def payment_of(person: Person, folder_id: UUID) -> EffectivePayment | None:
    found = person.read(Service.BILLING, f"/folders/{folder_id}/payment", EffectivePayment)
    seen = await if_possible(found)
    return seen.record if seen else None


async def payments_of(person: Person, folders: list[Folder]) -> list[EffectivePayment | None]:
    return list(await asyncio.gather(*(payment_of(person, one.id) for one in folders)))


async def installations(person: Person) -> list[Installation]:
    return (await person.list(Service.BILLING, "/standard-installations", Installation)).items


def may_change(person: Person) -> bool:
    return bool(MAY_CHANGE & set(person.member.roles))


def folder_page(
    request: Request, template: str, opened: Opened, *, status: int = 200, **context: object
) -> Response:
    """A page below the folders of a party."""
    return party_page(
        request,
        template,
        opened.party,
        tab="folders",
        status=status,
        folder=opened.folder,
        seen_version=opened.version,
        folder_path=opened.path,
        **context,
    )
