"""A made-up contact that may use the portal, with a password of its own."""

import asyncio
import secrets
from typing import NamedTuple
from uuid import UUID

from kontor_cli.client.session import Session
from kontor_cli.settings import Service, Settings
from kontor_contracts.customers.party import Contact, PortalRight
from kontor_customers.app import connected
from kontor_customers.model.team import MemberSecrets
from kontor_customers.passwords import hashed
from kontor_customers.settings import CustomersSettings

from kontor_bench.place import Place

EMAIL = "portal@bench.example"


class Credentials(NamedTuple):
    email: str
    password: str


async def let_in(place: Place, settings: Settings, party_id: UUID) -> Credentials:
    """A contact more of the party, with every right."""
    contact = await asyncio.to_thread(_added, settings, party_id)
    known = Credentials(EMAIL, secrets.token_urlsafe())
    hidden = MemberSecrets(password_hash=await hashed(known.password))
    async with connected(place.settings_for(CustomersSettings)) as parts:
        await parts.books.portal_accounts.keep_secrets(contact.id, known.email, hidden)
    return known


def _added(settings: Settings, party_id: UUID) -> Contact:
    rights = [right.value for right in PortalRight]
    fields = {"name": "Ada Beispiel", "email": EMAIL, "portal_rights": rights}
    with Session(settings) as session:
        return session.post(Service.CUSTOMERS, f"/parties/{party_id}/contacts", Contact, fields)
